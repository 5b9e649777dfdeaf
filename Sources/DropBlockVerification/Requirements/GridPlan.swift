import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// A small map of which every grid position is waited for: until its block was dropped whole, and until
/// it was dropped alone.
struct GridPlan {
  /// The configuration.
  var configuration: DropBlockConfiguration

  /// The sizes of the map.
  var map: [Int]

  /// The side of the block.
  var block: Int

  /// Whether only blocks that are too large are looked for, because another requirement is about
  /// everything else.
  var isAboutSizeAlone = false
}

extension GridPlan {
  /// How long the blocks of a plan are waited for.
  struct Patience {
    /// The probability that a grid position is a seed.
    let gamma: Double

    /// After how many maps all positions have been seeds, but for a false alarm.
    let seeded: Double

    /// After how many maps each has been the only seed of a map, but for a false alarm.
    let alone: Double

    /// The probability that a map has no seed at all.
    let nothing: Double
  }

  /// How long to wait.
  ///
  /// A position is a seed with probability gamma, and the only seed of its map with probability
  /// q = gamma · (1 − gamma)^(V − 1). So some position of V was no seed in M maps with probability
  /// V · (1 − gamma)^M at most, and never the only one with V · (1 − q)^M at most. The second event
  /// follows from the first, so that both together are as likely as the second.
  ///
  /// - Parameters:
  ///   - positions: The number V of grid positions of a map.
  ///   - logTail: ln of the probability that may be spent.
  func patience(positions: Int, sampler: Sampler, logTail: Double) throws -> Patience {
    let gamma = Gamma.realised(
      try Gamma.value(configuration: configuration, map: map), by: sampler)
    let nothing = Double.pow(1 - gamma, Double(positions))
    let alone = gamma * Double.pow(1 - gamma, Double(positions - 1))
    let logPosition = logTail - .log(Double(positions))
    return Patience(
      gamma: gamma, seeded: logPosition / .log(onePlus: -gamma),
      alone: logPosition / .log(onePlus: -alone), nothing: nothing)
  }
}

extension Examination {
  /// The plans of one block side: the first rank on every declared grid, and every further rank.
  ///
  /// The paper's gamma is such that a map has one seed on average, where a position is most often the
  /// only one.
  func gridPlans(block: Int) -> [GridPlan] {
    let rank = declaration.ranks.contains(2) ? 2 : declaration.ranks.first ?? 1
    let grids = declaration.seedGrids.map { gridPlan(block: block, rank: rank, on: $0) }
    let others = declaration.ranks.filter { $0 != rank }
    return grids
      + others.map { gridPlan(block: block, rank: $0, on: declaration.seedGrids.first ?? .valid) }
  }

  /// The plan of a block side in one rank and on one grid.
  private func gridPlan(block: Int, rank: Int, on grid: SeedGrid) -> GridPlan {
    let places = rank == 1 ? [3] : rank == 2 ? [4, 3] : [3] + [Int](repeating: 2, count: rank - 1)
    let map = places.map { $0 + block - 1 }
    let volume = map.reduce(1) { volume, _ in volume * block }
    var configuration = configuration(
      block: block, p: Double(volume) / Double(map.reduce(1, *)), on: map)
    configuration.seedGrid = grid
    if case .fixed = configuration.gammaRule {
      let positions = LegalBlocks(map: map, sides: map.map { _ in block }, seedGrid: grid).positions
      configuration.gammaRule = .fixed(1 / Double(positions))
    }
    configuration.sharing = []
    if !declaration.sharings.contains([]) { configuration.sharing = declaration.sharings[0] }
    return GridPlan(configuration: configuration, map: map, block: block)
  }
}
