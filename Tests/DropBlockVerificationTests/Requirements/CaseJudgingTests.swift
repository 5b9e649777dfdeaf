import DropBlockContract
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
}
