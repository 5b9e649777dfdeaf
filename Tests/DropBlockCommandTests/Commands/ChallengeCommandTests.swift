import DropBlockVerification
import Foundation
import Testing

@testable import DropBlockCommand

/// A challenge, its answers and its verdict, through files.
struct ChallengeCommandTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let hasPython = (try? Executable.shell("python3 --version"))?.status == 0

  /// A program that says what it declares to hello, and nothing more.
  private func declaration(_ folder: TemporaryFolder) throws -> String {
    try folder.write(Array("{\"capabilities\": [\"keyed\"]}\n".utf8), to: "d.json")
    return folder("d.json")
  }

  @Test func `a challenge says how large it is, and what comes next`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "challenge --out \(folder("c")) --only values --key 0x8f3a --declaration \(try declaration(folder))"
    )
    #expect(outcome.code == .conforms && outcome.errors.isEmpty, "\(outcome.errors)")
    let bytes = try folder.bytes(of: "c").count
    for part in [
      "requests with", "cases and schedules", "\(Text.grouped(bytes)) bytes", "key 0x8f3a",
      "profile quick", "PROGRAM < \(folder("c")) > ANSWERS",
      "dropblock judge \(folder("c")) ANSWERS",
    ] {
      #expect(outcome.output.contains(part), "\(part): \(outcome.output)")
    }
    #expect(try folder.names == ["c", "d.json"])
  }

  @Test func `what would be too large is told at once, and nothing is written`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "challenge --out \(folder("c")) --profile ci --declaration \(try declaration(folder))")
    #expect(
      outcome.code == .usage && outcome.errors.contains("more than 1024 MiB"), "\(outcome.errors)")
    #expect(try folder.names == ["d.json"])
  }

  @Test func `without a key it is another challenge every time`() throws {
    let folder = try TemporaryFolder()
    let words = "--only precision.float16 --declaration \(try declaration(folder))"
    for name in ["a", "b"] {
      #expect(dropblock("challenge --out \(folder(name)) \(words)").code == .conforms)
    }
    #expect(try folder.bytes(of: "a") != folder.bytes(of: "b"))
  }

  @Test(
    .enabled(if: hasPython, "python3 is not in PATH"),
    arguments: [
      ("pure_python_subject.py", ExitCode.conforms), ("faulty_subject.py refuse", .deviates),
    ])
  func `a subject in Python answers the file as it stands`(
    script: String, code: ExitCode
  ) throws {
    let folder = try TemporaryFolder()
    let program = "cd '\(Self.package.path())Subjects' && python3 \(script)"
    let hello = #"{"kind":"hello","protocol":1,"blobs":[]}"#
    let said = try Executable.shell("echo '\(hello)' | (\(program)) > '\(folder("hello"))'")
    try #require(said.status == 0, "\(said.errors)")
    let only = "--only values --only mask.sharing --only schedule.linear"
    let made = dropblock(
      "challenge --out \(folder("c")) \(only) --key 3 --declaration \(folder("hello"))")
    try #require(made.code == .conforms, "\(made.errors)")
    let answered = try Executable.shell(
      "(\(program)) < '\(folder("c"))' > '\(folder("answers"))'")
    try #require(answered.status == 0, "\(answered.errors)")
    let judged = dropblock("judge --full \(folder("c")) \(folder("answers"))")
    #expect(judged.code == code, "\(judged.output)\(judged.errors)")
    // On a pipe the first request, at which the other one fails, is that of a clock.
    if code == .conforms {
      let asked = dropblock(
        words: ["check", "--full", "--profile", "quick", "--key", "3"]
          + only.split(separator: " ").map(String.init)
          + ["--", "sh", "-c", program])
      #expect(asked.code == code, "\(asked.output)\(asked.errors)")
      // Nothing but the time differs.
      let withoutTime = { (text: String) in
        text.split(separator: "\n").map { $0.split(separator: " · ").dropLast().joined() }
      }
      #expect(withoutTime(judged.output).dropFirst() == withoutTime(asked.output).dropFirst())
    } else {
      #expect(
        judged.output.contains(
          "dropblock challenge --out again.bin --token dbp1.")
          && judged.output.contains("--declaration \(folder("answers"))"), "\(judged.output)")
    }
  }

  @Test(arguments: [
    ("challenge --declaration x", "--out FILE is missing"),
    ("challenge --out x", "says who is asked"),
    ("challenge --out x --declaration x", "name the same file"),
    ("challenge --out x --declaration y -- true", "says who is asked"),
    ("challenge --out x --declaration y --token z", "--token: 'z'"),
    ("challenge --out x --declaration y --only z", "neither a requirement nor a family"),
    ("judge a", "ANSWERS is missing"),
    ("judge a b --jsonl a", "--jsonl names 'a', which is judged"),
    ("judge a b --junit ./b", "--junit names 'b', which is judged"),
  ])
  func `what can't be meant is a usage error`(line: String, message: String) {
    let outcome = dropblock(line)
    #expect(outcome.code == .usage && outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test(arguments: [
    ("{\"rank\": [2]}", "'rank' is no field of a declaration"), ("{\"rank", "neither an answer"),
    ("{\"ranks\": [7]}", "unknown entry 7 of ranks"), ("[]", "no object"),
    ("{\"kind\":\"run\"}\n", "another kind than hello"),
  ])
  func `a file that declares nothing that is known is refused, and nothing is written`(
    text: String, message: String
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), to: "d")
    let outcome = dropblock("challenge --out \(folder("c")) --declaration \(folder("d"))")
    #expect(outcome.code == .failed && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try folder.names == ["d"])
  }

  @Test func `a program that says no hello can't be asked`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("challenge --out \(folder("c")) -- true")
    #expect(outcome.code == .failed && outcome.errors.contains("asked to say hello"))
    #expect(try folder.names.isEmpty)
  }

  @Test func `what can't be judged ends with 3, names its file, and leaves no report of yesterday`()
    throws
  {
    let folder = try TemporaryFolder()
    let made = dropblock(
      "challenge --out \(folder("c")) --only precision.float16 --declaration \(try declaration(folder))"
    )
    try #require(made.code == .conforms)
    try folder.write([], to: "empty")
    try folder.write(Array("yesterday".utf8), to: "report")
    for (words, file, message) in [
      ("c empty", "empty", "there are no answers"), ("c c", "c", "this is a challenge"),
      ("d.json empty", "d.json", "this is no challenge"), ("no empty", "no", "No such file"),
    ] {
      let names = words.split(separator: " ").map { folder(String($0)) }
      let outcome = dropblock("judge \(names[0]) \(names[1]) --jsonl \(folder("report"))")
      #expect(outcome.code == .failed && outcome.output.isEmpty, "\(outcome.output)")
      #expect(
        outcome.errors.contains("\(folder(file)) cannot be")
          && outcome.errors.contains(message), "\(outcome.errors)")
      let lines = String(decoding: try folder.bytes(of: "report"), as: UTF8.self)
      #expect(lines.hasPrefix("{\"type\":\"footer\",\"complete\":false"), "\(lines)")
    }
  }
}
