/// Which pairs of a run's options were met by the cases that hold.
///
/// A case that is discarded after its row of a ``PairwiseTable`` was drawn takes the pairs of that row
/// with it. A later case may have them; this holds the pairs that none has had, and the report lists them.
public struct PairCoverage: Sendable, CustomStringConvertible {
  /// The table of the run's options.
  public var table: PairwiseTable { options.table }

  /// How many pairs the rows of the table hold.
  public var pairCount: Int { options.pairs.count }

  /// The pairs of these that no case that holds has had, in the order of the table.
  public var unmetPairs: [PairwiseTable.Pair] {
    options.pairs.filter { isUnmet[options.places.place($0)] }
  }

  /// Whether every pair was met.
  public var isComplete: Bool { unmetCount == 0 }

  /// In one line: how many pairs were not met, and the first of them.
  public var description: String {
    guard !isComplete else { return "all \(pairCount) pairs of options were met" }
    return "\(unmetCount) of \(pairCount) pairs of options were met by no case that holds: "
      + table.text(of: unmetPairs)
  }

  private let options: OptionTable
  private var isUnmet: [Bool]
  private var unmetCount: Int

  init(_ options: OptionTable) {
    self.options = options
    isUnmet = Array(repeating: false, count: options.places.count)
    for pair in options.pairs { isUnmet[options.places.place(pair)] = true }
    unmetCount = options.pairs.count
  }

  /// Whether it is about a table.
  func isAbout(_ other: OptionTable) -> Bool { options === other || options.isEqual(to: other) }

  /// Counts a row that a case had.
  mutating func meet(_ row: [Int]) {
    guard unmetCount > 0 else { return }
    for second in row.indices {
      for first in 0..<second {
        let place = options.places.place(first, row[first], second, row[second])
        guard isUnmet[place] else { continue }
        isUnmet[place] = false
        unmetCount -= 1
      }
    }
  }
}
