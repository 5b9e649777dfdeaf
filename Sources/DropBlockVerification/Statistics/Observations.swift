/// What has been seen of one configuration so far: counts, from which all evidence follows.
struct Observations {
  /// The number of independent maps that were looked at.
  var maps = 0

  /// How many maps had each number of dropped units, 0…units.
  var droppedCounts: [Int]

  /// How often each unit was dropped, row-major.
  var positionCounts: [Int]

  /// In how many maps of each sample of a call, and of each channel, some unit was dropped.
  var sampleCounts: [Int] = []
  var channelCounts: [Int] = []

  /// How often both units of each pair were dropped.
  var pairCounts: [Int]

  /// How often each pattern of dropped probes was seen; bit i stands for probe i.
  var patternCounts: [Int] = []

  /// How often each mask was seen, on maps of few units; bit u stands for unit u.
  var maskCounts: [UInt64: Int] = [:]

  /// What pairs of maps that ought to be independent have in common, by how they are related.
  var overlaps: [Relation: Overlap] = [:]

  /// Nothing yet, of maps of a number of units.
  init(units: Int, pairs: Int, probes: Int = 0) {
    droppedCounts = Array(repeating: 0, count: units + 1)
    positionCounts = Array(repeating: 0, count: units)
    pairCounts = Array(repeating: 0, count: pairs)
    patternCounts = Array(repeating: 0, count: 1 << probes)
  }

  /// The number of dropped units in all maps.
  var dropped: Int { droppedCounts.enumerated().reduce(0) { $0 + $1.offset * $1.element } }

  /// How many maps were dropped neither wholly nor not at all.
  var mapsDroppedInPart: Int { droppedCounts.dropFirst().dropLast().reduce(0, +) }

  /// The dropped share of what was seen.
  var share: Double {
    maps == 0 ? 0 : Double(dropped) / Double(maps) / Double(positionCounts.count)
  }
}

/// What related maps have in common.
///
/// A pair (A, B) is set beside another pair (A′, B′) from elsewhere, and the partners are exchanged:
/// D = |A ∩ B| + |A′ ∩ B′| − |A ∩ B′| − |A′ ∩ B| has the mean 0 where the relation does not matter,
/// whatever the law of one map may be. So a wrong rate is not taken for a lack of independence.
struct Overlap {
  /// How many pairs had each number of units dropped in both, 0…units.
  var common: [Int]

  /// How many pairs of pairs had each D + units, 0…2·units.
  var exchanged: [Int]

  /// How many pairs are not one mask twice.
  var different = 0

  /// Nothing yet, of maps of a number of units.
  init(units: Int) {
    common = Array(repeating: 0, count: units + 1)
    exchanged = Array(repeating: 0, count: 2 * units + 1)
  }

  /// Takes in two pairs, and what an exchange of partners changes.
  mutating func add(common: (Int, Int), exchanged difference: Int, different: Int) {
    self.common[common.0] += 1
    self.common[common.1] += 1
    exchanged[difference + exchanged.count / 2] += 1
    self.different += different
  }

  /// Takes in a pair by itself.
  mutating func add(common: Int, isSame: Bool) {
    self.common[common] += 1
    if !isSame { different += 1 }
  }

  /// The number of pairs.
  var pairs: Int { common.reduce(0, +) }

  /// The number of units dropped in both, over all pairs.
  var units: Int { common.enumerated().reduce(0) { $0 + $1.offset * $1.element } }

  /// The mean number of units in common of the same maps with partners exchanged; nil where none
  /// were, as in calls of one map.
  var unitsWithPartnersExchanged: Double? {
    let middle = exchanged.count / 2
    let exchanges = exchanged.reduce(0, +)
    guard exchanges > 0 else { return nil }
    let gained = exchanged.enumerated().reduce(0) { $0 + ($1.offset - middle) * $1.element }
    return Double(units - gained) / Double(2 * exchanges)
  }

  /// Whether the exchange never made a difference, as where every map is the same.
  var isIndifferent: Bool {
    let middle = exchanged.count / 2
    return exchanged.enumerated().allSatisfy { $0.element == 0 || $0.offset == middle }
  }
}
