import DropBlockContract

/// What a block rule comes to on the map of a survey, whatever gamma is.
///
/// Seeds are independent, so the law of any set of units follows from how many possible blocks cover
/// which of them.
struct BlockProfile {
  /// How many blocks cover each unit.
  let covers: [Int]

  /// How many blocks cover at least one unit of each pair of the survey.
  let eitherCovers: [Int]

  /// How many blocks cover exactly these probes of the survey; bit i stands for probe i.
  let traces: [(probes: Int, blocks: Int)]

  /// How many blocks there are on the map.
  let blockCount: Int

  /// Whether each of them covers some unit.
  let hasNoEmptyBlock: Bool

  /// How many units have each cover count.
  let unitsByCover: [(cover: Int, units: Int)]

  /// Nil where the rule does not apply.
  init?(_ rule: BlockRule, _ survey: Survey) {
    let plan = survey.plan
    guard let sides = try? plan.configuration.blockSize.sides(rank: plan.map.count),
      let blocks = rule.footprints(
        map: plan.map, sides: sides, seedGrid: plan.configuration.seedGrid)
    else { return nil }
    var covers = [Int](repeating: 0, count: survey.probabilities.count)
    var blocksOfUnit = [[Int]](repeating: [], count: covers.count)
    for (number, block) in blocks.enumerated() {
      for unit in block {
        covers[unit] += 1
        blocksOfUnit[unit].append(number)
      }
    }
    var traces = [Int](repeating: 0, count: blocks.count)
    for (probe, unit) in survey.probes.enumerated() {
      for number in blocksOfUnit[unit] { traces[number] |= 1 << probe }
    }
    var counts = [Int](repeating: 0, count: 1 << survey.probes.count)
    for trace in traces { counts[trace] += 1 }
    self.covers = covers
    blockCount = blocks.count
    hasNoEmptyBlock = !blocks.contains(where: \.isEmpty)
    self.traces = counts.indices.compactMap {
      $0 > 0 && counts[$0] > 0 ? ($0, counts[$0]) : nil
    }
    eitherCovers = survey.pairs.map { first, second in
      let both = Set(blocksOfUnit[first]).intersection(blocksOfUnit[second]).count
      return covers[first] + covers[second] - both
    }
    var units: [Int: Int] = [:]
    for cover in covers { units[cover, default: 0] += 1 }
    unitsByCover = units.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The expected dropped share at a gamma.
  func share(_ gamma: Double) -> Double {
    let dropped = unitsByCover.reduce(0) { $0 + Double($1.units) * hit(gamma, $1.cover) }
    return covers.isEmpty ? 0 : dropped / Double(covers.count)
  }

  /// The probability that one of `blocks` blocks is seeded, where seeds are independent.
  func hit(_ gamma: Double, _ blocks: Int) -> Double {
    SeedLaw.independent.hits(blocks, of: blockCount, gamma: gamma, p: gamma)
  }

  /// The probability of every set of dropped probes where seeds depend on each other, by inclusion
  /// and exclusion.
  ///
  /// - Parameter hit: The probability that one of a number of blocks is seeded.
  func patterns(probes: Int, _ hit: (Int) -> Double) -> [Double] {
    let all = (1 << probes) - 1
    // First that no probe outside of a set is dropped, then what is not so of a smaller set.
    var law = (0...all).map { dropped in
      1 - hit(traces.reduce(0) { $0 + ($1.probes & ~dropped == 0 ? 0 : $1.blocks) })
    }
    for probe in 0..<probes {
      for pattern in law.indices where pattern >> probe & 1 == 1 {
        law[pattern] -= law[pattern ^ (1 << probe)]
      }
    }
    // What cannot be is 0 but for what differences lose.
    return law.map { $0 < 1e-13 ? 0 : $0 }
  }

  /// The probability of every set of dropped probes, exactly: blocks are added one kind after the
  /// other, and only sums of products of probabilities are formed, so that what cannot be is 0.
  func patterns(_ gamma: Double, probes: Int) -> [Double] {
    var law = [Double](repeating: 0, count: 1 << probes)
    law[0] = 1
    for (trace, blocks) in traces {
      let seeded = hit(gamma, blocks)
      let kept = 1 - seeded
      for pattern in law.indices where pattern & trace != trace && law[pattern] > 0 {
        law[pattern | trace] += law[pattern] * seeded
        law[pattern] *= kept
      }
    }
    return law
  }
}
