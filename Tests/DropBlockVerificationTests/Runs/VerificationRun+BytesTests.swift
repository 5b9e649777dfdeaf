import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct `VerificationRun+BytesTests` {
  private func run(_ subject: any Subject) -> VerificationRun {
    VerificationRun(subject, profile: .quick, key: 0)
  }

  @Test func `any bytes are a case that the reference passes`() {
    let run = run(EngineSubject.reference(version: "0"))
    var random = SplitMix(seed: 8)
    for number in 0..<1_000 {
      let bytes = (0..<Int(random.next() % 120)).map { _ in UInt8(truncatingIfNeeded: random.next())
      }
      let verdict = run.judge(bytes: bytes)
      guard case .holds = verdict.outcome else {
        Issue.record("case \(number), bytes \(bytes): \(verdict.outcome)")
        continue
      }
      #expect(verdict.requirement == "stages.equal")
    }
  }

  @Test func `no bytes are a case too`() {
    let verdict = run(EngineSubject.reference(version: "0")).judge(bytes: [])
    guard case .holds = verdict.outcome else {
      Issue.record("\(verdict)")
      return
    }
  }

  @Test func `bytes find a fault, and its token shows it again`() throws {
    let mutant = try #require(Mutant.named("gamma-two-percent-high"))
    let run = run(mutant.subject(version: "0"))
    var random = SplitMix(seed: 9)
    for _ in 0..<100 {
      let bytes = (0..<100).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      guard case .violated(let violation) = run.judge(bytes: bytes).outcome else { continue }
      let again = try run.replay(try Token(in: violation.replay))
      guard case .violated(let second) = again.1.outcome else {
        Issue.record("\(again)")
        return
      }
      #expect(second.message == violation.message)
      return
    }
    Issue.record("no fault was found in 100 cases")
  }

  @Test func `a subject that fails is told, and the rest is undecided`() {
    let failing = AnswerSubject { (_: [SubjectCase]) throws(SubjectFailure) in
      throw SubjectFailure(.closedPipe)
    }
    guard case .failed = run(failing).judge(bytes: [1, 2, 3]).outcome else {
      Issue.record("no failure")
      return
    }
    let unsupported = AnswerSubject { $0.map { _ in .unsupported("no") } }
    guard case .inconclusive = run(unsupported).judge(bytes: [1, 2, 3]).outcome else {
      Issue.record("decided")
      return
    }
  }
}
