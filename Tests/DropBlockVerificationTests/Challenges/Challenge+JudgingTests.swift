import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// Requirements that between them have single cases, lists of cases, surveys and calls in a row.
private let several: Set<String> = [
  "identity.zero", "values", "mask", "rate.share", "rate.position", "scale.factor", "backward",
  "block.even", "block.clipped", "random.determinism", "state",
]

struct ChallengeJudgingTests {
  private static let toEngines = Result {
    try WrittenChallenge(to: NarrowSubject(EngineSubject.reference(version: "1")), only: several)
  }

  @Test func `a correct subject has the verdicts that it has on a pipe`() throws {
    let written = try Self.toEngines.get()
    let subject = NarrowSubject(EngineSubject.reference(version: "1"))
    let summary = try written.judged(try Answering.file(of: subject, to: written.challenge))
    #expect(summary.findings == written.asked(subject).findings)
    #expect(summary.conclusion == .conforms, "\(summary.findings)")
  }

  @Test(arguments: [true, false])
  func `so has one with a random stream of its own`(isKeyed: Bool) throws {
    let subject = BlackBox(.none, isKeyed: isKeyed)
    let written = try WrittenChallenge(to: subject, only: several)
    let summary = try written.judged(
      try Answering.file(of: BlackBox(.none, isKeyed: isKeyed), to: written.challenge))
    #expect(summary.findings == written.asked(subject).findings)
    #expect(summary.conclusion == .conforms, "\(summary.findings)")
  }

  @Test(arguments: [
    "nan-leak", "block-shifted", "scale-by-probability", "call-counter", "backward-fresh-mask",
  ])
  func `a fault has the findings and the causes that it has on a pipe`(name: String) throws {
    let written = try Self.toEngines.get()
    let mutant = try #require(Mutant.named(name))
    let answers = try Answering.file(
      of: NarrowSubject(mutant.subject(version: "1")), to: written.challenge)
    let summary = try written.judged(answers)
    #expect(summary.conclusion == .violates)
    #expect(
      summary.findings == written.asked(NarrowSubject(mutant.subject(version: "1"))).findings)
  }

  @Test(arguments: [BlackBox.Fault.evenRefused, .epsilon])
  func `so has a fault in a random stream of its own`(fault: BlackBox.Fault) throws {
    let written = try WrittenChallenge(to: BlackBox(fault), only: several)
    let summary = try written.judged(
      try Answering.file(of: BlackBox(fault), to: written.challenge))
    #expect(summary.findings == written.asked(BlackBox(fault)).findings)
    #expect(summary.conclusion == .violates)
  }
}
