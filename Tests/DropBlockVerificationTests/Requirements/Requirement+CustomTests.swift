import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct RequirementCustomTests {
  /// No unit grows by more than a factor.
  private static func growth(below factor: Double) -> Requirement {
    Requirement(
      "ours.growth", demands: "No unit grows by a factor of \(factor) or more.", source: "a test",
      consequence: "none"
    ) { subject, draw in
      let question = try subject.drawCase(&draw)
      let output = try subject.result(of: question).output
      for unit in 0..<output.count where abs(output[unit]) >= factor * abs(question.input[unit]) {
        return .fails(Fault("growth", on: question, "unit \(unit) became \(output[unit])"))
      }
      return .holds
    }
  }

  private func run(_ requirement: Requirement) -> VerificationRun {
    VerificationRun(
      EngineSubject.reference(version: "0"), by: [requirement], profile: .brief, key: 11)
  }

  @Test func `a requirement of one's own that holds says over how many cases`() throws {
    let summary = try run(Self.growth(below: 1e9)).run()
    #expect(summary.conclusion == .conforms, "\(summary)")
    #expect(summary.verdicts.map(\.description) == ["ours.growth holds: 120 cases"])
  }

  @Test func `one that does not hold has a small case, its words, and a line that shows it again`()
    throws
  {
    let run = run(Self.growth(below: 1.5))
    let summary = try run.run()
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    let question = try #require(violation.faults[0].question)
    #expect(question.input.count <= 4, "\(violation.message)")
    #expect(violation.site == .custom("growth") && violation.message.contains(" became "))
    let again = try run.run(replaying: .token(try Token(in: violation.replay)))
    guard case .violated(let second) = again.verdicts[0].outcome else {
      Issue.record("\(again)")
      return
    }
    #expect(second.message == violation.message)
    let report = "\(summary)"
    #expect(report.contains("✗ ours.growth: growth\n  demands: No unit grows by a factor of 1.5"))
    #expect(report.contains("replay: try run.run(replaying: ReplayRequest(parsing: \"dbp1."))
  }

  @Test func `one that does not apply is not judged, and says why`() throws {
    let requirement = Requirement(
      "ours.never", demands: "", source: "", consequence: "", missing: { _ in "has no wings" }
    ) { _, _ in
      Issue.record("it was judged")
      return .holds
    }
    let summary = try run(requirement).run()
    #expect(summary.conclusion == .nothingJudged)
    #expect(
      summary.verdicts.map(\.description)
        == ["ours.never does not apply: the subject has no wings"])
  }

  @Test func `a list of cases is judged as a whole`() throws {
    let shape = Shape.nchw(1, 1, 3, 3)
    func requirement(_ p: Double) -> Requirement {
      Requirement("ours.examples", demands: "All is kept.", source: "a test", consequence: "none") {
        subject, faults in
        let question = try subject.defaultCase(
          shape, blockSize: 3, dropProbability: p, key: subject.key)
        let dropped = subject.mask(of: try subject.result(of: question)).count { $0 }
        if dropped > 0 {
          faults.append(Fault("kept", on: question, "\(dropped) units were dropped"))
        }
      }
    }
    #expect(try run(requirement(0)).run().conclusion == .conforms)
    let summary = try run(requirement(1)).run()
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    #expect(violation.message.hasSuffix("9 units were dropped"))
    #expect(
      violation.replay == "try run.run(replaying: ReplayRequest(parsing: \"ours.examples@0xb\"))")
  }

  /// A requirement on two cases, of which the subject does not offer the second.
  private static func twoCases(isFirstWrong: Bool) -> Requirement {
    Requirement("ours.two", demands: "", source: "", consequence: "") { subject, faults in
      for threads in [nil, 3] as [Int?] {
        var question = try subject.defaultCase(
          .nchw(1, 1, 2, 2), blockSize: 1, dropProbability: 0.5, key: 1)
        question.threads = threads
        _ = try subject.result(of: question)
        if isFirstWrong { faults.append(Fault("", on: question, "a real fault")) }
      }
    }
  }

  @Test func `a fault that was found counts, whatever is not offered later`() throws {
    let subject = AnswerSubject { cases in
      cases.map {
        $0.threads == nil ? .result(SubjectResult(output: $0.input)) : .unsupported("threads")
      }
    }
    func outcome(isFirstWrong: Bool) throws -> Verdict {
      try VerificationRun(subject, by: [Self.twoCases(isFirstWrong: isFirstWrong)], key: 1).run()
        .verdicts[0]
    }
    #expect(try outcome(isFirstWrong: true).description == "ours.two does not hold: fault")
    #expect(
      try outcome(isFirstWrong: false).description
        == "ours.two is undecided: the subject does not offer one of the cases")
  }

  @Test func `what is judged without the subject is undecided, and so is what is only discarded`()
    throws
  {
    func verdict(_ outcome: PropertyOutcome) throws -> String {
      let requirement = Requirement("ours.idle", demands: "", source: "", consequence: "") {
        _, _ in outcome
      }
      return try run(requirement).run().verdicts[0].description
    }
    #expect(try verdict(.holds) == "ours.idle is undecided: the subject was asked nothing")
    #expect(try verdict(.discarded).hasPrefix("ours.idle is undecided: 0 cases judged, "))
    let empty = Requirement("ours.idle", demands: "", source: "", consequence: "") {
      (_: JudgedSubject, _: inout [Fault]) in
    }
    #expect(
      try run(empty).run().verdicts[0].description
        == "ours.idle is undecided: the subject was asked nothing")
  }

  @Test func `asking for a schedule is asking`() throws {
    let requirement = Requirement("ours.schedule", demands: "", source: "", consequence: "") {
      subject, faults in
      let schedule = ScheduleCase(.groups, steps: [3])
      if try subject.values(schedule) != .values([0.25]) {
        faults.append(Fault("groups", on: schedule, "another factor"))
      }
    }
    let summary = try run(requirement).run()
    #expect(summary.verdicts[0].cases == 1)
    #expect(summary.conclusion != .conforms || summary.verdicts[0].outcome.isHolding)
  }

  @Test func `an error of its own is told, with the case that threw it`() throws {
    struct Mine: Error {}
    let requirement = Requirement("ours.throws", demands: "", source: "", consequence: "") {
      subject, draw in
      _ = try subject.drawCase(&draw)
      throw Mine()
    }
    let text = try run(requirement).run().verdicts[0].description
    #expect(text.hasPrefix("ours.throws is undecided: the requirement threw an error of its own"))
    #expect(text.contains("ReplayRequest(parsing: \"dbp1."), "\(text)")
  }

  @Test func `a gradient is not drawn for a subject without one`() throws {
    let requirement = Requirement("ours.gradient", demands: "", source: "", consequence: "") {
      subject, draw in
      let question = try subject.drawCase(&draw, withGradient: true)
      return try subject.result(of: question).inputGradient == nil ? .discarded : .holds
    }
    let subject = AnswerSubject { cases in
      cases.map { .result(SubjectResult(output: $0.input)) }
    }
    let summary = try VerificationRun(subject, by: [requirement], profile: .brief, key: 1).run()
    #expect(summary.conclusion == .nothingJudged, "\(summary)")
    #expect(try run(requirement).run().conclusion == .conforms)
  }

  @Test func `an inadmissible default case is an error`() throws {
    let requirement = Requirement("ours.shape", demands: "", source: "", consequence: "") {
      subject, faults in
      for shape in [Shape.nchw(-1, 1, 3, 3), .nchw(1 << 40, 1 << 40, 3, 3)] {
        #expect(throws: DropBlockError.self) {
          try subject.defaultCase(shape, blockSize: 1, dropProbability: 0.5, key: 1)
        }
      }
    }
    _ = try run(requirement).run()
  }

  @Test func `words of several lines stay below their requirement`() throws {
    let requirement = Requirement("ours.lines", demands: "", source: "", consequence: "") {
      subject, faults in
      let question = try subject.defaultCase(
        .nchw(1, 1, 1, 1), blockSize: 1, dropProbability: 0.5, key: 1)
      _ = try subject.result(of: question)
      faults.append(Fault("lines", on: question, "one\r\n✗ two\nthree"))
    }
    let report = try "\(run(requirement).run())"
    #expect(report.contains("\n    one\n    ✗ two\n    three\n"), "\(report)")
  }

  @Test func `a refusal violates it, and a failing subject ends it`() throws {
    let refusing = AnswerSubject { cases in cases.map { _ in .refused("no") } }
    let failing = AnswerSubject { (_: [SubjectCase]) throws(SubjectFailure) in
      throw SubjectFailure(.threw("x"))
    }
    func conclusion(_ subject: any Subject) throws -> VerificationSummary.Conclusion {
      try VerificationRun(subject, by: [Self.growth(below: 9)], profile: .brief, key: 1).run()
        .conclusion
    }
    #expect(try conclusion(refusing) == .violates)
    #expect(try conclusion(failing) == .failed)
  }

  @Test func `it stands beside the suite's own`() throws {
    let all = Requirement.all.filter { $0.family == "identity" } + [Self.growth(below: 1e9)]
    let summary = try VerificationRun(
      EngineSubject.reference(version: "0"), by: all, profile: .brief, key: 1
    ).run()
    #expect(summary.verdicts.map(\.requirement) == all.map(\.id))
    #expect("\(summary)".contains("  ours         ✓ growth 120 cases"))
  }
}
