/// A few rows in which every two values of every two factors meet.
///
/// Most faults that depend on options at all depend on one or two of them. A table of pairs meets
/// every such fault with a number of rows near the product of the two largest factors, where all
/// combinations would be the product of all of them.
///
/// The rows are a function of the factors and exclusions alone. They are found greedily: each row
/// begins with a pair that is missing and takes, factor by factor, the value that adds the most
/// missing pairs.
public struct PairwiseTable: Sendable, CustomStringConvertible {
  /// A value of one factor with a value of another, all by number.
  public struct Pair: Hashable, Sendable {
    /// The number of the earlier factor, and of its value.
    public let first: Int, firstValue: Int

    /// The number of the later factor, and of its value.
    public let second: Int, secondValue: Int
  }

  /// A combination of some factors' values that no row may hold.
  struct Exclusion: Sendable {
    /// What is excluded, in words.
    let name: String

    /// The numbers of the factors that it is about.
    let factors: [Int]

    /// Asked only for rows in which all of these factors have their value.
    let excludes: @Sendable ([Int]) -> Bool
  }

  /// The names of the factors.
  public let names: [String]

  /// The values of each factor in words.
  public let values: [[String]]

  /// The rows: for each factor the number of its value.
  public let rows: [[Int]]

  /// The pairs that no admissible row holds.
  public let impossiblePairs: [Pair]

  /// The pairs for which the search for an admissible row was given up: it may be that there is none.
  ///
  /// Only with exclusions that leave few of very many combinations. Rows of theirs may still come up
  /// at random.
  public let undecidedPairs: [Pair]

  /// A table for factors whose values are given in words.
  ///
  /// - Parameters:
  ///   - factors: Names and values; a factor without a value makes a table without rows.
  ///   - exclusions: What no row may hold.
  init(_ factors: [(name: String, values: [String])], excluding exclusions: [Exclusion]) {
    names = factors.map(\.name)
    values = factors.map(\.values)
    var search = PairwiseSearch(factors.map(\.values.count), exclusions)
    search.run()
    rows = search.rows
    impossiblePairs = search.impossible
    undecidedPairs = search.undecided
  }

  /// A pair in words.
  ///
  /// - Precondition: The numbers are those of factors of this table, and of their values.
  public func text(of pair: Pair) -> String {
    "\(names[pair.first]): \(values[pair.first][pair.firstValue]) & "
      + "\(names[pair.second]): \(values[pair.second][pair.secondValue])"
  }

  /// How many pairs there are, and the first of them in words.
  func text(of pairs: [Pair]) -> String {
    let first = pairs.prefix(5).map { text(of: $0) }.joined(separator: "; ")
    return pairs.count > 5 ? "\(first); and \(pairs.count - 5) others" : first
  }

  /// The rows in words, one a line, under the names of the factors; then the pairs that the search
  /// gave up, if there are any.
  public var description: String {
    let cells = [names] + rows.map { row in row.indices.map { values[$0][row[$0]] } }
    let widths = names.indices.map { factor in cells.map { $0[factor].count }.max() ?? 0 }
    let lines = cells.map { row in
      var line = ""
      for (factor, text) in row.enumerated() {
        line += factor == 0 ? "" : "  "
        line += text
        // Nothing follows the last column.
        if factor < row.count - 1 {
          line += String(repeating: " ", count: widths[factor] - text.count)
        }
      }
      return line
    }
    return (lines + (givenUp.map { [$0] } ?? [])).joined(separator: "\n")
  }

  /// The pairs that the search gave up, in a line; nil if there are none.
  var givenUp: String? {
    guard !undecidedPairs.isEmpty else { return nil }
    return "given up: \(undecidedPairs.count) \(undecidedPairs.count == 1 ? "pair" : "pairs") "
      + "without a row that was found: \(text(of: undecidedPairs))"
  }
}
