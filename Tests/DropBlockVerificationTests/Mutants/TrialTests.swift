import Testing

@testable import DropBlockVerification

@Suite struct TrialTests {
  private func mutant(_ name: String) throws -> Trial.Subject {
    .mutant(try #require(Mutant.named(name)))
  }

  @Test func `every requirement is asked once, single cases before frequencies`() throws {
    let ids = Trial.requirements.map(\.id)
    #expect(Set(ids) == Set(Requirement.all.map(\.id)) && ids.count == Requirement.all.count)
    let firstFrequency = try #require(Trial.requirements.firstIndex { $0.isStatistical })
    #expect(Trial.requirements[firstFrequency...].allSatisfy { $0.isStatistical })
  }

  @Test func `a run ends with the first requirement that turns red, or names all`() throws {
    let first = Trial(try mutant("nan-leak"), profile: .brief, key: 1).run(version: "0")
    #expect(first.violated.count == 1 && first.isAsItShould)
    let all = Trial(try mutant("nan-leak"), profile: .brief, key: 1, namesAllViolations: true)
      .run(version: "0")
    #expect(all.violated.count > 1 && all.violated.first == first.violated.first)
    #expect(all.violated.contains("values"))
    // What counts is what it took until the first.
    #expect(all.cases == first.cases && all.maps == first.maps)
  }

  @Test func `a mutant that nothing finds, and a variant that is red, are not as they should be`() {
    let harmless = Mutant("harmless", "Nothing is wrong.", "values") { _ in }
    let survived = Trial(.mutant(harmless), profile: .brief, key: 1).run(version: "0")
    #expect(survived.violated.isEmpty && !survived.isAsItShould)
    let argued = Mutant("argued", "Nothing is wrong.", "values", equivalence: "So it is.") { _ in }
    #expect(Trial(.mutant(argued), profile: .brief, key: 1).run(version: "0").isAsItShould)
    // An argument that the suite refutes is none.
    let refuted = Mutant("refuted", "Dropped units stay.", "values", equivalence: "Is it?") {
      $0.unit = { $0.x }
    }
    #expect(!Trial(.mutant(refuted), profile: .brief, key: 1).run(version: "0").isAsItShould)
    let wrong = Variant("wrong", "It never drops.") { _, _, _ in [] }
    let red = Trial(.variant(wrong), profile: .brief, key: 1).run(version: "0")
    #expect(!red.violated.isEmpty && !red.isAsItShould)
  }

  @Test func `the same key gives the same result`() throws {
    let trial = Trial(try mutant("positions-mirrored"), profile: .brief, key: 3)
    let (first, second) = (trial.run(version: "0"), trial.run(version: "0"))
    #expect(first.violated == second.violated && first.cases == second.cases)
    #expect(first.maps == second.maps)
  }
}
