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
    #expect(report.contains("replay: DROPBLOCK_REPLAY=dbp1."))
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
        subject in
        let question = subject.defaultCase(shape, blockSize: 3, dropProbability: p, key: 1)
        let dropped = subject.mask(of: try subject.result(of: question)).count { $0 }
        return dropped == 0 ? [] : [Fault("kept", on: question, "\(dropped) units were dropped")]
      }
    }
    #expect(try run(requirement(0)).run().conclusion == .conforms)
    let summary = try run(requirement(1)).run()
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    #expect(violation.message.hasSuffix("9 units were dropped"))
    #expect(violation.replay == "DROPBLOCK_REPLAY=ours.examples@0xb swift test")
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
