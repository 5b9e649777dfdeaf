import Foundation
import Testing

@testable import DropBlockGenerators

/// Fails from 500 on, and kills its own process on `deadly`, where there is one.
private func property(deadly: Int64?) -> (inout Draw) throws -> PropertyOutcome {
  { draw in
    let number = try draw.integer(in: 0...1_000)
    let word = try draw.word()
    if let deadly, number == deadly { kill(getpid(), SIGKILL) }
    let failure = PropertyFailure(site: "s", kind: "k", message: "\(number) \(word)")
    return number < 500 ? .holds : .fails(failure)
  }
}

@Suite struct JournalTests {
  static func check(_ path: String) -> PropertyCheck {
    PropertyCheck(name: "a case", key: 3, cases: 300, journal: Journal(path: path))
  }

  /// The number of the first case of ``check(_:)`` that draws `number`, and the case.
  static func caseIndex(of number: Int64) throws -> UInt64 {
    for caseIndex in UInt64(0)..<300 {
      var draw = Draw(key: 3, caseIndex: caseIndex, property: "a case")
      if try draw.integer(in: 0...1_000) == number { return caseIndex }
    }
    throw Rejection(assuming: "case \(number)")
  }

  @Test func `a killed run leaves the token of the case that was running`() async throws {
    let folder = try TestFolder()
    let path = folder.path + "/journal"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      _ = try JournalTests.check(path).run(property(deadly: 2))
    }
    let last = try #require(try Journal.lastCase(in: path))
    let caseIndex = try Self.caseIndex(of: 2)
    #expect(last.property == "a case" && last.shrunkFrom == nil)
    #expect(last.token.payload == .seeded(key: 3, caseIndex: caseIndex))
    var number: Int64?
    let again = try replay(last.token, name: "a case") { draw in
      number = try draw.integer(in: 0...1_000)
      return .holds
    }
    #expect(number == 2 && !again.isStale && again.outcome == .holds)
    // The next run reports it.
    let report = try PropertyCheck(
      name: "a case", key: 4, cases: 5, journal: Journal(path: path)
    ).run { _ in .holds }
    #expect(report.run.leftBehind == last && folder.names.isEmpty)
    #expect(report.description.contains("an earlier run ended during: \(last.token)"))
  }

  @Test func `a run killed while shrinking leaves the candidate and where it came from`()
    async throws
  {
    let folder = try TestFolder()
    let path = folder.path + "/journal"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      // The smallest failing case, which no case but one of the shrinker's is.
      _ = try JournalTests.check(path).run(property(deadly: 500))
    }
    let last = try #require(try Journal.lastCase(in: path))
    #expect(throws: Rejection.self) { try Self.caseIndex(of: 500) }
    var number: Int64?
    _ = try replay(last.token, name: "a case") { draw in
      number = try draw.integer(in: 0...1_000)
      _ = try draw.word()
      return .holds
    }
    #expect(number == 500)
    let origin = try #require(last.shrunkFrom)
    let first = try replay(origin, name: "a case", property(deadly: nil))
    guard case .fails = first.outcome else {
      Issue.record("got \(first)")
      return
    }
    // Shrinking from there comes to the same case again.
    var numbers: [Int64] = []
    _ = try PropertyCheck(name: "a case", key: 3).resume(origin) { draw in
      let outcome = try property(deadly: nil)(&draw)
      if case .integer(let low, let high, let target) = draw.recorded.choices[0].kind {
        numbers.append(
          IntegerOrder(low: low, high: high, target: target)
            .value(at: draw.recorded.choices[0].index))
      }
      return outcome
    }
    #expect(numbers.contains(500))
  }

  @Test func `a run that returns leaves no journal, whatever it found`() throws {
    let folder = try TestFolder()
    let path = folder.path + "/journal"
    for isFlushed in [false, true] {
      var isThere = true
      var check = Self.check(path)
      check.journal?.isFlushed = isFlushed
      let report = try check.run { draw in
        isThere = isThere && folder.names == ["journal"]
        return try property(deadly: nil)(&draw)
      }
      #expect(!report.holds && isThere && folder.names.isEmpty)
    }
    #expect(try Self.check(path).run { _ in .holds }.holds && folder.names.isEmpty)
    #expect(try !Self.check(path).run { _ in .discarded }.holds && folder.names.isEmpty)
    #expect(try Journal.lastCase(in: path) == nil)
  }

  @Test func `an error that ends the run leaves the case that threw`() throws {
    struct Stop: Error {}
    let folder = try TestFolder()
    let path = folder.path + "/journal"
    #expect(throws: Stop.self) {
      _ = try Self.check(path).run { draw in
        if try draw.integer(in: 0...1_000) == 2 { throw Stop() }
        return .holds
      }
    }
    let last = try #require(try Journal.lastCase(in: path))
    #expect(last.token.payload == .seeded(key: 3, caseIndex: try Self.caseIndex(of: 2)))
  }

  @Test func `the case that is running is in the journal, whatever its length`() throws {
    let folder = try TestFolder()
    let path = folder.path + "/journal"
    var lengths: Set<Int> = []
    let name = String(repeating: "long\nname ", count: 100)
    let check = PropertyCheck(
      name: name, key: 3, cases: 300, shrinkEvaluations: 20, journal: Journal(path: path))
    var token: Token?
    let long = { (draw: inout Draw) throws -> PropertyOutcome in
      let last = try #require(try Journal.lastCase(in: path))
      #expect(last.token.propertyHash == Token.propertyHash(of: name) && last.property.count == 201)
      lengths.insert("\(last.token)".count)
      if let token { #expect(last.token == token || last.shrunkFrom == token) }
      let count = try draw.integer(in: 0...4_000)
      var sum: UInt64 = 0
      for _ in 0..<count { sum |= try draw.word() }
      token = nil
      return count < 3_000 ? .holds : .fails(PropertyFailure(site: "s", kind: "k"))
    }
    guard case .fails(let found) = try check.run(long) else {
      Issue.record("no failure")
      return
    }
    #expect(lengths.count > 1)
    // An exact token longer than a page.
    token = found.worstToken
    #expect("\(found.worstToken)".count > 2 * OpenJournal.size)
    _ = try check.resume(found.worstToken, long)
    #expect(lengths.contains("\(found.worstToken)".count))
  }

  @Test func `what is no journal is an error and stays as it is`() throws {
    let folder = try TestFolder()
    for text in [
      "my notes\n", "property: p\n", "property: p\ncase: dbp1.000\n", "case: malformed\n",
    ] {
      try folder.write(text, to: "notes")
      let path = folder.path + "/notes"
      #expect(throws: StorageError.self) { try Journal.lastCase(in: path) }
      #expect(throws: StorageError.self) { _ = try Self.check(path).run { _ in .holds } }
      #expect(folder.read("notes") == text)
    }
    #expect(throws: StorageError.self) {
      _ = try Self.check(folder.path + "/no/journal").run { _ in .holds }
    }
  }
}
