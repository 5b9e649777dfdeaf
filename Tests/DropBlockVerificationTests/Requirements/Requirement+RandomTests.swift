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
}
