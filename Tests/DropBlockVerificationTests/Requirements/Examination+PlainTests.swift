import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// A correct subject whose kept units are twice as large in some cases.
private func doubling(
  _ applies: @escaping @Sendable (SubjectCase) -> Bool
) -> AnswerSubject {
  let correct = BlackBox(.none)
  let subject = AnswerSubject { (cases: [SubjectCase]) throws(SubjectFailure) in
    zip(cases, correct.run(cases)).map { question, answer in
      guard case .result(var result) = answer, applies(question) else { return answer }
      let output = result.output
      result.output = TensorBits(
        (0..<output.count).map { 2 * output[$0] }, as: output.elementType)
      return .result(result)
    }
  }
  subject.declaration = correct.declaration
  subject.declaration.elementTypes = [.float32, .float16]
  subject.declaration.layouts = [.channelsFirst, .channelsLast]
  return subject
}

private func run(_ subject: any Subject, _ id: RequirementID) throws -> VerificationRun {
  VerificationRun(subject, by: try Requirement.selected(id), profile: .brief, key: 1)
}

private func fault(_ subject: any Subject, _ id: RequirementID) throws -> Fault {
  guard case .violated(let violation) = try run(subject, id).run().verdicts[0].outcome else {
    throw CaseEnd.discarded
  }
  return violation.faults[0]
}

@Suite struct ExaminationPlainTests {
  private static let forms: [RequirementID] = [.precisionFloat16, .layoutNHWC]

  @Test(arguments: forms)
  func `a fault of every case is told to be one of the plain case too`(id: RequirementID) throws {
    let found = try fault(doubling { _ in true }, id)
    #expect(found.isAlsoPlain == true)
    #expect(
      found.message.hasSuffix("\nthe same case in float32, channels first, has the same fault"))
  }

  @Test func `a fault of a format or a layout alone is told to be one`() throws {
    let format = try fault(doubling { $0.input.elementType == .float16 }, .precisionFloat16)
    let layout = try fault(doubling { $0.request.shape.layout == .channelsLast }, .layoutNHWC)
    for found in [format, layout] {
      #expect(found.isAlsoPlain == false)
      #expect(
        found.message.hasSuffix("\nthe same case in float32, channels first, has no such fault"))
    }
  }

  @Test func `a replayed token says the same`() throws {
    let run = try run(doubling { _ in true }, .precisionFloat16)
    guard case .violated(let violation) = try run.run().verdicts[0].outcome,
      case .violated(let again) = try run.replay(try Token(in: violation.replay)).1.outcome
    else {
      throw CaseEnd.discarded
    }
    #expect(again.faults == violation.faults && again.faults[0].isAlsoPlain == true)
  }

  @Test func `where there is no plain case, and elsewhere, nothing is said`() throws {
    let half = doubling { _ in true }
    half.declaration.elementTypes = [.float16]
    #expect(try fault(half, .precisionFloat16).isAlsoPlain == nil)
    #expect(try fault(doubling { _ in true }, .scaleFactor).isAlsoPlain == nil)
  }
}
