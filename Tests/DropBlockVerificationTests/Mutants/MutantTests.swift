import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

private func run(
  _ subject: any Subject, _ name: String, only id: RequirementID? = nil, key: UInt64 = 1
) -> VerificationRun {
  var run = VerificationRun(subject, profile: .brief, key: key)
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
    let run = run(mutant.subject(version: "0"), "mutant:\(name)", only: mutant.requirement)
    let verdict = try #require(run.run().verdicts.first)
    guard case .violated(let violation) = verdict.outcome else {
      Issue.record("\(name): expected \(mutant.requirement) violated, got \(verdict.outcome)")
      return
    }
    #expect(!violation.message.isEmpty && !violation.site.name.isEmpty)
    #expect(violation.replay.hasSuffix("--profile quick --subject mutant:\(name)"))
    let requirement = try #require(Requirement.named(mutant.requirement))
    guard case .property = requirement.judgement else {
      #expect(violation.replay.hasPrefix("dropblock verify --only \(requirement.id) --key 0x1"))
      return
    }
    // The token shows the fault again, by itself, on a subject that starts afresh.
    let words = violation.replay.split(separator: " ")
    let token = try Token(parsing: String(try #require(words.dropFirst(2).first)))
    let again = try #require(
      try self.replay(token, mutant.subject(version: "0"), "mutant:\(name)"))
    guard case .violated(let second) = again.outcome else {
      Issue.record("\(name): replayed \(token): \(again.outcome)")
      return
    }
    #expect(second.site == violation.site && second.replay == violation.replay)
    // What a hidden state gives depends on what was asked before.
    // The run may name another, worse case behind the smallest.
    #expect(violation.message.hasPrefix(second.message) || mutant.disturb != nil)
    // The case is admissible, and the correct subject passes it.
    let reference = try #require(
      try self.replay(token, unharmed, "reference"))
    guard case .holds = reference.outcome else {
      Issue.record("\(name): the reference on \(token): \(reference.outcome)")
      return
    }
  }

  private func replay(_ token: Token, _ subject: any Subject, _ name: String) throws -> Verdict? {
    try run(subject, name).replay(token)?.1
  }

  /// The pipeline in which no fault is planted.
  private var unharmed: EngineSubject {
    Mutant("none", "Nothing is wrong.", "values") { _ in }.subject(version: "0")
  }

  @Test func `the pipeline without a fault conforms`() {
    let summary = run(unharmed, "mutant:none").run()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    #expect(summary.holds == Requirement.all.count)
  }

  @Test(arguments: [1, 2, 0x1234_5678_9ABC_DEF0] as [UInt64])
  func `the reference conforms, whatever the key`(key: UInt64) {
    let summary = run(EngineSubject.reference(version: "0"), "reference", key: key).run()
    #expect(summary.conclusion == .conforms, "\(summary.problems)")
    #expect(summary.requirements("notOffered") == ["random.threads"])
    #expect((summary.ledger.leastMargin ?? 0) > 0)
  }
}
