import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct VerificationRunValidationTests {
  private func run(by requirements: [Requirement] = Requirement.all) -> VerificationRun {
    VerificationRun(EngineSubject.reference(version: "0"), by: requirements, key: 1)
  }

  private func refusal(_ run: VerificationRun) -> VerificationRunError? {
    do throws(VerificationRunError) {
      _ = try run.run { _ in Issue.record("something was judged") }
      return nil
    } catch {
      return error
    }
  }

  private static func requirement(_ id: RequirementID) -> Requirement {
    Requirement(id, demands: "", source: "", consequence: "") { _, _ in .holds }
  }

  @Test func `a run without requirements is refused`() {
    #expect(refusal(run(by: [])) == .noRequirements)
  }

  @Test func `two requirements with one identifier are refused`() {
    #expect(
      refusal(run(by: Requirement.all + [Self.requirement("rate.share")]))
        == .duplicateRequirement("rate.share"))
    let twice = [Self.requirement("ours.one"), Self.requirement("ours.one")]
    #expect(refusal(run(by: twice)) == .duplicateRequirement("ours.one"))
  }

  @Test(arguments: ["", ".", "a.", ".b", "a.b.c", "A.b", "a b", "a.b@0x1", "ä", "a_b"])
  func `an identifier that no report could print is refused`(id: String) {
    let id = RequirementID(rawValue: id)
    #expect(refusal(run(by: [Self.requirement(id)])) == .malformedIdentifier(id))
  }

  @Test(arguments: Requirement.all.map(\.id))
  func `every identifier of the suite is admissible`(id: RequirementID) {
    #expect(id.isWellFormed)
  }

  @Test(arguments: [0, -1, 1, 2, .nan, .infinity])
  func `a budget that is no probability is refused`(budget: Double) {
    var run = run()
    run.budget = budget
    guard case .budget(let named)? = refusal(run) else {
      Issue.record("\(budget) was taken")
      return
    }
    #expect(named.bitPattern == budget.bitPattern)
  }

  @Test func `a profile without work is refused`() {
    var run = run()
    run.profile.cases = 0
    #expect(refusal(run) == .profile("cases", 0, least: 1))
    run.profile = .quick
    run.profile.maps = -3
    #expect(refusal(run) == .profile("maps", -3, least: 1))
    run.profile = .quick
    run.profile.unitsPerCase = 0
    #expect(refusal(run) == .profile("unitsPerCase", 0, least: 1))
    run.profile = .quick
    run.profile.shrinkEvaluations = -1
    #expect(refusal(run) == .profile("shrinkEvaluations", -1, least: 0))
  }

  @Test func `a declaration that leaves no case to ask is refused`() {
    func refusal(_ change: (inout SubjectDeclaration) -> Void) -> VerificationRunError? {
      var declaration = SubjectDeclaration(name: "x", version: "1")
      change(&declaration)
      let subject = FunctionSubject(declaration) { question in
        SubjectResult(output: question.input)
      }
      return self.refusal(VerificationRun(subject, key: 1))
    }
    #expect(refusal { $0.elementTypes = [] } == .nothingDeclared("elementTypes"))
    #expect(refusal { $0.ranks = [] } == .nothingDeclared("ranks"))
    #expect(refusal { $0.layouts = [] } == .nothingDeclared("layouts"))
    #expect(refusal { $0.scales = [] } == .nothingDeclared("scales"))
    #expect(refusal { $0.ranks = [2, 4] } == .declaredRank(4))
  }

  @Test func `what a run does not have can't be seen again`() throws {
    var draw = Draw(key: 1, caseIndex: 0, property: "no.such")
    _ = try draw.word()
    let token = Token(exact: draw.recorded, property: "no.such")
    #expect(throws: VerificationRunError.foreignToken(token)) {
      try run().run(replaying: .token(token))
    }
    #expect(throws: VerificationRunError.unknownRequirement("no.such")) {
      try run().run(replaying: .requirement("no.such", key: 1))
    }
  }

  @Test(arguments: [
    (
      VerificationRunError.duplicateRequirement("a.b"),
      "two requirements of the run are called 'a.b'; each needs an identifier of its own"
    ),
    (.budget(2), "the false-alarm budget is 2.0, not above 0 and below 1"),
    (.profile("maps", 0, least: 1), "the profile's maps is 0, not 1 or more"),
    (.declaredRank(4), "the declaration has the rank 4, not 1, 2 or 3"),
  ])
  func `an error names the value and what is admissible`(error: VerificationRunError, text: String)
  {
    #expect(error.description == text && error.localizedDescription == text)
  }
}
