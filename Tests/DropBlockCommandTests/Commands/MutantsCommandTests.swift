import Foundation
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct MutantsCommandTests {
  private let line = "mutants --profile quick --only mutant:nan-leak"

  @Test func `a mutant that is killed is a row that says by what, and the code is 0`() {
    let outcome = dropblock(line)
    #expect(outcome.code == .conforms && outcome.errors.isEmpty, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "dropblock 0.1.0 · profile quick · key 0x1")
    #expect(lines[1].hasPrefix("✓ mutant:nan-leak ") && lines[1].contains(" stages.equal  "))
    #expect(lines.last == "1 of 1 mutant killed")
    let short = dropblock("mutants --profile quick --only nan-leak").output
    #expect(short.contains("✓ mutant:nan-leak ") && short.hasSuffix("1 of 1 mutant killed\n"))
  }

  @Test func `rows come in the order of the catalogue, whatever the number of jobs`() {
    let names = "--only mutant:nan-leak --only mutant:empty-refused --only mutant:call-counter"
    let outcome = dropblock("mutants --profile quick --jobs 3 \(names)")
    let rows = outcome.output.split(separator: "\n").filter { $0.hasPrefix("✓") }
    let order = ["empty-refused", "nan-leak", "call-counter"]
    #expect(rows.count == 3, "\(outcome.output)")
    for (row, name) in zip(rows, order) { #expect(row.contains(name), "\(row)") }
  }

  @Test func `several keys give the least, the median and the greatest`() throws {
    let outcome = dropblock("\(line) --keys 3 --key 0xfffffffffffffffe")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(outcome.output.contains("key 0xfffffffffffffffe and the 2 keys after it"))
    let row = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("✓") })
    #expect(row.contains("3 of 3") && row.components(separatedBy: " · ").count == 5, "\(row)")
    #expect(outcome.output.hasSuffix("1 of 1 mutant killed, for each of 3 keys\n"))
  }

  @Test func `all that turn red are named on demand`() {
    let outcome = dropblock("\(line) --all")
    #expect(outcome.output.contains("    all: stages.equal, "), "\(outcome.output)")
  }

  @Test func `a variant is green, or its requirements are named and the code is 1`() {
    let outcome = dropblock("mutants --profile quick --variants --only variant:centre")
    #expect(outcome.code == .conforms && outcome.output.contains("✓ variant:centre "))
    #expect(outcome.output.hasSuffix("1 of 1 variant green\n"))
  }

  @Test func `lines of JSON hold a header, every run and a footer`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("\(line) --keys 2 --jsonl \(folder("runs.jsonl"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    let lines = try folder.bytes(of: "runs.jsonl").split(separator: UInt8(ascii: "\n"))
      .map { try JSON(parsing: Array($0)) }
    #expect(lines.map { $0["type"]?.stringValue } == ["header", "run", "run", "footer"])
    #expect(lines[2]["key"]?.stringValue == "0x2")
    #expect(lines[1]["subject"]?.stringValue == "mutant:nan-leak")
    #expect(lines[1]["asItShould"]?.boolValue == true)
    #expect(lines[3]["complete"]?.boolValue == true)
  }

  @Test(arguments: [
    ("--only mutant:nan-leek", "did you mean mutant:nan-leak?"), ("--only nan", "subjects"),
    ("--variants --only mutant:nan-leak", "none of the subjects to run"),
    ("--mutants --variants", "nothing to run"), ("--keys 0", "1…"), ("--jobs 0", "1…"),
    ("--profile slow", "quick"), ("--jsonl /no/such/folder/file", "/no/such/folder"),
  ])
  func `a wrong word is an error before anything runs`(option: String, text: String) {
    let outcome = dropblock("mutants \(option)")
    #expect(outcome.code == .usage || outcome.code == .failed)
    #expect(outcome.output.isEmpty && outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `an interruption before the first result leaves no file behind`() throws {
    let folder = try TemporaryFolder()
    let result = try Executable.shell(
      """
      "$0" mutants --variants --profile ci --jsonl \(folder("runs.jsonl")) > \(folder("out")) & child=$!
      while ! grep -q dropblock \(folder("out")); do sleep 0.05; done
      kill -TERM $child; wait $child; ls -A \(folder("."))
      """)
    #expect(result.output == "out\n", "\(result.output)\(result.errors)")
  }

  @Test func `an interruption keeps the results there are, in a file that says it is incomplete`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write([9], to: "runs.jsonl")
    let result = try Executable.shell(
      """
      "$0" mutants --only nan-leak --only centre --profile ci --jobs 1 \
        --jsonl \(folder("runs.jsonl")) > \(folder("out")) & child=$!
      while ! grep -q nan-leak \(folder("out")); do sleep 0.05; done
      sleep 0.5; kill -TERM $child; wait $child; echo $?; ls -A \(folder("."))
      """)
    #expect(result.output == "143\nout\nruns.jsonl\n", "\(result.output)")
    #expect(result.errors.contains("dropblock: interrupted after 1 of 2 runs\n"))
    let lines = try folder.bytes(of: "runs.jsonl").split(separator: UInt8(ascii: "\n"))
      .map { try JSON(parsing: Array($0)) }
    #expect(lines.map { $0["type"]?.stringValue } == ["header", "run", "footer"])
    #expect(lines[1]["subject"]?.stringValue == "mutant:nan-leak")
    #expect(lines[2]["complete"]?.boolValue == false && lines[2]["runs"]?.intValue == 1)
  }
}
