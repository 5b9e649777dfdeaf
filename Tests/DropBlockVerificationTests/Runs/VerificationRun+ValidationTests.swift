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

  @Test func `an identifier of the suite is taken, whether its requirement is judged or not`() {
    #expect(
      refusal(run(by: [Self.requirement("rate.share")])) == .duplicateRequirement("rate.share"))
  }

  @Test(arguments: [
    "", ".", "a.", ".b", "a.b.c", "A.b", "a b", "a.b@0x1", "ä.b", "a_b.c", "rate", "1.a", "-.-",
  ])
  func `an identifier that is no family and name is refused`(id: String) {
    let id = RequirementID(rawValue: id)
    #expect(refusal(run(by: [Self.requirement(id)])) == .malformedIdentifier(id))
  }

  @Test(arguments: [0, -5, 1001, .nan, .infinity, -.infinity, 1e300])
  func `a weight that gives no number of cases is refused`(weight: Double) {
    let requirement = Requirement(
      "ours.one", demands: "", source: "", consequence: "", weight: weight
    ) { _, _ in .holds }
    guard case .weight("ours.one", let named)? = refusal(run(by: [requirement])) else {
      Issue.record("\(weight) was taken")
      return
    }
    #expect(named.bitPattern == weight.bitPattern)
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

  @Test func `a profile without work, or with more than can be counted, is refused`() {
    func refusal(_ change: (inout VerificationProfile) -> Void) -> VerificationRunError? {
      var run = run()
      change(&run.profile)
      return self.refusal(run)
    }
    #expect(refusal { $0.cases = 0 } == .profile("cases", 0, 1...1_000_000_000))
    #expect(refusal { $0.cases = .max } == .profile("cases", .max, 1...1_000_000_000))
    #expect(refusal { $0.maps = -3 } == .profile("maps", -3, 1...1_000_000_000_000_000))
    #expect(refusal { $0.maps = .max } == .profile("maps", .max, 1...1_000_000_000_000_000))
    #expect(refusal { $0.unitsPerCase = 0 } == .profile("unitsPerCase", 0, 1...1 << 24))
    #expect(
      refusal { $0.shrinkEvaluations = -1 }
        == .profile("shrinkEvaluations", -1, 0...1_000_000_000))
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
    #expect(refusal { $0.scaleEpsilon = -1 } == .scaleEpsilon(-1))
    #expect(
      refusal {
        $0.blocks = .map
        $0.oversizedBlocks = [.refused]
      } == .blocksOfMaps("oversizedBlocks"))
    #expect(
      refusal {
        $0.blocks = .map
        $0.seedGrids = [.valid, .whole(.corner)]
      } == .blocksOfMaps("seedGrids"))
    #expect(refusal { $0.schedules = [.paper] } == .schedulesWithoutValues)
  }

  @Test func `what does not exist can't be selected`() throws {
    #expect(throws: VerificationRunError.unknownRequirement("rate.shares")) {
      try Requirement.selected("rate.share", "rate.shares")
    }
    #expect(
      try Requirement.selected("values", "identity").map(\.family) == [
        "identity", "identity", "values",
      ])
    #expect(try Requirement.selected().isEmpty)
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
      "'a.b' is the identifier of another requirement, of the run or of the suite; choose one of "
        + "its own"
    ),
    (.budget(2), "the false-alarm budget is 2.0, not above 0 and below 1"),
    (.profile("maps", 0, 1...9), "the profile's maps is 0, not 1…9"),
    (
      .blocksOfMaps("seedGrids"),
      "the declaration's blocks are 'map', which needs the seed grid 'valid' alone and oversized "
        + "blocks that are 'clipped'; its seedGrids are others"
    ),
    (.declaredRank(4), "the declaration has the rank 4, not 1, 2 or 3"),
  ])
  func `an error names the value and what is admissible`(error: VerificationRunError, text: String)
  {
    #expect(error.description == text && error.localizedDescription == text)
  }
}
