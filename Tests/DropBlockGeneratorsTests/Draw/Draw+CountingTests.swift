import Testing

@testable import DropBlockGenerators

@Suite struct DrawCountingTests {
  static func count(_ report: PropertyReport, _ name: String) throws -> CoverCount {
    try #require(report.run.covers.first { $0.cover.name == name }, "\(report)")
  }

  @Test func `a run holds the histogram of what its cases collect`() throws {
    var expected: [String: Int] = [:]
    let report = try PropertyCheck(name: "histogram", key: 1, cases: 300).run { draw in
      let number = try draw.integer(in: 0...40)
      guard number != 7 else { return .discarded }
      draw.collect(number)
      draw.collect(number % 2 == 0, as: "even")
      expected["\(number)", default: 0] += 1
      if number == 7 { Issue.record("7") }
      return .holds
    }
    #expect(report.run.collected["values"] == expected)
    let even = try #require(report.run.collected["even"])
    #expect(Set(even.keys) == ["true", "false"] && even.values.reduce(0, +) == 300)
    #expect(report.description.contains("\n  even: "))
    #expect(report.description.contains("others"), "\(report)")
  }

  @Test func `an attempt that a filter rejects counts nothing`() throws {
    let collecting = Generator<Int> { draw throws(Rejection) in
      let number = Int(try draw.integer(in: 0...9))
      draw.collect(number)
      draw.cover("large", atLeast: 0.5, number > 4)
      return number
    }
    let report = try PropertyCheck(name: "filter", key: 1, cases: 300).run { draw in
      _ = try draw(collecting.filter("small") { $0 < 5 })
      return .holds
    }
    let values = try #require(report.run.collected["values"])
    #expect(values.values.reduce(0, +) == 300 && values.keys.allSatisfy { $0 < "5" }, "\(values)")
    #expect(try Self.count(report, "large").hits == 0)
  }

  @Test func `counting changes no case`() throws {
    func tokens(isCounting: Bool) throws -> [UInt64] {
      var seen: [UInt64] = []
      _ = try PropertyCheck(name: "same", key: 1, cases: 50).run { draw in
        if isCounting { draw.collect(1) }
        seen.append(try draw.word())
        if isCounting { draw.cover("c", atLeast: 0.5, true) }
        return .holds
      }
      return seen
    }
    #expect(try tokens(isCounting: true) == tokens(isCounting: false))
  }

  @Test func `a share that is not reached fails the run, by name`() throws {
    let report = try PropertyCheck(name: "share", key: 1, cases: 600).run { draw in
      let number = try draw.integer(in: 0...99)
      draw.cover("below ten", atLeast: 0.5, number < 10)
      draw.cover("any", atLeast: 0.5, true)
      draw.cover("rare", atLeast: 0.005, number == 50)
      return .holds
    }
    guard case .uncovered(600, 0, _) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(!report.holds)
    let count = try Self.count(report, "below ten")
    #expect(count.verdict == .notCovered && count.cases == 500 && count.limits.upperBound < 0.5)
    #expect(try Self.count(report, "any").verdict == .covered)
    #expect(try Self.count(report, "rare").verdict == .undecided)
    let text = report.description
    #expect(text.hasPrefix("not covered: 600 cases"))
    #expect(
      text.contains("cover \"below ten\": not covered, \(count.hits) of 500 cases ("), "\(text)")
    #expect(text.contains("at least 50.0 % asked for; between "))
    #expect(text.contains("warning: cover \"rare\": undecided"))
  }

  @Test func `an undecided share is a warning, not a failure`() throws {
    let report = try PropertyCheck(
      name: "short", key: 1, cases: 120, covers: [Cover("never asked", atLeast: 0.1)]
    ).run { draw in
      draw.cover("never", atLeast: 0.5, false)
      return .holds
    }
    #expect(report.holds)
    #expect(report.description.contains("warning: cover \"never\": undecided, 0 of 20 cases"))
    #expect(
      report.description.contains("warning: cover \"never asked\": undecided, never reached, 0 of"))
  }

  @Test func `a registered share that no case asks for is not covered`() throws {
    let report = try PropertyCheck(
      name: "registered", key: 1, cases: 400,
      covers: [Cover("far", atLeast: 0.2), Cover("far", atLeast: 0.2)]
    ).run { _ in .holds }
    #expect(!report.holds && report.run.covers.count == 1)
    let count = try Self.count(report, "far")
    #expect(count.verdict == .notCovered && count.hits == 0 && count.cases == 300)
    #expect(report.description.contains("cover \"far\": not covered, never reached, 0 of 300"))
  }

  @Test func `a case that does not ask is a miss, whether it comes before or after`() throws {
    for asking in [102, 350] as [Int] {
      var number = -1
      let report = try PropertyCheck(name: "once", key: 1, cases: 400).run { draw in
        number += 1
        if number == asking { draw.cover("once", atLeast: 0.2, true) }
        return .holds
      }
      let count = try Self.count(report, "once")
      #expect(count.hits == 1 && count.cases == 300 && count.isReached, "\(count)")
      #expect(count.verdict == .notCovered && !report.holds)
    }
  }

  @Test func `cases that are discarded or still growing do not count`() throws {
    var number = -1
    let report = try PropertyCheck(name: "growing", key: 1, cases: 300).run { draw in
      number += 1
      draw.cover("even", atLeast: 0.5, number >= 100 && number % 2 == 0)
      return number >= 100 && number % 2 == 1 ? .discarded : .holds
    }
    let count = try Self.count(report, "even")
    #expect(count.hits == 200 && count.cases == 200 && count.verdict == .covered, "\(count)")
    let later = try PropertyCheck(name: "growing", key: 1, cases: 30, firstCase: 100).run { draw in
      draw.cover("any", atLeast: 0.9, true)
      draw.cover("any", atLeast: 0.9, false)
      return .holds
    }
    #expect(try Self.count(later, "any").hits == 30)
  }

  @Test func `one name with two shares is two covers`() throws {
    let report = try PropertyCheck(name: "two", key: 1, cases: 1_000).run { draw in
      let isHit = try draw.integer(in: 0...9) < 5
      draw.cover("half", atLeast: 0.1, isHit)
      draw.cover("half", atLeast: 0.95, isHit)
      return .holds
    }
    #expect(report.run.covers.map(\.verdict) == [.covered, .notCovered])
  }
}
