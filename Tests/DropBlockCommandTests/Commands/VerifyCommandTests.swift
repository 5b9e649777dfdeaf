import DropBlockFast
import Foundation
import Testing
import DropBlockVerification

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
    #expect(lines.last?.hasPrefix("1 requirement · 1 holds · 0 do not · ") == true)
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
    ("--kernel abacus", "abacus"), ("--kernel portible", "did you mean portable?"),
    ("--kernel portable --subject reference", "--subject fast"),
    ("--kernel each --subject fast:portable", "--subject fast"),
    ("--subject fast:abacus", "fast:"),
    ("extra", "extra"), ("--deadline 3", "--deadline"),
  ])
  func `a wrong word is a usage error that suggests the right one`(option: String, text: String) {
    let outcome = dropblock("verify --only identity.zero \(option)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.lowercased().contains(text.lowercased()), "\(outcome.errors)")
  }

  @Test func `every available kernel is judged by name, and the worst code is that of the run`() {
    let outcome = dropblock("verify --kernel each --only schedule.groups \(quick)")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    let subjects = outcome.output.split(separator: "subject ").dropFirst().map { part in
      String(part.prefix { $0 != " " })
    }
    #expect(subjects == FastKernel.available.map { "fast:\($0.name)" }, "\(outcome.output)")
    #expect(ExitCode.worst([.conforms, .inconclusive, .deviates]) == .deviates)
    #expect(ExitCode.worst([.deviates, .failed, .conforms]) == .failed)
    #expect(ExitCode.worst([.conforms, .nothingSelected]) == .nothingSelected)
    #expect(ExitCode.worst([.conforms, .conforms]) == .conforms)
  }

  @Test func `a kernel that was asked for is the subject, and of its reports`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "verify --kernel portable --only schedule.groups \(quick) --jsonl \(folder("a.jsonl")) "
        + "--junit \(folder("b.xml"))")
    #expect(outcome.code == .conforms && outcome.output.contains("subject fast:portable"))
    for name in ["a.jsonl", "b.xml"] {
      let text = String(decoding: try folder.bytes(of: name), as: UTF8.self)
      #expect(text.contains("fast:portable"), "\(text)")
    }
  }

  @Test func `several kernels share the reports, a run each`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "verify --kernel each --only schedule.groups \(quick) --jsonl \(folder("a.jsonl")) "
        + "--junit \(folder("b.xml"))")
    #expect(outcome.code == .conforms)
    let lines = try folder.bytes(of: "a.jsonl").split(separator: UInt8(ascii: "\n"))
    let types = try lines.map { try JSON(parsing: Array($0))["type"]?.stringValue }
    #expect(types.count { $0 == "header" } == FastKernel.available.count)
    #expect(types.count { $0 == "footer" } == FastKernel.available.count)
    let document = String(decoding: try folder.bytes(of: "b.xml"), as: UTF8.self)
    #expect(document.components(separatedBy: "<testsuite ").count == FastKernel.available.count + 1)
    #expect(document.components(separatedBy: "<testsuites>").count == 2)
  }

  @Test(arguments: [
    ("verify --only schedule", true), ("replay dbp1.0", true), ("bench --quick", true),
    ("apply --block 3 --p 0.1 --key 1 none.npy out.npy", true), ("kernels", true),
    ("verify --only schedule.groups --profile quick --subject reference", false),
    ("verify --only schedule.groups --profile quick --kernel portable", false),
    ("subjects", false),
  ])
  func `a variable that names no kernel is a usage error of what would use it`(
    line: String, isRefused: Bool
  ) throws {
    let result = try Executable.shell("DROPBLOCK_KERNEL=abacus \"$0\" \(line)")
    #expect(result.status == (isRefused ? 2 : 0), "\(result.errors)")
    #expect(result.errors.contains("DROPBLOCK_KERNEL: kernel 'abacus'") == isRefused)
    #expect(result.output.isEmpty || line == "kernels" || !isRefused, "\(result.output)")
  }

  @Test func `a kernel that the environment forces is part of the subject's name`() throws {
    let line = "verify --only schedule.groups --profile quick"
    let result = try Executable.shell("DROPBLOCK_KERNEL=portable \"$0\" \(line)")
    #expect(result.status == 0 && result.output.contains("subject fast:portable"))
    let plain = try Executable.shell("env -u DROPBLOCK_KERNEL \"$0\" \(line)")
    #expect(plain.status == 0 && plain.output.contains("subject fast "))
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
