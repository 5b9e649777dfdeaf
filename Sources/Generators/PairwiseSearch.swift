/// The greedy search for the rows of a ``PairwiseTable``.
struct PairwiseSearch {
  private let sizes: [Int]

  private let exclusions: [PairwiseTable.Exclusion]

  /// For each pair, in the order of ``place(_:_:_:_:)``, whether no row has it yet.
  private var isMissing: [Bool] = []
  private var offsets: [Int] = []

  private(set) var rows: [[Int]] = []
  private(set) var impossible: [PairwiseTable.Pair] = []

  /// How many missing pairs are tried as the beginning of a row.
  private static let beginnings = 24

  /// A value that has not been chosen yet.
  private static let open = -1

  init(_ sizes: [Int], _ exclusions: [PairwiseTable.Exclusion]) {
    self.sizes = sizes
    self.exclusions = exclusions
  }

  mutating func run() {
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }) else { return }
    var count = 0
    for first in sizes.indices {
      for second in sizes.indices {
        offsets.append(count)
        if first < second { count += sizes[first] * sizes[second] }
      }
    }
    isMissing = Array(repeating: true, count: count)
    // One factor has no pairs: each of its values has its row.
    if sizes.count == 1 {
      rows = (0..<sizes[0]).map { [$0] }.filter(isAdmissible)
      return
    }
    while let row = nextRow() {
      for pair in pairs(of: row) { isMissing[place(pair)] = false }
      rows.append(row)
    }
  }

  /// The row with the most missing pairs among those that begin with one; nil when none is missing.
  private mutating func nextRow() -> [Int]? {
    while true {
      let missing = missingPairs(atMost: Self.beginnings)
      guard let first = missing.first else { return nil }
      var best: (row: [Int], gain: Int)?
      for pair in missing {
        guard let row = row(with: pair) else { continue }
        let gain = gain(of: row)
        if gain > best?.gain ?? 0 { best = (row, gain) }
      }
      if let best { return best.row }
      // None of these has a row at all. The first is enough to go on.
      impossible.append(first)
      isMissing[place(first)] = false
    }
  }

  private func missingPairs(atMost count: Int) -> [PairwiseTable.Pair] {
    var result: [PairwiseTable.Pair] = []
    // The factors with the most values first: their pairs decide how many rows there are.
    let order = sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    for (rank, one) in order.enumerated() {
      for other in order[..<rank] {
        let first = min(one, other)
        let second = max(one, other)
        for firstValue in 0..<sizes[first] {
          for secondValue in 0..<sizes[second] {
            let pair = PairwiseTable.Pair(
              first: first, firstValue: firstValue, second: second, secondValue: secondValue)
            guard isMissing[place(pair)] else { continue }
            result.append(pair)
            if result.count == count { return result }
          }
        }
      }
    }
    return result
  }

  /// An admissible row that holds a pair, as many other missing ones as come by greed; nil if
  /// there is none.
  private func row(with pair: PairwiseTable.Pair) -> [Int]? {
    var row = Array(repeating: Self.open, count: sizes.count)
    row[pair.first] = pair.firstValue
    row[pair.second] = pair.secondValue
    guard isAdmissible(row) else { return nil }
    let rest = sizes.indices.filter { row[$0] == Self.open }
      .sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    return complete(row, rest[...])
  }

  /// Chooses the values of the factors left over, best first, and takes back what leads nowhere.
  private func complete(_ row: [Int], _ rest: ArraySlice<Int>) -> [Int]? {
    guard let factor = rest.first else { return row }
    let candidates = (0..<sizes[factor]).map { value in
      (value: value, gain: gain(of: value, in: factor, with: row))
    }
    // Equal gains go to the value that stands in the fewest rows, then to the earlier one.
    let ordered = candidates.sorted { left, right in
      if left.gain != right.gain { return left.gain > right.gain }
      let uses = [left.value, right.value].map { value in
        rows.count { $0[factor] == value }
      }
      return (uses[0], left.value) < (uses[1], right.value)
    }
    for candidate in ordered {
      var next = row
      next[factor] = candidate.value
      if isAdmissible(next), let done = complete(next, rest.dropFirst()) { return done }
    }
    return nil
  }

  private func gain(of value: Int, in factor: Int, with row: [Int]) -> Int {
    var gain = 0
    for other in row.indices where row[other] != Self.open {
      if isMissing[place(factor, value, other, row[other])] { gain += 1 }
    }
    return gain
  }

  private func gain(of row: [Int]) -> Int { pairs(of: row).count { isMissing[place($0)] } }

  private func pairs(of row: [Int]) -> [PairwiseTable.Pair] {
    row.indices.flatMap { first in
      row.indices.filter { first < $0 }.map { second in
        PairwiseTable.Pair(
          first: first, firstValue: row[first], second: second, secondValue: row[second])
      }
    }
  }

  /// Whether no exclusion speaks against the values that a row has.
  private func isAdmissible(_ row: [Int]) -> Bool {
    exclusions.allSatisfy { exclusion in
      exclusion.factors.contains { row[$0] == Self.open } || !exclusion.excludes(row)
    }
  }

  private func place(_ pair: PairwiseTable.Pair) -> Int {
    place(pair.first, pair.firstValue, pair.second, pair.secondValue)
  }

  private func place(_ one: Int, _ oneValue: Int, _ other: Int, _ otherValue: Int) -> Int {
    one < other
      ? offsets[one * sizes.count + other] + oneValue * sizes[other] + otherValue
      : offsets[other * sizes.count + one] + otherValue * sizes[one] + oneValue
  }
}
