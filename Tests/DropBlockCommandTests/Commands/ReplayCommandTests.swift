import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct ReplayCommandTests {
  /// The token of a case on which a mutant's fault shows.
  private func token(_ mutant: String, _ id: String) throws -> String {
    let outcome = dropblock("verify --profile quick --subject mutant:\(mutant) --only \(id)")
    let line = try #require(outcome.output.split(separator: "\n").first { $0.contains("replay ") })
    return String(try #require(line.split(separator: " ").first { $0.hasPrefix("dbp1.") }))
  }

  @Test func `a token shows its case: 1 where the fault is, 0 where it is not`() throws {
    let token = try token("nan-leak", "values")
    let red = dropblock("replay \(token) --profile quick --subject mutant:nan-leak")
    #expect(red.code == .deviates && red.output.contains("✗ values"), "\(red.output)")
    let green = dropblock("replay \(token) --profile quick")
    #expect(green.code == .conforms && green.output.contains("✓"), "\(green.output)")
  }

  @Test func `the example of the help shows the fault that it speaks of`() throws {
    let example = try #require(ReplayCommand.interface.examples.first { $0.contains("dbp1.") })
    let outcome = dropblock(example)
    #expect(outcome.code == .deviates, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("✗ values"))
  }

  @Test func `a token in a file is a token`() throws {
    let folder = try TemporaryFolder()
    let token = try token("nan-leak", "values")
    try folder.write(Array("  \(token)\nfound on Tuesday\n".utf8), to: "token.txt")
    let line = "replay \(folder("token.txt")) --profile quick --subject mutant:nan-leak"
    #expect(dropblock(line).code == .deviates)
  }

  @Test func `a token of another subject's options is stale: 4, and it says so`() throws {
    let token = try token("nan-leak", "values")
    let command = [
      "sh", "-c",
      "read -r l; echo '{\"kind\":\"hello\",\"protocol\":1,\"name\":\"s\",\"version\":\"1\","
        + "\"blobs\":[]}'; cat > /dev/null",
    ]
    let outcome = dropblock(words: ["replay", token, "--profile", "quick", "--"] + command)
    // The program answers nothing, so either the case is not asked, or its silence is told.
    #expect(outcome.code == .failed || outcome.code == .inconclusive)
    let everything = dropblock("replay \(token) --profile quick --as paper --subject fast")
    #expect(
      everything.code == .inconclusive && everything.output.contains("stale"),
      "\(everything.output)\(everything.errors)")
    // Who was asked is said, lest the program that was meant has been forgotten.
    #expect(
      everything.errors.contains("this asked fast, one of this package's own"),
      "\(everything.errors)")
  }

  @Test(arguments: [
    ("dbp2.077634jvf09szxrn", "dbp1."), ("dbp1.", "no whole token"), ("dbp1.!!", "\"!\""),
    ("dbp1.04xmrhsmqcs0wr8k0w0080833m00g0800807str", "damaged"),
  ])
  func `a text that is no token of this version is a usage error`(text: String, words: String) {
    let outcome = dropblock("replay \(text)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func `files of a fuzzer's bytes are cases, the empty one too`() throws {
    let folder = try TemporaryFolder()
    let files: [(String, [UInt8])] = [
      ("empty", []), ("random", (0..<200).map { UInt8(truncatingIfNeeded: $0 * $0 * 37 + 11) }),
      ("zeros", Array(repeating: 0, count: 64)),
    ]
    for (name, bytes) in files {
      try folder.write(bytes, to: name)
      let outcome = dropblock("replay \(folder(name))")
      #expect(outcome.code == .conforms, "\(name): \(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("stages"))
      #expect(
        outcome.errors.contains("holds no token: its \(bytes.count) bytes"), "\(outcome.errors)")
      let decoders = dropblock("replay --target decoders \(folder(name))")
      #expect(decoders.code == .conforms, "\(name): \(decoders.output)\(decoders.errors)")
    }
  }

  @Test func `bytes on which a fault shows end with 1 and a token`() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<40 {
      try folder.write(
        (0..<120).map { UInt8(truncatingIfNeeded: ($0 + seed * 131) &* 0x9E37_79B9 >> 7) },
        to: "crash")
      let outcome = dropblock("replay \(folder("crash")) --subject mutant:kept-for-dropped")
      guard outcome.code == .deviates else { continue }
      #expect(outcome.output.contains("replay: dropblock replay dbp1."), "\(outcome.output)")
      return
    }
    Issue.record("no fault in 40 files")
  }

  @Test func `a file that is not there, or a folder, ends with 3`() throws {
    let folder = try TemporaryFolder()
    for path in [folder("nothing"), folder.path] {
      let outcome = dropblock("replay \(path)")
      #expect(outcome.code == .failed && outcome.output.isEmpty, "\(outcome.output)")
      #expect(outcome.errors.contains(path), "\(outcome.errors)")
    }
  }

  @Test func `a program that can't be started ends with 3`() throws {
    let token = try token("nan-leak", "values")
    let outcome = dropblock(words: ["replay", token, "--", "/no/such/program"])
    #expect(outcome.code == .failed && outcome.errors.contains("/no/such/program"))
    #expect(dropblock("replay").code == .usage)
  }
}
