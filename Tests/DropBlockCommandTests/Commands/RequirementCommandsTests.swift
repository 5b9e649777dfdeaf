import Testing
import DropBlockVerification

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
  func `an explanation says what is demanded, where from, and what breaks`(id: RequirementID)
    throws
  {
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

  @Test func `a family is explained one requirement after the other`() throws {
    let outcome = dropblock("explain mask")
    let ids = Requirement.all.filter { $0.family == "mask" }.map(\.id.rawValue)
    #expect(outcome.code == .conforms && ids.count > 1)
    let heads = outcome.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map(String.init)
    #expect(heads == ids)
  }

  @Test(arguments: ["--profile ci", "--subject reference", "--margin 0.1"])
  func `an option that changes no list of requirements is an error`(option: String) throws {
    let outcome = dropblock("requirements \(option)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains("is for --sensitivity"), "\(outcome.errors)")
  }

  @Test func `the table of pairs is printed on request, for what draws requests`() throws {
    let outcome = dropblock("explain mask.blocks --pairs")
    let lines = outcome.output.split(separator: "\n")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    #expect(lines.first?.hasPrefix("axes  block ") == true, "\(outcome.output)")
    let declaration = EngineSubject.reference(version: "0").declaration
    let table = try #require(Requirement.named("mask.blocks")?.pairs(of: declaration))
    #expect(outcome.output == "\(table)\n" && lines.count > 30)
    for word in ["whole.upperCentre", "calibrated", "bernoulli", "bfloat16", "1e-12"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    let without = dropblock("explain input.refused --pairs")
    #expect(without.code == .conforms && without.output.contains("there is no table"))
  }

  @Test func `an unknown requirement is a usage error with a suggestion`() {
    let outcome = dropblock("explain mask.block")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains("mask.blocks"), "\(outcome.errors)")
    #expect(dropblock("explain nobody").code == .usage)
    #expect(dropblock("explain").code == .usage)
    #expect(dropblock("explain a b").code == .usage)
    #expect(dropblock("subjects x").code == .usage)
  }
}
