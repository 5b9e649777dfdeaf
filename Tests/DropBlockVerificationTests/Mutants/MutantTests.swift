import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

private func run(
  _ subject: any Subject, only id: RequirementID? = nil, key: UInt64 = 1, beyondSingle: Bool = false
) -> VerificationRun {
  var profile = VerificationProfile.brief
  profile.countsBeyondFloat = beyondSingle
  var run = VerificationRun(subject, profile: profile, key: key)
  if let id { run.requirements = Requirement.all.filter { $0.id == id } }
  return run
}

@Suite struct MutantTests {
  @Test func `there are at least fifty mutants, each with a name and a sentence`() {
    let names = Mutant.all.map(\.name)
    #expect(names.count >= 50 && Set(names).count == names.count)
    for mutant in Mutant.all {
      #expect(
        mutant.name.allSatisfy { $0.isLowercase || $0 == "-" || $0.isNumber }, "\(mutant.name)")
      #expect(mutant.fault.hasSuffix("."), "\(mutant.name)")
      #expect(Requirement.named(mutant.requirement) != nil, "\(mutant.name)")
      #expect(Mutant.named(mutant.name)?.fault == mutant.fault)
    }
    #expect(Mutant.named("none") == nil)
  }

  @Test func `requirements without a mutant are those whose faults others name first`() {
    let named = Set(Mutant.all.map(\.requirement))
    let without = Requirement.all.map(\.id).filter { !named.contains($0) }
    #expect(without.isEmpty, "\(without)")
  }

  @Test(arguments: Mutant.all.filter { $0.equivalence == nil }.map(\.name))
  func `a mutant turns red the requirement that names its fault`(name: String) throws {
    let mutant = try #require(Mutant.named(name))
    // The one whose tensors take too long for every run.
    let run = run(
      mutant.subject(version: "0"), only: mutant.requirement, beyondSingle: name == "count-stops")
    let verdict = try #require(run.judged().verdicts.first)
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("\(name): expected \(mutant.requirement) violated, got \(verdict.outcome)")
      return
    }
    #expect(!violation.message.isEmpty && !violation.site.name.isEmpty)
    let requirement = try #require(Requirement.named(mutant.requirement))
    let judgedAgain = "try run.run(replaying: ReplayRequest(parsing: \"\(requirement.id)@0x1\"))"
    // What only many maps show has no token.
    guard case .property = requirement.judgement,
      !(requirement.isStatistical && violation.replay == judgedAgain)
    else {
      #expect(violation.replay == judgedAgain)
      return
    }
    // The token shows the fault again, by itself, on a subject that starts afresh.
    let token = try Token(in: violation.replay)
    let again = try replay(token, mutant.subject(version: "0"))
    guard case .violated(let second) = again.outcome else {
      Issue.record("\(name): replayed \(token): \(again.outcome)")
      return
    }
    #expect(second.site == violation.site && second.replay == violation.replay)
    // What a hidden state gives depends on what was asked before.
    // The run may name another, worse case behind the smallest.
    #expect(violation.message.hasPrefix(second.message) || mutant.disturb != nil)
    // The case is admissible, and the correct subject passes it.
    let reference = try replay(token, unharmed)
    guard case .holds = reference.outcome else {
      Issue.record("\(name): the reference on \(token): \(reference.outcome)")
      return
    }
  }

  private func replay(_ token: Token, _ subject: any Subject) throws -> Verdict {
    try run(subject).replay(token).1
  }

  /// The pipeline in which no fault is planted.
  private var unharmed: EngineSubject {
    Mutant("none", "Nothing is wrong.", "values") { _ in }.subject(version: "0")
  }

  @Test func `the pipeline without a fault conforms`() {
    let summary = run(unharmed).judged()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    #expect(summary.holds == Requirement.all.count)
  }

  @Test(arguments: [1, 2, 0x1234_5678_9ABC_DEF0] as [UInt64])
  func `the reference conforms, whatever the key`(key: UInt64) {
    let summary = run(EngineSubject.reference(version: "0"), key: key).judged()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    #expect(summary.requirements("notOffered") == ["random.threads"])
    #expect((summary.ledger.leastMargin ?? 0) > 0)
  }
}
