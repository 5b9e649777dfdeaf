import Testing

@testable import DropBlockVerification

struct BackwardMaskWordsTests {
  @Test func `a gradient by another mask is one cause, and no factor, in whatever format`() throws {
    let mutant = try #require(Mutant.named("backward-fresh-mask"))
    let ids: [RequirementID] = [.backwardMask, .backwardValues, .precisionFloat16]
    let run = VerificationRun(
      mutant.subject(version: "0"), by: Requirement.all.filter { ids.contains($0.id) },
      profile: .quick, key: 1)
    let causes = try run.run { _ in }.explanation.causes
    #expect(causes.count == 1, "\(causes.map(\.sentence))")
    #expect(causes.allSatisfy { !$0.isOfFactor })
    #expect(
      causes.first?.sentence.hasPrefix(
        "the backward pass does not have the mask of the forward pass")
        == true)
  }
}
