/// A place in a list for every pair of values of different factors.
struct PairPlaces: Sendable {
  private let sizes: [Int]
  private var offsets: [Int] = []

  /// How many places there are.
  private(set) var count = 0

  /// Places for factors with so many values.
  init(_ sizes: [Int]) {
    self.sizes = sizes
    for first in sizes.indices {
      for second in sizes.indices {
        offsets.append(count)
        if first < second { count += sizes[first] * sizes[second] }
      }
    }
  }

  /// The place of two values of different factors, in whatever order they are named.
  func place(_ one: Int, _ oneValue: Int, _ other: Int, _ otherValue: Int) -> Int {
    one < other
      ? offsets[one * sizes.count + other] + oneValue * sizes[other] + otherValue
      : offsets[other * sizes.count + one] + otherValue * sizes[one] + oneValue
  }

  /// The place of a pair.
  func place(_ pair: PairwiseTable.Pair) -> Int {
    place(pair.first, pair.firstValue, pair.second, pair.secondValue)
  }

  /// The pairs of a whole row.
  static func pairs(of row: [Int]) -> [PairwiseTable.Pair] {
    row.indices.flatMap { first in
      row.indices.dropFirst(first + 1).map { second in
        PairwiseTable.Pair(
          first: first, firstValue: row[first], second: second, secondValue: row[second])
      }
    }
  }
}
