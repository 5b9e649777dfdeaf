import Foundation
import Testing
import Verification

@testable import DropBlockCommand

struct VerifyCommandTests {
  private let quick = "--profile quick"

  @Test func `a subject that conforms ends with 0 and one line in sum`() {
    let outcome = dropblock("verify --subject reference --only input.refused \(quick) --key 7")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(
      lines.first == "dropblock 0.1.0 · subject reference · key 0x7 · profile quick",
      "\(outcome.output)")
    #expect(lines.last?.hasPrefix("1 requirements · 1 hold · 0 do not · ") == true)
  }

  @Test func `a subject with a fault ends with 1, and its line shows the fault again`() throws {
    let outcome = dropblock("verify --subject mutant:nan-leak --only values \(quick)")
    #expect(outcome.code == .deviates && outcome.errors.isEmpty)
    let line = try #require(
      outcome.output.split(separator: "\n").first { $0.contains("replay: dropblock ") })
    let again = dropblock(String(line.split(separator: "dropblock ")[1]))
    #expect(again.code == .deviates, "\(line)\n\(again.output)\(again.errors)")
    #expect(again.output.contains("✗ values: dropped values"))
    // The same case of a subject without the fault.
    let healthy = line.replacing("mutant:nan-leak", with: "fast")
    #expect(dropblock(String(healthy.split(separator: "dropblock ")[1])).code == .conforms)
  }

  @Test func `a statistical fault is judged again by its line`() throws {
    let outcome = dropblock(
      "verify --subject mutant:single-blocks-doubled --only block.one \(quick)")
    #expect(outcome.code == .deviates)
    let line = try #require(
      outcome.output.split(separator: "\n").first { $0.contains("replay: dropblock ") })
    #expect(line.contains("verify --only block.one --key 0x1"))
    #expect(dropblock(String(line.split(separator: "dropblock ")[1])).code == .deviates)
  }

  @Test func `where nothing is offered nothing conforms, and the code is 5`() {
    let outcome = dropblock("verify --subject reference --only random.threads \(quick)")
    #expect(outcome.code == .nothingSelected, "\(outcome.output)")
    #expect(outcome.output.contains("– threads"))
  }

  @Test func `a family selects its requirements, in the suite's order`() throws {
    let outcome = dropblock("verify --only schedule --only identity \(quick)")
    #expect(outcome.code == .conforms, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("6 requirements · 6 hold"), "\(outcome.output)")
    let identity = try #require(outcome.output.range(of: "identity"))
    let schedule = try #require(outcome.output.range(of: "schedule"))
    #expect(identity.upperBound < schedule.lowerBound)
  }

  @Test(arguments: [
    ("--only mask.block", "did you mean mask.blocks?"), ("--only maks", "requirements"),
    ("--subject fats", "fast"), ("--subject mutant:nan-leek", "mutant:nan-leak"),
    ("--profile fast", "quick"), ("--key zz", "64-bit key"), ("--as timm", "paper"),
    ("extra", "extra"), ("--deadline 3", "--deadline"),
  ])
  func `a wrong word is a usage error that suggests the right one`(option: String, text: String) {
    let outcome = dropblock("verify --only identity.zero \(option)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.lowercased().contains(text.lowercased()), "\(outcome.errors)")
  }

  @Test func `a random key is shown, so that the run can be repeated`() throws {
    let line = "verify --only schedule.groups \(quick) --key random"
    let (first, second) = (dropblock(line), dropblock(line))
    func key(_ outcome: Outcome) -> Substring? {
      outcome.output.split(separator: "key ").dropFirst().first?.prefix { $0 != " " }
    }
    let text = try #require(key(first))
    #expect(text.hasPrefix("0x") && text != key(second))
    let again = dropblock(line.replacing("random", with: text))
    #expect(key(again) == text)
  }
}
