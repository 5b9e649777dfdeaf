import Testing

@testable import DropBlockGenerators

@Suite struct PairwiseTableTests {
  /// Ranks, number formats, layouts, seed grids, gamma rules, sharings, scale rules, samplers, modes.
  static let dropBlock = [3, 4, 3, 4, 4, 4, 5, 2, 2]

  static func table(
    _ sizes: [Int], excluding exclusions: [PairwiseTable.Exclusion] = []
  ) -> PairwiseTable {
    let factors = sizes.enumerated().map { number, size in
      (name: "factor \(number)", values: (0..<size).map { "value \($0)" })
    }
    return PairwiseTable(factors, excluding: exclusions)
  }

  static func pairs(of rows: [[Int]]) -> Set<PairwiseTable.Pair> {
    var pairs: Set<PairwiseTable.Pair> = []
    for row in rows {
      for second in row.indices {
        for first in 0..<second {
          pairs.insert(
            .init(first: first, firstValue: row[first], second: second, secondValue: row[second]))
        }
      }
    }
    return pairs
  }

  /// All combinations.
  static func product(_ sizes: [Int]) -> [[Int]] {
    sizes.reduce([[]]) { rows, size in rows.flatMap { row in (0..<size).map { row + [$0] } } }
  }

  static func bound(_ sizes: [Int]) -> Double {
    let largest = sizes.sorted(by: >)
    return 1.6 * Double(largest[0] * largest[1]) + 8
  }

  @Test(arguments: [
    dropBlock, [2, 2], [5, 1], [1, 1, 1], [2, 2, 2, 2, 2, 2, 2, 2, 2, 2], [7, 3, 6, 2],
    [4, 4, 4, 4, 4],
  ])
  func `every two values meet in few rows`(sizes: [Int]) {
    let table = Self.table(sizes)
    #expect(Self.pairs(of: table.rows) == Self.pairs(of: Self.product(sizes)))
    #expect(table.rows.allSatisfy { zip($0, sizes).allSatisfy { $0 >= 0 && $0 < $1 } })
    #expect(Double(table.rows.count) <= Self.bound(sizes), "\(table.rows.count) rows")
    #expect(table.impossiblePairs.isEmpty)
    #expect(Self.table(sizes).rows == table.rows)
    print("pairwise \(sizes): \(table.rows.count) rows of \(sizes.reduce(1, *))")
  }

  @Test func `every admissible pair meets, and no excluded combination does`() {
    var stream = CaseStream(key: 1, property: 2, caseIndex: 3)
    for round in 0..<60 {
      let sizes = (0..<2 + stream.below(4)).map { _ in 1 + stream.below(4) }
      let exclusions = (0..<stream.below(4)).map { number in
        let factors = Set((0..<1 + stream.below(3)).map { _ in stream.below(sizes.count) })
        let salt = stream.next()
        return PairwiseTable.Exclusion(name: "\(number)", factors: factors.sorted()) { row in
          let sum = factors.sorted().reduce(salt) { $0 &* 31 &+ UInt64(row[$1]) }
          return CaseStream.finalise(sum) % 3 == 0
        }
      }
      let left = Self.product(sizes).filter { row in !exclusions.contains { $0.excludes(row) } }
      let table = Self.table(sizes, excluding: exclusions)
      #expect(Set(table.rows).isSubset(of: left), "round \(round), \(sizes)")
      #expect(Self.pairs(of: table.rows) == Self.pairs(of: left), "round \(round), \(sizes)")
      let impossible = Self.pairs(of: Self.product(sizes)).subtracting(Self.pairs(of: left))
      #expect(Set(table.impossiblePairs) == impossible, "round \(round), \(sizes)")
    }
  }

  @Test func `the options of DropBlock come to the 26 rows that the README names`() {
    #expect(Self.table(Self.dropBlock).rows.count == 26)
    #expect(Self.dropBlock.reduce(1, *) == 46_080)
  }

  /// Nine factors of ten values of which no row is left, as only a look at whole rows would show.
  static let hopeless = PairwiseTable.Exclusion(name: "all", factors: Array(0..<9)) { _ in true }

  @Test func `a search that would not end is given up, and the pairs are reported`() throws {
    let table = Self.table(Array(repeating: 10, count: 9), excluding: [Self.hopeless])
    #expect(table.rows.isEmpty && table.impossiblePairs.isEmpty)
    #expect(Set(table.undecidedPairs).count == 36 * 100 && table.undecidedPairs.count == 3_600)
    let last = try #require(table.description.split(separator: "\n").last)
    #expect(last.hasPrefix("given up: 3600 pairs without a row that was found: factor "))
    #expect(last.hasSuffix("; and 3595 others"))
  }

  @Test func `what is given up takes no other pair along`() {
    // With factor 0 at its last value no row is left; all others are free.
    let sizes = [3, 10, 10, 10, 10, 10, 10, 10]
    let exclusion = PairwiseTable.Exclusion(name: "last", factors: Array(0..<8)) { $0[0] == 2 }
    let table = Self.table(sizes, excluding: [exclusion])
    var free = sizes
    free[0] = 2
    #expect(
      Self.pairs(of: table.rows).count
        == free.indices.reduce(0) { sum, first in
          free[(first + 1)...].reduce(sum) { $0 + $1 * free[first] }
        })
    #expect(table.impossiblePairs.isEmpty)
    #expect(table.undecidedPairs.count == 7 * 10)
    #expect(table.undecidedPairs.allSatisfy { $0.first == 0 && $0.firstValue == 2 })
  }

  @Test func `no factors, one factor and a factor without values make small tables`() {
    #expect(Self.table([]).rows.isEmpty)
    #expect(Self.table([3]).rows == [[0], [1], [2]])
    #expect(Self.table([3, 0]).rows.isEmpty)
  }

  @Test func `a table is printed under the names of its factors`() {
    let table = PairwiseTable(
      [("side", ["left", "right"]), ("on", ["no", "yes"])], excluding: [])
    #expect(table.description.split(separator: "\n").first == "side   on")
    #expect(
      Set(table.description.split(separator: "\n").dropFirst()) == [
        "left   no", "left   yes", "right  no", "right  yes",
      ])
  }
}
