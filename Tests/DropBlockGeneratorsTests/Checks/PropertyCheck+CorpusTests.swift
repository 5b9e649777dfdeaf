import Foundation
import Testing

@testable import DropBlockGenerators

@Suite struct PropertyCheckCorpusTests {
  let folder: TestFolder
  var corpus: Corpus

  init() throws {
    folder = try TestFolder()
    corpus = Corpus(folder: folder.path, version: "1.0", date: "2025-06-07")
  }

  /// A property of one number that fails from `limit` on; from 800 on, in another way.
  static func below(
    _ limit: Int64, in range: ClosedRange<Int64> = 0...1_000, seen: ((Int64) -> Void)? = nil
  ) -> (inout Draw) throws -> PropertyOutcome {
    { draw in
      let number = try draw.integer(in: range)
      seen?(number)
      if number < limit { return .holds }
      let kind = number < 800 ? "large" : "huge"
      return .fails(PropertyFailure(site: "number", kind: kind, message: "\(number)"))
    }
  }

  func token(_ number: UInt64, name: String = "below") -> Token {
    let kind = Choice.Kind.integer(low: 0, high: 1_000, target: 0)
    return Token(exact: ChoiceSequence([Choice(kind: kind, index: number)]), property: name)
  }

  func line(_ number: UInt64) -> String { "\(token(number)) | 2025-01-01 | 0.9 | \(number)\n" }

  func check(_ cases: Int = 300) -> PropertyCheck {
    PropertyCheck(name: "below", key: 3, cases: cases, corpus: corpus)
  }

  func numbers(_ report: PropertyReport) -> [CorpusReport.Status] {
    report.run.corpus?.cases.map(\.status) ?? []
  }

  @Test func `a failure is written down before it is shrunk, and its smallest case after`() throws {
    var atFinding: String?
    var calls = 0
    var callsAtFinding = 0
    let report = try check().run(
      found: { _, _ in
        atFinding = folder.read("below.txt")
        callsAtFinding = calls
      }, Self.below(500) { _ in calls += 1 })
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(calls == callsAtFinding + found.evaluations)
    let before = CorpusFile(Array(try #require(atFinding).utf8), property: "below").entries
    #expect(before.map(\.entry.value) == [found.first.description])
    let again = try replay(try #require(before.first).entry.token, name: "below", Self.below(500))
    #expect(!again.isStale && again.outcome == .fails(found.first))
    let text = try #require(folder.read("below.txt"))
    #expect(
      text.hasSuffix("\n# below\n\(found.token) | 2025-06-07 | 1.0 | \(found.smallest)\n"),
      "\(text)")
    #expect(folder.names == ["below.txt"] && report.run.corpus?.saving == .written)
    #expect(report.description.contains("written: \(found.token)"))
  }

  @Test func `what is on the disk while shrinking replays`() throws {
    var texts: Set<String> = []
    _ = try check().run(Self.below(500) { _ in texts.insert(folder.read("below.txt") ?? "") })
    texts.remove("")
    #expect(texts.count == 1)
    #expect(texts.allSatisfy { $0.contains("number: ") && $0.contains("dbp1.") })
  }

  @Test func `the corpus runs before random cases, in its order`() throws {
    try folder.write(line(7) + "# comment\n" + line(3) + line(5), to: "below.txt")
    var seen: [Int64] = []
    let report = try check(5).run(Self.below(2_000) { seen.append($0) })
    #expect(report.holds && seen.count == 8 && Array(seen.prefix(3)) == [7, 3, 5])
    #expect(numbers(report) == [.passes, .passes, .passes])
    #expect(report.run.corpus?.cases.map(\.line) == [1, 3, 4])
    #expect(
      report.description.contains("line 3: passes now, the line can be deleted: \(token(3))"))
    guard case .holds(5, 0, _) = report else {
      Issue.record("got \(report)")
      return
    }
    let text = line(7) + "# comment\n" + line(3) + line(5)
    #expect(folder.read("below.txt") == text)
  }

  @Test mutating func `a case that fails still ends the run and is reported with its line`() throws
  {
    try folder.write(line(3) + line(600), to: "below.txt")
    var seen: [Int64] = []
    let report = try check().run(Self.below(500) { seen.append($0) })
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(found.origin == .corpus(line: 2) && found.smallest.message == "500")
    #expect(report.description.contains("line 2 of the corpus: \(token(600))"))
    #expect(report.description.contains("1 pass, 1 fail"))
    #expect(folder.read("below.txt")?.hasPrefix(line(3) + "\(token(500)) | 2025-06-07") == true)
    // The smallest case stays as it stands.
    let text = folder.read("below.txt")
    corpus.date = "2026-01-01"
    let again = try check().run(Self.below(500))
    #expect(folder.read("below.txt") == text && again.run.corpus?.saving == nil)
  }

  @Test func `of several cases with one identity the smallest stays`() throws {
    try folder.write(
      line(700) + line(900) + line(600) + line(3) + line(850) + line(500), to: "below.txt")
    let report = try check().run(Self.below(500))
    #expect(!report.holds)
    let left = try corpus.file(of: "below")?.entries.map(\.entry.token)
    #expect(
      left == [token(500), token(3), token(850)] || left == [token(3), token(850), token(500)])
    #expect(report.run.corpus?.dropped.count == 2, "\(report)")
  }

  @Test func `a stale case is reported and never judged`() throws {
    try folder.write(line(7), to: "below.txt")
    let report = try check(5).run(Self.below(2_000, in: 0...2_000))
    #expect(report.holds && numbers(report) == [.stale])
    #expect(report.description.contains("line 1: stale, the generator has changed: \(token(7))"))
    let failing = try check(5).run { draw in
      _ = try draw.integer(in: 0...2_000)
      return draw.source == .replay ? .fails(PropertyFailure(site: "s", kind: "k")) : .holds
    }
    #expect(failing.holds && numbers(failing) == [.stale])
  }

  @Test func `damaged and newer lines are errors, and the rest runs`() throws {
    let newer = line(4).replacing("dbp1.", with: "dbp2.")
    let text = line(7) + "malformed\n" + newer + line(5)
    try folder.write(text, to: "below.txt")
    let report = try check(5).run(Self.below(2_000))
    guard case .damaged(5, 0, _) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(!report.holds && numbers(report) == [.passes, .passes])
    let place = "\(folder.path)/below.txt:"
    #expect(report.description.contains("error: \(place)2: property \"below\": damaged: "))
    #expect(
      report.description.contains("\(place)3: property \"below\": written by a newer version"))
    // A failure is added all the same, and the lines stay.
    _ = try check().run(Self.below(100))
    #expect(folder.read("below.txt")?.hasPrefix(text) == true)
  }

  @Test func `nothing is added to a file of a newer version, and the report holds the line`() throws
  {
    let text = "# cases of a property, format 2\n\(line(4))"
    try folder.write(text, to: "below.txt")
    let report = try check().run(Self.below(500))
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(folder.read("below.txt") == text && folder.names == ["below.txt"])
    #expect(report.description.contains("to be added: \(found.token) | 2025-06-07 | 1.0 | "))
    #expect(report.description.contains("not written, \(folder.path)/below.txt: "))
  }

  @Test func `a file that can't be read is an error that names it`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path + "/below.txt", withIntermediateDirectories: false)
    let report = try check(5).run(Self.below(2_000))
    guard case .damaged = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(
      report.description.contains("error: \(folder.path)/below.txt: property \"below\": unreadable")
    )
    // In words, not by a number.
    #expect(!report.description.contains(": error "))
  }

  @Test mutating func `a read-only corpus is not touched, and the report holds the line`() throws {
    corpus.isReadOnly = true
    corpus.folder += "/none"
    let report = try check().run(Self.below(500))
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(folder.names.isEmpty && report.run.corpus?.saving == .readOnly)
    let line = "\(found.token) | 2025-06-07 | 1.0 | \(found.smallest)"
    #expect(report.description.contains("to be added: \(line)"))
    // The line is what would have been written.
    try folder.write(line + "\n", to: "below.txt")
    corpus.folder = folder.path
    let again = try check().run(Self.below(500))
    #expect(numbers(again) == [.fails(found.smallest)])
  }

  @Test func `a full file makes room: stale cases first, then the oldest that pass`() throws {
    let stale = Token(
      exact: ChoiceSequence([Choice(kind: .boolean, index: 1)]), property: "below")
    let old = (UInt64(0)..<63).map(line)
    try folder.write(
      old.joined() + "\(stale) | 2025-01-01 | 0.9 | stale\n", to: "below.txt")
    for limit in [Int64(990), 980] {
      // What was found before passes again.
      let report = try check(5_000).run { draw in
        try draw.integer(in: 0...1_000) == limit
          ? .fails(PropertyFailure(site: "number", kind: "\(limit)")) : .holds
      }
      #expect(!report.holds && report.run.corpus?.dropped.count == 1, "\(report)")
      let entries = try corpus.file(of: "below")?.entries.map(\.entry.token) ?? []
      #expect(entries.count == 64 && !entries.contains(stale))
      #expect(entries.contains(token(0)) == (limit == 990) && entries.contains(token(62)))
    }
  }

  @Test func `cases of the corpus are no part of counts and shares`() throws {
    try folder.write((UInt64(0)..<40).map(line).joined(), to: "below.txt")
    let report = try check(200).run { draw in
      let number = try draw.integer(in: 0...1_000)
      draw.label("any")
      draw.collect(number < 0)
      draw.cover("never", atLeast: 0.01, false)
      return .holds
    }
    #expect(report.run.labels == ["any": 200] && report.run.collected == ["values": ["false": 200]])
    #expect(report.run.covers.map(\.cases) == [100])
  }

  @Test func `a large deviation in the corpus stays large from run to run`() throws {
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let number = try draw.integer(in: 0...1_000)
      return number == 0
        ? .holds : .fails(PropertyFailure(site: "s", kind: "k", magnitude: Double(number)))
    }
    try folder.write(line(40), to: "below.txt")
    for _ in 0..<3 {
      guard case .fails(let found) = try check().run(property) else {
        Issue.record("no failure")
        return
      }
      #expect(found.token == token(32))
    }
  }
}
