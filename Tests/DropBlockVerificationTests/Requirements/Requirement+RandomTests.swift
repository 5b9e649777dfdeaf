import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct RequirementRandomTests {
  @Test(arguments: [Int.max, .min])
  func `kept counts that a subject makes up do not end the suite`(count: Int) throws {
    var declaration = SubjectDeclaration(name: "counts", version: "1")
    declaration.capabilities = [.keyed, .firstSample]
    declaration.scales = [.sample]
    declaration.reveals = [.keptCounts]
    let subject = FunctionSubject(declaration) { question in
      var output = question.input.elements(as: Float.self)
      var target = output.mutableSpan
      _ = try ReferenceEngine().forward(inPlace: &target, question.request)
      var result = SubjectResult(output: TensorBits(output))
      result.revealed.keptCounts = Array(repeating: count, count: question.request.shape.samples)
      return result
    }
    let summary = try VerificationRun(
      subject, by: Requirement.selected("random.split"), profile: .brief, key: 1
    ).run()
    #expect(summary.verdicts.count == 1)
  }

  @Test func `what changes later is seen though the first questions are identities`() throws {
    let mutant = try #require(Mutant.named("later-key"))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter {
      $0.family == "identity" || $0.id == .rateMasks || $0.id == .stateLater
    }
    let red = run.judged().verdicts.filter(\.outcome.isViolation).map(\.requirement)
    #expect(red.contains(.stateLater), "\(red)")
  }

  @Test func `a subject that takes strided tensors alone is not called independent of threads`()
    throws
  {
    let everything = EngineSubject(
      .everything(named: "strided", version: "1"), engine: { _ in ReferenceEngine() })
    let subject = AnswerSubject { cases in everything.run(cases) }
    subject.declaration = everything.declaration
    subject.declaration.layouts = [.strided]
    let summary = try VerificationRun(
      subject, by: Requirement.selected("random.threads"), profile: .brief, key: 1
    ).run()
    #expect(summary.conclusion == .nothingJudged, "\(summary)")
  }

  /// A subject whose masks depend on the key and on something more.
  private func subject(
    _ more: @escaping (_ call: Int, DropBlockRequest) -> Int
  ) -> MaskSubject {
    let subject = MaskSubject { call, request, sample, channel, unit in
      mixed(Int(truncatingIfNeeded: request.key), more(call, request), sample, channel, unit) % 5
        == 0
    }
    subject.declaration.capabilities = [.keyed]
    return subject
  }

  private func verdict(_ requirement: RequirementID, _ subject: MaskSubject) throws -> Verdict {
    try VerificationRun(
      subject, by: Requirement.all.filter { $0.id == requirement }, profile: .brief, key: 1
    ).run().verdicts[0]
  }

  @Test func `masks that change from call to call in large tensors are found there`() throws {
    let large = subject { call, request in request.shape.unitCount > 2_000 ? call : 0 }
    #expect(try verdict("random.large", large).outcome.isViolation)
    #expect(try verdict("random.large", subject { _, _ in 0 }).outcome.isHolding)
    #expect(try verdict("state.later", large).outcome.isHolding)
  }

  @Test(arguments: [100, 1_990])
  func `what changes after many calls is found at the end of a run`(calls: Int) throws {
    let verdict = try verdict("state.later", subject { call, _ in call < calls ? 0 : 1 })
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("\(calls): \(verdict)")
      return
    }
    guard case .random(.laterAnswer(_, _, _, let cases)) = violation.faults[0].evidence else {
      Issue.record("\(violation.message)")
      return
    }
    #expect(cases > 2_000)
    #expect(try self.verdict("state.later", subject { _, _ in 0 }).outcome.isHolding)
  }
}
