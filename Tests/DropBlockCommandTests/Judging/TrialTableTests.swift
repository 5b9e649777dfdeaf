import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct TrialTableTests {
  private func result(_ subject: Trial.Subject) -> TrialResult {
    Trial(subject, profile: profile, key: 1).run(version: "0")
  }

  private var profile: VerificationProfile {
    var profile = VerificationProfile.quick
    profile.cases = 1
    profile.maps = 64
    return profile
  }

  @Test func `a mutant that survives is red where colours are, and the sum says so`() throws {
    var terminal = Terminal()
    let harmless = result(.mutant(try #require(Mutant.named("count-in-double"))))
    let table = TrialTable(terminal, keys: 1, namesAllViolations: false)
    #expect(table.row([harmless]).hasPrefix("= mutant:count-in-double"))
    #expect(table.row([harmless]).contains("\n    Counts are integers"))
    #expect(TrialTable.sum([[harmless]]) == "0 of 0 mutants killed · 1 equivalent")
    // With so few maps the variant stays undecided.
    let variant = result(.variant(try #require(Variant.named("centre"))))
    #expect(!variant.isAsItShould && variant.violated.isEmpty)
    #expect(table.row([variant]).contains("undecided: rate.share"), "\(table.row([variant]))")
    terminal.hasColour = true
    let coloured = TrialTable(terminal, keys: 1, namesAllViolations: false)
    #expect(coloured.row([variant]).hasPrefix("\u{1B}[31m✗ variant:centre"))
    #expect(TrialTable.sum([[variant]]) == "0 of 1 variant green")
  }
}
