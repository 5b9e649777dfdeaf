import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

private func run(
  _ subject: any Subject, profile: VerificationProfile = .brief,
  only ids: Set<RequirementID>? = nil,
  key: UInt64 = 1
) -> VerificationRun {
  var run = VerificationRun(subject, profile: profile, key: key)
  if let ids { run.requirements = Requirement.all.filter { ids.contains($0.id) } }
  return run
}

private let hung = SubjectFailure(.hung(seconds: 10), standardError: "last words")

@Suite struct VerificationRunTests {
  @Test(arguments: [true, false])
  func `a correct subject of which little is known conforms`(isKeyed: Bool) {
    let summary = run(BlackBox(.none, isKeyed: isKeyed)).judged()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    #expect(summary.requirements("notOffered").contains("stages.equal"))
    #expect(summary.requirements("notOffered").contains("random.determinism") == !isKeyed)
    #expect(summary.requirements("holds").contains("rate.position"))
  }

  @Test(arguments: [
    (BlackBox.Fault.nanLeak, RequirementID.values), (.epsilon, "scale.factor"),
    (.evenRefused, "block.even"),
    (.blocksShifted, "mask.blocks"), (.zerosCounted, "values"),
  ])
  func `a fault in a black box turns red what names it`(fault: BlackBox.Fault, id: RequirementID) {
    let summary = run(BlackBox(fault), only: [id, "input.refused"]).judged()
    #expect(summary.requirements("violated") == [id], "\(summary.problems)")
    #expect(summary.conclusion == .violates)
  }

  @Test func `a run that ends at a violation judges nothing after it`() {
    var all = run(BlackBox(.blocksShifted), only: ["identity.zero", "mask.blocks", "map.tiny"])
    #expect(all.judged().verdicts.count == 3)
    all.endsAtViolation = true
    let ended = all.judged()
    #expect(ended.verdicts.map(\.requirement) == ["identity.zero", "mask.blocks"])
    #expect(ended.conclusion == .violates)
  }

  @Test func `a declared epsilon in the factor is no fault`() {
    let subject = BlackBox(.epsilon)
    subject.declaration.scaleEpsilon = 1e-3
    let summary = run(subject, only: ["scale.factor"]).judged()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    var asPaper = run(subject, only: ["scale.factor"])
    asPaper.options = .paper
    #expect(asPaper.judged().conclusion == .violates)
  }

  @Test func `a subject that fails in the middle is told with the case it failed on`() throws {
    var calls = 0
    var isFailing = true
    let box = BlackBox(.none)
    let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
      calls += 1
      if isFailing, calls > 20 { throw hung }
      return box.run(cases)
    }
    let verdict = run(subject, only: ["mask.blocks"]).judged().verdicts[0]
    guard case .failed(let failure, let replay) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
    #expect(failure.kind == hung.kind && calls == 21)
    let token = try Token(in: replay)
    let again = try run(subject).replay(token)
    #expect(again.0.id == "mask.blocks")
    guard case .failed(let second, _) = again.1.outcome, second.kind == hung.kind else {
      Issue.record("\(again.1)")
      return
    }
    isFailing = false
    guard case .holds = try run(subject).replay(token).1.outcome else {
      Issue.record("the case does not hold on a subject that answers")
      return
    }
  }

  @Test func `a subject that always fails has a verdict of its own for everything it is asked`() {
    let subject = AnswerSubject(
      values: { (_: ScheduleCase) throws(SubjectFailure) in throw hung }
    ) { (_: [SubjectCase]) throws(SubjectFailure) in throw hung }
    subject.declaration = .everything(named: "dead", version: "0")
    let summary = run(subject).judged()
    #expect(summary.requirements("failed") == Requirement.all.map(\.id))
    #expect(summary.conclusion == .failed)
    for verdict in summary.verdicts {
      guard case .failed(_, let replay) = verdict.outcome else { continue }
      #expect(replay.hasPrefix("try run.run(replaying: ReplayRequest(parsing: \""), "\(replay)")
    }
  }

  @Test func `a subject that refuses everything is wrong in everything but refusing`() {
    let subject = AnswerSubject(values: { _ in .refused("no") }) { $0.map { _ in .refused("no") } }
    subject.declaration = .everything(named: "no", version: "0")
    let summary = run(subject).judged()
    #expect(summary.requirements("holds") == ["input.refused"])
    #expect(summary.requirements("violated").count == Requirement.all.count - 1)
  }

  @Test func `a subject that supports nothing is not taken for one that conforms`() {
    let subject = AnswerSubject(values: { _ in .unsupported("no") }) {
      $0.map { _ in .unsupported("no") }
    }
    subject.declaration = .everything(named: "none", version: "0")
    let summary = run(subject).judged()
    #expect(summary.requirements("notOffered") == Requirement.all.map(\.id), "\(summary.verdicts)")
    #expect(summary.conclusion == .nothingJudged)
  }

  @Test func `a subject that refuses every survey is not taken for one that conforms`() {
    let reference = EngineSubject.reference(version: "0")
    let subject = AnswerSubject(values: { _ in .unsupported("no") }) { cases in
      reference.run(cases).enumerated().map {
        let ones = TensorBits(repeating: 1, count: cases[$0].input.count, as: .float32)
        return cases[$0].input == ones ? .unsupported("nothing to see") : $1
      }
    }
    subject.declaration = reference.declaration
    var run = run(subject)
    run.requirements = Requirement.all.filter { $0.id == "rate.share" || $0.id == "scale.factor" }
    let summary = run.judged()
    #expect(summary.requirements("holds") == ["scale.factor"])
    #expect(summary.requirements("notOffered") == ["rate.share"])
    #expect(summary.conclusion == .inconclusive && !summary.looksAtFrequencies)
    #expect(TerminalReport.sum(summary).contains("no frequencies were judged"))

    run.requirements = Requirement.all.filter { $0.id == "scale.factor" }
    #expect(run.judged().conclusion == .conforms)
  }

  @Test(arguments: [0, 1, 7])
  func `results of the wrong size are violations, not traps`(count: Int) {
    let subject = AnswerSubject(
      values: { _ in .values(Array(repeating: 0, count: count)) }
    ) { cases in
      cases.map { _ in
        let tensor = TensorBits(repeating: 1, count: count, as: .float64)
        var result = SubjectResult(output: tensor, inputGradient: tensor)
        result.revealed.mask = Array(repeating: false, count: count)
        result.revealed.seeds = []
        result.revealed.keptCounts = []
        result.revealed.scales = []
        return .result(result)
      }
    }
    subject.declaration = .everything(named: "size", version: "0")
    let summary = run(subject).judged()
    #expect(summary.requirements("failed").isEmpty && summary.requirements("inconclusive").isEmpty)
    #expect(summary.requirements("violated").count >= Requirement.all.count - 3)
  }

  @Test(arguments: [FaultSite.gradientSize, .maskSize])
  func `a part of the wrong size is named`(part: FaultSite) {
    let engine = EngineSubject.reference(version: "0")
    let subject = AnswerSubject { cases in
      engine.run(cases).map { answer in
        guard case .result(var result) = answer else { return answer }
        if part == .maskSize { result.revealed.mask?.removeLast() }
        if part == .gradientSize, let gradient = result.inputGradient {
          result.inputGradient = TensorBits(
            repeating: 0, count: gradient.count + 1, as: gradient.elementType)
        }
        return .result(result)
      }
    }
    subject.declaration = engine.declaration
    let summary = run(subject, only: ["stages.equal", "backward.mask", "mask.blocks"]).judged()
    for verdict in summary.verdicts where part == .maskSize || verdict.requirement != "mask.blocks"
    {
      guard case .violated(let violation) = verdict.outcome else {
        Issue.record("\(verdict)")
        continue
      }
      #expect(violation.site == part)
    }
  }

  @Test func `too few answers are a failure of the subject`() {
    let subject = AnswerSubject { _ in [] }
    subject.declaration = .everything(named: "silent", version: "0")
    let verdict = run(subject, only: ["random.determinism"]).judged().verdicts[0]
    guard case .failed(let failure, _) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
    #expect(failure.kind == .malformed("0 answers to 7 cases"))
  }

  @Test func `events come in order, with progress between 0 and 1`() throws {
    var verdicts: [String] = []
    var current = ""
    let summary = try run(BlackBox(.none), only: ["mask.blocks", "block.one"]).run { event in
      switch event {
      case .progress(let requirement, let share):
        current = requirement.id.rawValue
        #expect((0...1.5).contains(share))
      case .verdict(let requirement, let verdict):
        #expect(requirement.id.rawValue == current && verdict.requirement.rawValue == current)
        verdicts.append(requirement.id.rawValue)
      }
    }
    #expect(verdicts == ["mask.blocks", "block.one"] && summary.verdicts.count == 2)
  }

  @Test func `equal keys give equal verdicts`() {
    let first = run(BlackBox(.blocksShifted), only: ["mask.blocks"]).judged()
    let second = run(BlackBox(.blocksShifted), only: ["mask.blocks"]).judged()
    #expect("\(first.verdicts[0].outcome)" == "\(second.verdicts[0].outcome)")
  }

  @Test func `a token of other options is stale, and says so`() throws {
    let mutant = try #require(Mutant.named("nan-leak")).subject(version: "0")
    guard case .violated(let violation) = run(mutant, only: ["values"]).judged().verdicts[0].outcome
    else {
      Issue.record("no violation")
      return
    }
    let token = try Token(in: violation.replay)
    let (requirement, verdict) = try run(BlackBox(.none)).replay(token)
    #expect(requirement.id == "values")
    guard case .inconclusive(.staleToken) = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test func `a token of no requirement has no verdict`() throws {
    var draw = Draw(key: 1, caseIndex: 0, property: "x")
    _ = try draw.word()
    for property in ["no.such", "rate.share"] {
      let token = Token(exact: draw.recorded, property: property)
      #expect(throws: VerificationRunError.foreignToken(token)) {
        try run(BlackBox(.none)).replay(token)
      }
    }
  }
}
