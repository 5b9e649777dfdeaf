import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct ReplayLineTests {
  private func violation(_ run: VerificationRun) throws -> Violation {
    let verdict = try #require(try run.run().verdicts.first)
    guard case .violated(let violation) = verdict.outcome else {
      throw SubjectFailure(.malformed("\(verdict)"))
    }
    return violation
  }

  private func run(_ id: RequirementID) throws -> VerificationRun {
    let requirement = try #require(Requirement.named(id))
    return VerificationRun(
      try #require(Mutant.named("nan-leak")).subject(version: "0"), by: [requirement],
      profile: .brief, key: 5)
  }

  @Test func `a replay line is made by whoever embeds the run`() throws {
    var run = try run("values")
    run.replayLine = ReplayLine { request, run in "again \(request) in \(run.profile.name)" }
    let line = try violation(run).replay
    #expect(line.hasPrefix("again dbp1.") && line.hasSuffix(" in quick"), "\(line)")
  }

  @Test func `the request in a replay line shows the same fault again`() throws {
    var run = try run("values")
    run.replayLine = .environment("make check", variable: "AGAIN")
    let found = try violation(run)
    let token = try Token(in: found.replay)
    #expect(found.replay == "AGAIN=\(token) make check")
    let again = try run.run(replaying: .token(token))
    #expect(again.verdicts.count == 1 && again.conclusion == .violates)
    guard case .violated(let second) = again.verdicts[0].outcome else { return }
    #expect(second.site == found.site && second.replay == found.replay)
  }

  @Test func `a requirement on many maps is replayed under the run's key`() throws {
    let share = try #require(Requirement.named("rate.share"))
    let subject = try #require(
      Mutant.named("gamma-doubled")
        ?? Mutant.all.first {
          $0.requirement == "rate.share"
        })
    let run = VerificationRun(
      subject.subject(version: "0"),
      by: [share] + Requirement.all.filter { $0.id != share.id && $0.isStatistical },
      profile: .brief, key: 5, replayLine: .environment("x"))
    guard case .violated(let found) = try run.run().verdicts[0].outcome else {
      Issue.record("the share is right")
      return
    }
    #expect(found.replay == "DROPBLOCK_REPLAY=rate.share@0x5 x")
    var other = run
    other.key = 77
    let again = try other.run(replaying: .requirement("rate.share", key: 5))
    #expect(again.key == 5 && again.verdicts.map(\.requirement) == ["rate.share"])
    guard case .violated(let second) = again.verdicts[0].outcome else {
      Issue.record("\(again.verdicts)")
      return
    }
    // It has no more of the budget than beside the others, and so looks as long.
    #expect(second.message == found.message && second.replay == found.replay)
  }

  @Test func `a run that is told nothing says what to do in Swift`() throws {
    let found = try violation(run("values"))
    let token = try Token(in: found.replay)
    #expect(found.replay == "try run.run(replaying: ReplayRequest(parsing: \"\(token)\"))")
  }

  @Test func `the advice for a case that may become smaller is that of the line`() throws {
    var run = try run("values")
    run.profile.shrinkEvaluations = 1
    run.replayLine = ReplayLine(shrinkAdvice: "ask for more") { request, _ in "\(request)" }
    #expect(try violation(run).message.hasSuffix("\nit may become smaller: ask for more"))
  }

  @Test func `a case that is replayed has no key, and its report names none`() throws {
    let run = try run("values")
    let summary = try run.run(replaying: .token(Token(in: violation(run).replay)))
    #expect(summary.replayed != nil && !"\(summary)".contains("key 0x5 "), "\(summary)")
  }

  @Test func `nothing to be seen again is a whole run`() throws {
    #expect(try run("values").run(replaying: nil).verdicts.count == 1)
  }
}
