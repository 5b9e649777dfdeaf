import Testing

@testable import DropBlockGenerators

@Suite struct PairCoverageTests {
  /// A run of a property that discards some rows.
  private func run(
    _ cases: Int, discarding isDiscarded: @escaping ([Int]) -> Bool
  ) throws -> PropertyReport {
    let options = FactorsTests.Options()
    let generator = options.factors.generator()
    return try PropertyCheck(name: "pairs", key: 5, cases: cases).run { draw in
      let row = try draw(generator)
      return isDiscarded(row.numbers) ? .discarded : .holds
    }
  }

  private func met(_ rows: [[Int]]) -> Set<PairwiseTable.Pair> {
    PairwiseTableTests.pairs(of: rows)
  }

  @Test func `pairs that are always discarded are reported, in the report too`() throws {
    // The second layout never with the last rank.
    let report = try run(300) { $0[0] == 2 && $0[1] == 1 }
    let pairs = try #require(report.run.pairs.first)
    #expect(report.holds && report.run.pairs.count == 1 && !pairs.isComplete)
    #expect(
      pairs.unmetPairs == [.init(first: 0, firstValue: 2, second: 1, secondValue: 1)])
    #expect(pairs.pairCount == 8 + 6 + 6)
    #expect(
      report.description.hasSuffix(
        "\n  warning: 1 of 20 pairs of options were met by no case that holds: "
          + "rank: 3 & layout: last"), "\(report)")
  }

  @Test func `a row that is discarded loses nothing that a later case has`() throws {
    let rows = FactorsTests.Options().factors.table.rows
    var seen = 0
    let report = try run(300) { _ in
      seen += 1
      return seen <= rows.count
    }
    #expect(report.run.pairs.first?.isComplete == true)
    #expect(!report.description.contains("pairs of options"), "\(report)")
  }

  @Test func `a run that ends within the table reports what it has not met`() throws {
    let rows = FactorsTests.Options().factors.table.rows
    for cases in 1...rows.count {
      let pairs = try #require(try run(cases) { _ in false }.run.pairs.first)
      let rest = met(rows).subtracting(met(Array(rows[..<cases])))
      #expect(Set(pairs.unmetPairs) == rest && pairs.unmetPairs.count == rest.count)
      #expect(pairs.isComplete == rest.isEmpty)
      #expect(pairs.description.hasPrefix(rest.isEmpty ? "all 20 " : "\(rest.count) of 20 pairs"))
    }
  }

  @Test func `options that only discarded cases drew are reported`() throws {
    let options = FactorsTests.Options()
    let generator = options.factors.generator()
    var count = 0
    let report = try PropertyCheck(name: "pairs", key: 5, cases: 10).run { draw in
      count += 1
      if count % 2 == 0 { return .holds }
      _ = try draw(generator)
      return .discarded
    }
    #expect(report.run.pairs.map { $0.unmetPairs.count } == [20])
  }

  @Test func `two generators of equal options are counted as one, others apart`() throws {
    var other = Factors()
    let sides = other.add("side", ["left", "right"])
    let hands = other.add("hand", ["left", "right"])
    let report = try PropertyCheck(name: "pairs", key: 5, cases: 300).run { draw in
      _ = try draw(FactorsTests.Options().factors.generator())
      let row = try draw(other.generator())
      return row[sides] == row[hands] ? .discarded : .holds
    }
    #expect(report.run.pairs.map(\.pairCount) == [20, 4])
    #expect(report.run.pairs.map { $0.unmetPairs.count } == [0, 2])
  }

  @Test func `an attempt that a filter rejected meets nothing`() throws {
    let options = FactorsTests.Options()
    let rank = options.rank
    let filtered = options.factors.generator().filter("two axes", attempts: 200) { $0[rank] == 2 }
    let report = try PropertyCheck(name: "pairs", key: 5, cases: 300).run { draw in
      _ = try draw(filtered)
      return .holds
    }
    let pairs = try #require(report.run.pairs.first)
    // The table's rows of other ranks are drawn again and again, and never pass.
    #expect(Set(pairs.unmetPairs.filter { $0.first == 0 }.map(\.firstValue)) == [1, 2])
  }
}
