import Testing

@testable import DropBlockGenerators

@Suite struct CorpusFileTests {
  static func token(_ values: UInt64..., property: String = "p") -> Token {
    Token(
      exact: ChoiceSequence(values.map { Choice(kind: .word, index: $0) }), property: property)
  }

  static func line(_ token: Token, _ rest: String = "2025-01-31 | 1.0 | value") -> String {
    "\(token) | \(rest)"
  }

  @Test func `what is read is written again, byte for byte`() {
    let text =
      "# a comment | with bars\n\n  # another\n\(Self.line(Self.token(1)))\n\t\nrubbish\n"
      + "  \(Self.token(2))|2025-12-31|2|a | b | c \r\n\u{FEFF}\n"
    let file = CorpusFile(Array(text.utf8), property: "p")
    #expect(file.bytes == Array(text.utf8))
    #expect(file.entries.map(\.line) == [4, 7])
    #expect(file.entries.map(\.entry.value) == ["value", "a | b | c"])
    #expect(file.problems.map(\.line) == [6, 8])
  }

  @Test func `a file without a last line end gets one`() {
    let file = CorpusFile(Array(Self.line(Self.token(1)).utf8), property: "p")
    #expect(file.bytes == Array((Self.line(Self.token(1)) + "\n").utf8))
    #expect(CorpusFile([], property: "p").bytes.isEmpty)
  }

  @Test func `each sort of damage is named, and the other lines stay`() {
    let good = Self.token(1)
    let lines: [(String, String)] = [
      ("malformed", "does not begin with dbp1."),
      ("\(good)", "1 fields"), ("\(good) | 2025-01-01 | 1", "3 fields"),
      (Self.line(good, "yesterday | 1 | v"), "the date \"yesterday\""),
      (Self.line(good).replacing("dbp1.0", with: "dbp1.1"), "check"),
      (Self.line(Self.token(1, property: "q")), "belongs to property"),
      (Self.line(good).replacing("dbp1.", with: "dbp2."), "dbp2"),
      (Self.line(good).replacing("dbp1.", with: "dbp17."), "dbp17"),
    ]
    let text = lines.map { $0.0 + "\n" }.joined() + Self.line(Self.token(5)) + "\n"
    let file = CorpusFile(Array(text.utf8) + [0xFF, 0x0A], property: "p")
    #expect(file.entries.map(\.line) == [lines.count + 1])
    #expect(file.problems.map(\.line) == Array(1...lines.count) + [lines.count + 2])
    for (problem, line) in zip(file.problems, lines) {
      let text = CorpusProblem(
        file: "f.txt", line: problem.line, property: "p", reason: problem.reason
      ).description
      #expect(
        text.hasPrefix("f.txt:\(problem.line): property \"p\": ") && text.contains(line.1),
        "\(text)")
      let isNewer = line.1.hasPrefix("dbp")
      #expect(text.contains("newer version") == isNewer, "\(text)")
    }
    #expect(file.problems.last?.reason == .damaged("not UTF-8"))
  }

  @Test func `nothing of a file with a newer header is understood`() {
    for format in ["2", "17", "x", ""] {
      let text = "# cases of a property, format \(format): any\n\(Self.line(Self.token(1)))\nwhat\n"
      let file = CorpusFile(Array(text.utf8), property: "p")
      #expect(file.isNewer && file.entries.isEmpty && file.problems.map(\.line) == [1])
      #expect(file.bytes == Array(text.utf8))
    }
    let own = CorpusFile(CorpusFile(property: "p").bytes, property: "p")
    #expect(!own.isNewer && own.problems.isEmpty && own.entries.isEmpty)
    let comment = CorpusFile(
      Array("# x\n# cases of a property, format 2\n".utf8), property: "p")
    #expect(!comment.isNewer)
  }

  @Test func `an entry goes through its line`() throws {
    let entry = CorpusEntry(
      token: Self.token(3), date: "2025-06-07", version: "1|2\n", value: "a | b\nc\t")
    let again = try CorpusEntry(parsing: entry.description, property: "p")
    #expect(again.token == entry.token && again.date == entry.date)
    #expect(again.version == "1/2\\n" && again.value == "a | b\\nc")
    let long = CorpusEntry(
      token: Self.token(3), date: "2025-06-07", version: "",
      value: String(repeating: "x", count: 999))
    #expect(long.value.count == 201 && long.version == "-")
    #expect(throws: Never.self) { try CorpusEntry(parsing: long.description, property: "p") }
  }

  @Test func `an entry takes the place of the one that it makes smaller`() {
    func entry(_ token: Token) -> CorpusEntry {
      CorpusEntry(token: token, date: "2025-06-07", version: "1", value: "v")
    }
    let (a, b, c) = (Self.token(1), Self.token(2), Self.token(3))
    var file = CorpusFile(property: "p")
    file.put(entry(a), inPlaceOf: nil)
    file.put(entry(b), inPlaceOf: nil)
    file.put(entry(a), inPlaceOf: nil)
    #expect(file.entries.map(\.entry.token) == [a, b])
    file.put(entry(c), inPlaceOf: a)
    #expect(file.entries.map(\.entry.token) == [c, b] && file.entries.map(\.line) == [3, 4])
    file.put(entry(b), inPlaceOf: c)
    #expect(file.entries.map(\.entry.token) == [b])
    file.put(entry(a), inPlaceOf: c)
    #expect(file.entries.map(\.entry.token) == [b, a])
    file.remove(b)
    #expect(file.entries.map(\.entry.token) == [a])
  }
}
