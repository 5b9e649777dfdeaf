import DropBlockPlatform

/// Cases that were drawn to see where a fault shows: the values of options that each has, and whether it
/// fails.
///
/// They are drawn once a requirement is red, and none is made smaller: shrinking goes where the fault is,
/// and says nothing about where it is not.
package struct CaseSample: Sendable, Hashable {
  /// One case.
  package struct Row: Sendable, Hashable {
    let values: [OptionValue]
    let fails: Bool
  }

  private(set) var rows: [Row] = []

  package init() {}

  /// Takes in a case.
  mutating func add(_ values: some Sequence<OptionValue>, fails: Bool) {
    rows.append(Row(values: Array(values), fails: fails))
  }

  /// Takes in the cases of another requirement.
  mutating func add(_ other: CaseSample) { rows += other.rows }

  /// The same cases without some of the values that they have.
  func leavingOut(_ isLeftOut: (OptionValue) -> Bool) -> CaseSample {
    var sample = CaseSample()
    for row in rows { sample.add(row.values.filter { !isLeftOut($0) }, fails: row.fails) }
    return sample
  }

  /// The chance at most that cases which fail at random have as much in common.
  private static let chance = 1e-4

  /// By how much two values have to be less likely in common than one, to be named instead.
  private static let forTwo = 1e3

  /// What all failing cases have in common and others have not; nil where that may be chance.
  ///
  /// Where cases fail whatever they have, h of them all have a value that a share q of all cases has with
  /// probability q^h. The value is told, or the two, of which that is least likely.
  var whereabouts: Whereabouts? {
    let failing = rows.filter(\.fails)
    let hulls = Self.hulls(failing)
    // What a case has, ranges that hold all failing cases among it.
    let having = rows.map { row in
      Set(row.values).union(hulls.filter { hull in row.values.contains(where: hull.covers) })
    }
    let failures = rows.indices.filter { rows[$0].fails }
    guard let first = failures.first else { return nil }
    let common = failures.reduce(having[first]) { $0.intersection(having[$1]) }
      // In some order: of two that come to the same it is always one.
      .sorted { String(describing: $0) < String(describing: $1) }
    let pairs = common.indices.flatMap { one in common[(one + 1)...].map { [common[one], $0] } }
    let tried = Double(Set(rows.flatMap(\.values)).count)
    func likeliest(_ choices: [[OptionValue]], of tried: Double) -> (
      values: [OptionValue], log: Double
    )? {
      choices.map { choice in
        let share = Double(having.count { $0.isSuperset(of: choice) }) / Double(rows.count)
        return (choice, Double(failing.count) * Double.log(share) + Double.log(tried))
      }.min { $0.1 < $1.1 }
    }
    guard var found = likeliest(common.map { [$0] }, of: tried) else { return nil }
    if let two = likeliest(pairs, of: tried * tried / 2),
      two.log < found.log - Double.log(Self.forTwo)
    {
      found = two
    }
    guard found.log < Double.log(Self.chance) else { return nil }
    let passing = rows.indices.filter { !rows[$0].fails }
    let alike = passing.count { having[$0].isSuperset(of: found.values) }
    return Whereabouts(
      values: found.values, failing: failing.count, alike: alike, others: passing.count - alike)
  }

  /// The least ranges that hold the numbers of samples, of channels and of units of all failing cases.
  private static func hulls(_ failing: [Row]) -> [OptionValue] {
    func hull(
      _ range: (OptionValue) -> ClosedRange<Int>?, _ value: (ClosedRange<Int>) -> OptionValue
    ) -> OptionValue? {
      let ranges = failing.compactMap { $0.values.lazy.compactMap(range).first }
      guard ranges.count == failing.count, let low = ranges.map(\.lowerBound).min(),
        let high = ranges.map(\.upperBound).max()
      else { return nil }
      return value(low...high)
    }
    return [
      hull({ if case .samples(let range) = $0 { range } else { nil } }, OptionValue.samples),
      hull({ if case .channels(let range) = $0 { range } else { nil } }, OptionValue.channels),
      hull({ if case .units(let range) = $0 { range } else { nil } }, OptionValue.units),
    ].compactMap { $0 }
  }
}

extension OptionValue {
  /// Whether a range has all numbers of another.
  fileprivate func covers(_ other: OptionValue) -> Bool {
    switch (self, other) {
    case (.samples(let wide), .samples(let range)), (.channels(let wide), .channels(let range)),
      (.units(let wide), .units(let range)):
      wide.contains(range.lowerBound) && wide.contains(range.upperBound)
    default: false
    }
  }
}

/// Where a fault shows: what the cases that show it have in common.
package struct Whereabouts: Sendable, Hashable {
  /// Whether a case with some values has all of these.
  func holds(of values: some Sequence<OptionValue>) -> Bool {
    self.values.allSatisfy { value in values.contains { $0 == value || value.covers($0) } }
  }

  /// The values that all of them have.
  package var values: [OptionValue]

  /// How many cases show it.
  package var failing: Int

  /// How many with these values do not, and how many without them were looked at, of which none does;
  /// nil where others were not counted.
  package var alike = 0
  package var others: Int?
}
