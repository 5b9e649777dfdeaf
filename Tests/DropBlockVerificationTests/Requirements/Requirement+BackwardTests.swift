import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct RequirementBackwardTests {
  /// A subject whose gradients a closure changes; all else is right.
  private func subject(
    _ own: any Subject,
    _ change: @escaping @Sendable (_ got: TensorBits, _ given: TensorBits) -> TensorBits
  ) -> AnswerSubject {
    let subject = AnswerSubject { questions throws(SubjectFailure) in
      zip(questions, try own.run(questions)).map { question, answer in
        guard case .result(var result) = answer, let given = question.outputGradient,
          let gradient = result.inputGradient
        else { return answer }
        result.inputGradient = change(gradient, given)
        return .result(result)
      }
    }
    subject.declaration = own.declaration
    return subject
  }

  /// What is said of each requirement that does not hold, without the line that names the case.
  private func messages(
    _ subject: any Subject, _ selected: [RequirementID]
  ) throws -> [(id: RequirementID, words: String)] {
    let run = VerificationRun(
      subject, by: Requirement.all.filter { selected.contains($0.id) }, profile: .brief, key: 1)
    return try run.run().verdicts.compactMap { verdict in
      guard case .violated(let violation) = verdict.outcome else { return nil }
      let lines = violation.message.split(separator: "\n").dropFirst()
      return (verdict.requirement, lines.joined(separator: "\n"))
    }
  }

  private static let ids: [RequirementID] = [
    "backward.mask", "backward.later", "precision.float16", "precision.bfloat16",
    "precision.float64", "stages.equal",
  ]

  @Test func `what a gradient is a multiple of is called g, and never the input`() throws {
    let twice = { @Sendable (got: TensorBits, given: TensorBits) in
      TensorBits((0..<got.count).map { got[$0] == 0 ? 0 : given[$0] }, as: got.elementType)
    }
    let binomial = try #require(Variant.named("binomial")).subject(version: "0")
    for own in [EngineSubject.reference(version: "0"), binomial] as [any Subject] {
      let found = try messages(subject(own, twice), Self.ids)
      #expect(found.contains { $0.id == "backward.mask" }, "\(found)")
      for (id, words) in found {
        #expect(!words.contains("input"), "\(own.declaration.name), \(id): \(words)")
        #expect(words.contains("\n  g "), "\(own.declaration.name), \(id): \(words)")
      }
    }
  }

  @Test func `a gradient that is not +0 where units are dropped is one of g`() throws {
    let negative = { @Sendable (got: TensorBits, given: TensorBits) in
      TensorBits((0..<got.count).map { got[$0] == 0 ? -0.0 : got[$0] }, as: got.elementType)
    }
    let found = try messages(
      subject(EngineSubject.reference(version: "0"), negative), ["backward.mask"])
    #expect(found.count == 1)
    for (id, words) in found {
      #expect(!words.contains("input") && words.contains("\n  g "), "\(id): \(words)")
    }
  }

  @Test func `the gradient of an identity is to be g, and not the input`() throws {
    let other = { @Sendable (got: TensorBits, given: TensorBits) in
      TensorBits((0..<got.count).map { _ in 3 }, as: got.elementType)
    }
    let found = try messages(
      subject(EngineSubject.reference(version: "0"), other), ["identity.inference"])
    #expect(found.count == 1)
    for (id, words) in found {
      #expect(words.contains("of the gradient is not g's"), "\(id): \(words)")
    }
  }
}
