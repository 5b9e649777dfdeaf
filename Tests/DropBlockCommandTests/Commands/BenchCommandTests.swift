import DropBlockFast
import Foundation
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct BenchCommandTests {
  @Test(arguments: ["float16", "bfloat16", "float32", "float64"])
  func `every case is measured, for every number format`(type: String) {
    let outcome = dropblock(
      "bench --shape 2x3x8x8 --shape 1x2x9 --runs 1 --dtype \(type) --block 3")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    for name in [
      "2×3×8×8", "1×2×9", "memcpy", "forward, sparse", "in place, sparse",
      "forward+backward, sparse", "drop only, sparse", "forward, bernoulli",
      "in place, bernoulli", "forward+backward, bernoulli", "drop only, bernoulli", "target",
      "checksum",
    ] {
      #expect(outcome.output.contains(name), "\(name) is not in \(outcome.output)")
    }
    #expect(outcome.output.contains("multiply in place") == ["float32", "float64"].contains(type))
  }

  @Test func `the checksum depends on the results and on nothing else`() throws {
    func checksum(_ options: String) throws -> Substring {
      let output = dropblock("bench --shape 4x8x16x16 --runs 1 \(options)").output
      return try #require(output.split(separator: "\n").last)
    }
    #expect(try checksum("") == (try checksum("--threads 2")))
    #expect(try checksum("") == (try checksum("--kernel portable")))
    #expect(try checksum("") != (try checksum("--p 0.2")))
    #expect(try checksum("") != (try checksum("--layout nhwc")))
  }

  @Test func `the numbers go to standard output alone, as one line of JSON`() throws {
    let line = "bench --shape 2x3x8x8 --runs 3 --block 3 --kernel portable --layout nhwc --json -"
    let outcome = dropblock(line)
    #expect(outcome.code == .conforms && outcome.output.split(separator: "\n").count == 1)
    let json = try JSON(parsing: Array(outcome.output.utf8.dropLast()))
    #expect(json["kernel"]?.stringValue == "portable" && json["rounds"]?.intValue == 3)
    #expect((json["machine"]?["processors"]?.intValue ?? 0) >= 1)
    #expect(json["machine"]?["caches"]?.arrayValue != nil && json["sweep"] == nil)
    let group = try #require(json["groups"]?.arrayValue?.first)
    #expect(group["units"]?.intValue == 384 && group["bytes"]?.intValue == 1536)
    let cases = try #require(group["cases"]?.arrayValue)
    let forward = try #require(cases.first { $0["name"]?.stringValue == "forward, sparse" })
    #expect(forward["layout"]?.stringValue == "nhwc" && forward["against"] == "memcpy")
    #expect(forward["kernel"] == "portable" && forward["p"]?.doubleValue == 0.1)
    #expect(forward["rounds"]?.arrayValue?.count == 3)
    #expect(forward["target"]?["atMost"]?.doubleValue == 1.5)
    for name in ["seconds", "ratio"] {
      let values = ["low", "median", "high"].compactMap { forward[name]?[$0]?.doubleValue }
      #expect(values.count == 3 && values == values.sorted(), "\(name)")
    }
    let ratio = try #require(forward["ratio"]?["median"]?.doubleValue)
    #expect(forward["met"]?.boolValue == (ratio <= 1.5))
  }

  @Test func `the files are written whole: the numbers, and cost against size`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "bench --quick --shape 1x2x8x8 --runs 1 --json \(folder("a.json")) --svg \(folder("b.svg"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(outcome.output.contains("cost against size") && outcome.output.contains("memcpy"))
    #expect(try folder.names == ["a.json", "b.svg"])
    let json = try JSON(parsing: Array(try folder.bytes(of: "a.json").dropLast()))
    #expect(json["sweep"]?.arrayValue?.map { $0["units"]?.intValue } == (12...16).map { 1 << $0 })
    let svg = String(decoding: try folder.bytes(of: "b.svg"), as: UTF8.self)
    #expect(svg.hasPrefix("<svg ") && svg.contains("2^16"))
  }

  @Test(arguments: [
    ("--shape 100000x100000x1000x1000", "fit"),
    ("--shape 99999999999x99999999999x1x1", "too many"),
    ("--shape 3x3", "3 to 5"), ("--runs 0", "--runs"), ("--threads 0", "1…256"),
    ("--block 3x3 --shape 1x1x9", "2 sides"), ("--quick=yes", "no value"),
    ("--p 0.2", "--p is for --shape"), ("--layout nhwc", "--layout is for --shape"),
    ("--block 3", "--block is for --shape"), ("--dtype float16", "--dtype is for --shape"),
    ("--kernel abacus", "abacus"), ("--kernel each", "each"), ("--layout chwn", "nchw, nhwc"),
    ("--shape 1x1x9 --json same --svg same", "same file"), ("--json=", "--json"),
    ("--shape 1x1x9 --svg -", "--svg: '-' is not a path"), ("--shape 1x1x9 --svg=", "--svg"),
    ("--generators --shape 1x1x9", "--shape is not for --generators"),
    ("--generators --json -", "--json is not for --generators"),
    ("--generators --threads 2", "--threads is not for --generators"),
  ])
  func `what is not admissible is a usage error`(options: String, text: String) {
    let outcome = dropblock("bench \(options)")
    #expect(outcome.code == .usage, "\(outcome.output)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `a file that can't be written ends the run before it begins`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("bench --shape 1x1x9 --runs 1 --json \(folder("no/a.json"))")
    #expect(outcome.code == .failed && outcome.output.isEmpty)
  }

  @Test func `progress is on standard error while it runs, whoever reads standard output`() {
    let line = "bench --shape 1x2x9 --shape 1x2x10 --runs 30"
    let console = CapturedConsole()
    let plain = dropblock(words: line.split(separator: " ").map(String.init), console)
    let lines = plain.errors.split(separator: "\n")
    #expect(lines.first == "dropblock bench: table, round 0 of 30, 0 %")
    #expect((3...11).contains(lines.count), "\(plain.errors)")
    #expect(lines.allSatisfy { $0.hasPrefix("dropblock bench: table, round ") })
    #expect(!plain.errors.contains("\u{1B}") && !plain.output.contains("round 0"))

    let watched = CapturedConsole()
    watched.errorTerminal.isRedrawn = true
    let shown = dropblock(
      words: (line + " --json -").split(separator: " ").map(String.init), watched)
    #expect(shown.errors.contains("\r\u{1B}[K  … table, round 1 of 30 "), "\(shown.errors)")
    #expect(shown.errors.hasSuffix("\r\u{1B}[K") && !shown.errors.contains("\n"))
    #expect(shown.output.split(separator: "\n").count == 1)
  }

  @Test func `a count of one is one`() {
    let one = dropblock("bench --shape 1x2x9 --runs 1").output
    #expect(one.contains(", 1 thread, 1 round\n"), "\(one)")
    let two = dropblock("bench --shape 1x2x9 --runs 2 --threads 2").output
    #expect(two.contains(", 2 threads, 2 rounds\n"), "\(two)")
  }

  @Test func `a quick table says that targets are meant for the whole one`() {
    let text = "meant for the whole table, on a quiet machine"
    #expect(dropblock("bench --quick --runs 1").output.contains(text))
    #expect(!dropblock("bench --shape 1x2x9 --runs 1").output.contains(text))
  }

  @Test func `the help says what the shapes are, and what the table and the sweep take`() throws {
    let help = BenchCommand.interface.help(width: 4000)
    #expect(help.contains("NxCxL, NxCxHxW or NxCxDxHxW"))
    let groups = BenchTable.groups(try FastKernel.named("portable"), threads: 1, isQuick: false)
    let bytes = groups.map { BenchGroup.memory(ofTensor: $0.byteCount).partialValue }.max() ?? 0
    #expect(help.contains("one to two minutes, and \(bytes >> 20) MiB"), "\(bytes)")
    let quick = BenchSweep.exponents(isQuick: true)
    #expect(help.contains("2^\(quick.lowerBound) to 2^\(quick.upperBound) with --quick"))
    #expect(help.contains("for every kernel, whatever --kernel says"))
  }
}
