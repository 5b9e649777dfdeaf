import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

private struct OutOfPaper: Error, CustomStringConvertible {
  var description: String { "out of paper" }
}

@Suite struct FunctionSubjectTests {
  private static var declaration: SubjectDeclaration {
    var declaration = SubjectDeclaration(name: "function", version: "1")
    declaration.capabilities = [.keyed]
    return declaration
  }

  /// The reference, behind an interface of arrays.
  private static func dropBlock(_ question: SubjectCase) throws -> SubjectResult {
    let input = question.input.elements(as: Float.self)
    var output = input
    var target = output.mutableSpan
    _ = try ReferenceEngine().forward(input.span, question.request, into: &target)
    return SubjectResult(output: TensorBits(output))
  }

  private func judge(
    _ subject: any Subject, only ids: [RequirementID] = ["values", "mask.blocks", "input.refused"]
  ) throws -> VerificationSummary {
    try VerificationRun(
      subject, by: Requirement.all.filter { ids.contains($0.id) }, profile: .brief, key: 3
    ).run()
  }

  @Test func `a correct function conforms`() throws {
    let summary = try VerificationRun(
      FunctionSubject(Self.declaration, Self.dropBlock), profile: .brief, key: 3
    ).run()
    #expect(summary.conclusion == .conforms, "\(summary)")
  }

  @Test func `a wrong function is told apart`() throws {
    let subject = FunctionSubject(Self.declaration) { question in
      let result = try Self.dropBlock(question)
      let halves = result.output.elements(as: Float.self).map { $0 / 2 }
      return SubjectResult(output: TensorBits(halves))
    }
    #expect(try judge(subject).conclusion == .violates)
  }

  @Test func `an error that is no refusal is a failure of the subject, with its words`() throws {
    let subject = FunctionSubject(Self.declaration) { _ in throw OutOfPaper() }
    let summary = try judge(subject, only: ["values"])
    #expect(summary.conclusion == .failed)
    guard case .failed(let failure, _) = summary.verdicts[0].outcome else { return }
    #expect(
      failure.description
        == "threw an error, and isRefusal does not say that it is a refusal: out of paper")
    // The case on which it failed is told.
    #expect(failure.question != nil && "\(summary)".contains(" samples × "))
  }

  @Test func `what the package itself refuses is always a refusal`() throws {
    let subject = FunctionSubject(Self.declaration, isRefusal: { $0 is OutOfPaper }) { question in
      throw DropBlockError.group(question.input.count)
    }
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5), shape: .nchw(1, 1, 1, 1), key: 1
      ),
      input: TensorBits([1.0 as Float]))
    #expect(try subject.run([question]) == [.refused(DropBlockError.group(1).description)])
  }

  @Test func `an error that is called a refusal refuses the case`() throws {
    let subject = FunctionSubject(Self.declaration, isRefusal: { $0 is OutOfPaper }) { _ in
      throw OutOfPaper()
    }
    let summary = try judge(subject, only: ["mask.blocks"])
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    #expect(violation.site == .refused && violation.message.contains("out of paper"))
  }

  @Test func `a case that gives nil is not offered`() throws {
    let subject = FunctionSubject(Self.declaration) { _ in nil }
    let summary = try judge(subject, only: ["mask.blocks"])
    guard case .notOffered = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
  }

  @Test func `a function without schedules has none, and one with them is asked`() throws {
    let schedule = ScheduleCase(.groups, steps: [3])
    #expect(
      try FunctionSubject(Self.declaration, Self.dropBlock).values(schedule)
        == .unsupported("it has no schedules"))
    let subject = FunctionSubject(Self.declaration, values: { _ in [0.25] }, Self.dropBlock)
    #expect(try subject.values(schedule) == .values([0.25]))
    let failing = FunctionSubject(
      Self.declaration, values: { _ in throw OutOfPaper() }, Self.dropBlock)
    #expect(throws: SubjectFailure(.threw("out of paper"))) { try failing.values(schedule) }
  }
}
