import Testing
import Verification

@testable import DropBlockCommand

struct RequirementCommandsTests {
  @Test func `every subject has a line`() {
    let outcome = dropblock("subjects")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    for (name, _) in OwnSubjects.all { #expect(outcome.output.contains(name), "\(name)") }
  }

  @Test func `every requirement has a line`() {
    let outcome = dropblock("requirements")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    for requirement in Requirement.all {
      #expect(outcome.output.contains("  \(requirement.id) "), "\(requirement.id)")
    }
  }

  @Test(arguments: Requirement.all.map(\.id))
  func `an explanation says what is demanded, where from, and what breaks`(id: String) throws {
    var wide = Terminal()
    wide.width = 100_000
    let outcome = dropblock("explain \(id)", terminal: wide)
    let requirement = try #require(Requirement.named(id))
    #expect(outcome.code == .conforms && outcome.output.hasPrefix("\(id)\n"))
    for text in [requirement.demands, requirement.source, requirement.consequence] {
      #expect(outcome.output.contains(text), "\(outcome.output)")
    }
    for mutant in Mutant.all where mutant.requirement == id {
      #expect(outcome.output.contains("mutant:\(mutant.name)"))
    }
  }

  @Test func `an unknown requirement is a usage error with a suggestion`() {
    let outcome = dropblock("explain mask.block")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains("mask.blocks"), "\(outcome.errors)")
    #expect(dropblock("explain").code == .usage)
    #expect(dropblock("explain a b").code == .usage)
    #expect(dropblock("subjects x").code == .usage)
  }
}
