/// The greedy search for the rows of a ``PairwiseTable``.
struct PairwiseSearch {
  private let sizes: [Int]

  private let places: PairPlaces

  private let exclusions: [PairwiseTable.Exclusion]

  /// For each pair, in the order of the places, whether no row has it yet.
  private var isMissing: [Bool]

  private(set) var rows: [[Int]] = []

  /// The pairs that no admissible row holds.
  private(set) var impossible: [PairwiseTable.Pair] = []

  /// The pairs for which no row was found within the limit, and none was ruled out.
  private(set) var undecided: [PairwiseTable.Pair] = []

  /// What a search for a row came to.
  private enum SearchResult {
    case row([Int])
    case impossible
    case undecided
  }

  /// The failed searches, by the place of the pair: none is made twice.
  private var failedSearches: [Int: SearchResult] = [:]

  /// The values that one search may try.
  static let searchLimit = 10_000

  /// The values that all failed searches may try together.
  ///
  /// Beyond it each may try every value once, and beyond twice as many none is made.
  static let failedSearchLimit = 200_000

  /// How many values the failed searches have tried.
  private var failedSearchSteps = 0

  /// How many missing pairs are tried as the first two values of a row.
  private static let startingPairs = 24

  /// A value that has not been chosen yet.
  private static let unassigned = -1

  init(_ sizes: [Int], _ exclusions: [PairwiseTable.Exclusion]) {
    self.sizes = sizes
    self.exclusions = exclusions
    places = PairPlaces(sizes)
    isMissing = Array(repeating: true, count: places.count)
  }

  mutating func run() {
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }) else { return }
    // One factor has no pairs: each of its values has its row.
    if sizes.count == 1 {
      rows = (0..<sizes[0]).map { [$0] }.filter(isAdmissible)
      return
    }
    while let row = nextRow() {
      for pair in PairPlaces.pairs(of: row) { isMissing[places.place(pair)] = false }
      rows.append(row)
    }
  }

  /// The row with the most missing pairs among those that start from one; nil when none is missing.
  private mutating func nextRow() -> [Int]? {
    while true {
      let isGivenUp = failedSearchSteps >= 2 * Self.failedSearchLimit
      let missing = missingPairs(atMost: isGivenUp ? .max : Self.startingPairs)
      if isGivenUp {
        for pair in missing { giveUp(pair) }
        return nil
      }
      guard let first = missing.first else { return nil }
      var best: (row: [Int], gain: Int)?
      for pair in missing {
        guard failedSearches[places.place(pair)] == nil else { continue }
        guard case .row(let row) = find(pair) else { continue }
        let gain = gain(of: row)
        if gain > best?.gain ?? 0 { best = (row, gain) }
      }
      if let best { return best.row }
      // None of these has a row at all. The first is enough to go on.
      giveUp(first)
    }
  }

  /// Leaves a pair without a row: there is none, or none was found.
  private mutating func giveUp(_ pair: PairwiseTable.Pair) {
    if case .impossible = failedSearches[places.place(pair)] {
      impossible.append(pair)
    } else {
      undecided.append(pair)
    }
    isMissing[places.place(pair)] = false
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
            guard isMissing[places.place(pair)] else { continue }
            result.append(pair)
            if result.count == count { return result }
          }
        }
      }
    }
    return result
  }

  /// An admissible row that holds a pair, and as many other missing ones as a greedy search finds.
  private mutating func find(_ pair: PairwiseTable.Pair) -> SearchResult {
    let limit = Swift.max(
      Swift.min(Self.searchLimit, Self.failedSearchLimit - failedSearchSteps), sizes.reduce(1, +))
    var steps = limit
    if let row = row(with: pair, &steps) { return .row(row) }
    failedSearchSteps += Swift.max(limit - steps, 1)
    let result = steps > 0 ? SearchResult.impossible : .undecided
    failedSearches[places.place(pair)] = result
    return result
  }

  /// The row; nil if there is none, or if none was found in as many steps.
  private func row(with pair: PairwiseTable.Pair, _ steps: inout Int) -> [Int]? {
    var row = Array(repeating: Self.unassigned, count: sizes.count)
    row[pair.first] = pair.firstValue
    row[pair.second] = pair.secondValue
    guard isAdmissible(row) else { return nil }
    let rest = sizes.indices.filter { row[$0] == Self.unassigned }
      .sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    return complete(row, rest[...], &steps)
  }

  /// Chooses the values of the factors left over, best first, and backtracks.
  private func complete(
    _ row: [Int], _ rest: ArraySlice<Int>, _ steps: inout Int
  ) -> [Int]? {
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
      guard steps > 0 else { return nil }
      steps -= 1
      var next = row
      next[factor] = candidate.value
      if isAdmissible(next), let done = complete(next, rest.dropFirst(), &steps) { return done }
    }
    return nil
  }

  private func gain(of value: Int, in factor: Int, with row: [Int]) -> Int {
    var gain = 0
    for other in row.indices where row[other] != Self.unassigned {
      if isMissing[places.place(factor, value, other, row[other])] { gain += 1 }
    }
    return gain
  }

  private func gain(of row: [Int]) -> Int {
    PairPlaces.pairs(of: row).count { isMissing[places.place($0)] }
  }

  /// Whether no exclusion speaks against the values that a row has.
  private func isAdmissible(_ row: [Int]) -> Bool {
    exclusions.allSatisfy { exclusion in
      exclusion.factors.contains { row[$0] == Self.unassigned } || !exclusion.excludes(row)
    }
  }
}
