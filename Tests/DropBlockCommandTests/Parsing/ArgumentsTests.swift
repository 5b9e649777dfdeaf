import Testing

@testable import DropBlockCommand

struct ArgumentsTests {
  static let count = Option<Int>.required("count", .integer(in: 1...9), "a count")
  static let depth = Option<Int>.value("depth", .integer(in: -5...5), default: 3, "3", "a depth")
  static let only = Option<[String]>.repeated("only", .text("ID"), "what to do")
  static let file = Option<String?>.optional("file", .path, "a file")
  static let fast = Option<Bool>.flag("fast", "hurry")

  static let interface = Interface(
    name: "probe", summary: "a command to parse",
    positionals: [
      Positional(name: "IN", summary: "the input"),
      Positional(name: "OUT", summary: "the output", isOptional: true),
    ],
    options: [
      count.description, depth.description, only.description, file.description, fast.description,
    ])

  static let starter = Interface(
    name: "start", summary: "starts a program", child: "COMMAND…", options: [depth.description])

  private func parse(_ line: String, _ interface: Interface = interface) throws -> Arguments {
    try Arguments(line.split(separator: " ").map(String.init), for: interface)
  }

  private func message(_ line: String, _ interface: Interface = interface) -> String? {
    do {
      _ = try parse(line, interface)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    "--count 7 --only a --only b --file f --fast in out",
    "in --count=7 --only=a out --only=b --file=f --fast",
    "--fast --only a --file f --count 7 in --only b -- out",
  ])
  func `order, spelling and place of options do not matter`(line: String) throws {
    let arguments = try parse(line)
    #expect(try arguments.value(Self.count) == 7)
    #expect(try arguments.value(Self.depth) == 3)
    #expect(try arguments.value(Self.only) == ["a", "b"])
    #expect(try arguments.value(Self.file) == "f")
    #expect(try arguments.value(Self.fast))
    #expect(arguments.positionals == ["in", "out"])
    #expect(arguments.has(Self.file) && !arguments.has(Self.depth))
  }

  @Test func `what is absent has its default`() throws {
    let arguments = try parse("--count 1 in")
    #expect(try arguments.value(Self.depth) == 3)
    #expect(try arguments.value(Self.only) == [])
    #expect(try arguments.value(Self.file) == nil)
    #expect(try arguments.value(Self.fast) == false)
    #expect(arguments.positionals == ["in"])
  }

  @Test func `an attached value keeps its later equals signs, and may begin with dashes`() throws {
    let arguments = try parse("--count 1 --file=--a=b in")
    #expect(try arguments.value(Self.file) == "--a=b")
  }

  @Test func `a negative number is a value`() throws {
    #expect(try parse("--count 1 --depth -4 in").value(Self.depth) == -4)
  }

  @Test func `words after two dashes are the child's, dashes and all`() throws {
    let arguments = try parse("--depth 1 -- python3 -u --depth 9 -- x.py", Self.starter)
    #expect(arguments.child == ["python3", "-u", "--depth", "9", "--", "x.py"])
    #expect(try arguments.value(Self.depth) == 1)
  }

  @Test func `without a child, words after two dashes are positional`() throws {
    #expect(try parse("--count 1 -- --fast -x").positionals == ["--fast", "-x"])
  }

  @Test func `a single dash is positional`() throws {
    #expect(try parse("--count 1 -").positionals == ["-"])
  }

  @Test(arguments: [
    ("--cuont 1 in", ["--cuont", "did you mean --count?"]),
    ("--cou 1 in", ["--cou", "did you mean --count?"]),
    ("--cuont=1 in", ["unknown option --cuont", "--count"]),
    ("--helpp in", ["did you mean --help?"]),
    ("-x in", ["unknown option -x"]),
    ("--count 1 --zzzzzzzz in", ["unknown option --zzzzzzzz"]),
    ("in", ["--count", "missing", "1…9"]),
    ("in --count", ["--count", "needs a value", "N"]),
    ("--count --fast in", ["--count", "needs a value"]),
    ("--count 10 in", ["--count", "'10'", "1…9"]),
    ("--count 0x1 in", ["--count", "'0x1'", "1…9"]),
    ("--count= in", ["--count", "''", "1…9"]),
    ("--count 1 --count 2 in", ["--count", "twice"]),
    ("--count 1 --fast=yes in", ["--fast", "no value", "'yes'"]),
    ("--count 1", ["IN", "missing"]),
    ("--count 1 a b c", ["'c'"]),
  ])
  func `a wrong word is named, with what is admissible`(line: String, words: [String]) throws {
    let text = try #require(message(line), "\(line) was accepted")
    for word in words { #expect(text.contains(word), "\(line): \(text)") }
  }

  @Test func `a child must be there where one is started`() throws {
    for line in ["", "--depth 1", "--depth 1 --"] {
      let text = try #require(message(line, Self.starter), "\(line) was accepted")
      #expect(text.contains("COMMAND…"))
    }
  }

  @Test func `options that are not read are checked all the same`() {
    #expect(message("--count 1 --depth 6 in")?.contains("-5…5") == true)
  }

  @Test func `help is asked for anywhere before two dashes`() {
    #expect(Arguments.askForHelp(["a", "--help"]) && Arguments.askForHelp(["-h"]))
    #expect(!Arguments.askForHelp(["a", "--", "--help"]) && !Arguments.askForHelp(["a"]))
  }
}
