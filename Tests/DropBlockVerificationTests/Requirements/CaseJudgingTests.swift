import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

@Suite struct CaseJudgingTests {
  /// What a combination of options is judged in.
  private struct Loop: Hashable {
    let type: ElementType
    let layout: LayoutName
  }

  @Test(arguments: [RequirementID.values, .backwardValues])
  func `values are asked in every number format and every layout`(id: RequirementID) throws {
    let reference = EngineSubject.reference(version: "0")
    var asked = Set<Loop>()
    let subject = AnswerSubject { questions in
      for question in questions where question.request.configuration.dropProbability > 0 {
        asked.insert(
          Loop(
            type: question.input.elementType, layout: question.request.shape.layout.protocolName))
      }
      return reference.run(questions)
    }
    // A subject with a stream of its own: of one that is known to the bit everything asks for all.
    subject.declaration.capabilities = [.keyed, .backward]
    subject.declaration.elementTypes = [.float32, .float16, .float64]
    subject.declaration.layouts = [.channelsFirst, .channelsLast, .strided]
    let run = VerificationRun(
      subject, by: [try #require(Requirement.named(id))], profile: .brief, key: 1)
    let summary = try run.run()
    #expect(summary.requirements("holds") == [id], "\(summary.problems)")
    for type in subject.declaration.elementTypes {
      for layout in subject.declaration.layouts {
        #expect(asked.contains(Loop(type: type, layout: layout)), "\(type), \(layout)")
      }
    }
  }

  @Test func `of two factors both units are named, and none is called the wrong one`() throws {
    let subject = AnswerSubject { questions in
      questions.map { question in
        let input = question.input
        let values = (0..<input.count).map { input[$0] * ($0 % 3 == 2 ? 3 : 1) }
        return .result(SubjectResult(output: TensorBits(values, as: input.elementType)))
      }
    }
    let run = VerificationRun(
      subject, by: try Requirement.selected("values"), profile: .brief, key: 1)
    let outcome = try run.run().verdicts[0].outcome
    guard case .violated(let violation) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let words = violation.message
    #expect(words.contains("no single factor explains these two kept units"), "\(words)")
    #expect(words.components(separatedBy: "position (").count == 3, "\(words)")
    #expect(!words.contains("this kept unit"), "\(words)")
  }
}
