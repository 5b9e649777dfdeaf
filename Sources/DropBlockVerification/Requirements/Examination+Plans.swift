import DropBlockContract

extension Examination {
  /// The survey of the declared defaults on the paper's own example, as far as the ranks allow.
  var mainPlan: SurveyPlan {
    let map = map([14, 14])
    return SurveyPlan(
      configuration: configuration(block: 7, p: 0.1, on: map), map: map,
      maps: maps(profile.maps), comparesMaps: true)
  }

  /// How many maps to look at, of those that the profile has for a survey.
  ///
  /// Where all maps of a call are one, each costs a call: a subject that shares everything by default
  /// would take many times as long as another. It is looked at less, and less closely, unless a margin
  /// was asked for.
  private func maps(_ wanted: Int) -> Int {
    guard declaration.sharings.first == [.channels, .samples], profile.margin == nil else {
      return wanted
    }
    return max(wanted / 64, min(wanted, 8_192))
  }

  /// A survey of maps in which units are coins, with block 1, or in which whole maps are.
  func coinPlan(block: Int, p: Double) -> SurveyPlan {
    // Pairs of maps say less than maps do.
    let comparesMaps = block > 1 && p == 0.5
    let map = map([5, 5])
    return SurveyPlan(
      configuration: configuration(block: block, p: p, on: map), map: map,
      maps: maps(comparesMaps ? max(profile.maps / 4, 8192) : max(profile.maps / 16, 1024)),
      comparesMaps: comparesMaps)
  }

  /// The survey in which every second map is dropped, and all of it.
  var wholeMapPlan: SurveyPlan { coinPlan(block: 5, p: 0.5) }

  /// The surveys of maps so small that the probability of every mask is known: one of each rank.
  ///
  /// The blocks are the smallest that overlap, of side 2; of side 3 where even ones are not computed.
  var maskPlans: [SurveyPlan] {
    [1, 2, 3].filter(declaration.ranks.contains).compactMap { rank in
      let isOdd = computesOnlyOdd(on: declaration.seedGrids.first ?? .valid, rank: rank)
      let maps =
        declaration.blocks == .one ? [Self.mapOfUnits(rank)] : Self.smallMaps(rank, isOdd: isOdd)
      return maps.lazy.compactMap {
        self.maskPlan(block: isOdd ? 3 : 2, map: $0)
      }.first
    }
  }

  /// Whether some of the small maps are looked at with odd blocks, because even ones are not computed.
  var hasOddMaskPlans: Bool {
    declaration.blocks == .any
      && maskPlans.contains { $0.configuration.blockSize == .uniform(3) }
  }

  /// Small maps of a rank, in the order in which they are tried.
  private static func smallMaps(_ rank: Int, isOdd: Bool) -> [[Int]] {
    switch rank {
    case 1: [isOdd ? [10] : [9]]
    case 2: isOdd ? [[4, 5], [3, 4]] : [[3, 4]]
    default: isOdd ? [[3, 4, 4]] : [[2, 3, 3]]
    }
  }

  /// A map so small that each set of its units is dropped now and then, where all are as likely.
  private static func mapOfUnits(_ rank: Int) -> [Int] {
    switch rank {
    case 1: [6]
    case 2: [2, 3]
    default: [1, 2, 3]
    }
  }

  /// The survey of a small map; nil where there are too many sets of seeds to list.
  private func maskPlan(block: Int, map: [Int]) -> SurveyPlan? {
    var plan = SurveyPlan(
      configuration: configuration(block: block, p: 0.5, on: map), map: map,
      maps: maps(max(profile.maps / 8, 4096)), countsMasks: true)
    if declaration.gammaRules.contains(.fixed) { plan.configuration.gammaRule = .fixed(0.3) }
    let side = declaration.blocks.side(block, on: map)
    let blocks = LegalBlocks(
      map: map, sides: map.map { min(side, $0) }, seedGrid: plan.configuration.seedGrid)
    return blocks.positions <= MaskLaw.mostPositions ? plan : nil
  }

  /// The surveys behind the rate requirements: the defaults on two maps and, of a subject with
  /// many options, each of its seed grids, gamma rules, samplers and ranks once.
  var ratePlans: [SurveyPlan] {
    let few = maps(max(profile.maps / 8, 2048))
    func plan(block: Int, p: Double, on map: [Int]) -> SurveyPlan {
      SurveyPlan(
        configuration: configuration(block: block, p: p, on: map), map: map, maps: few)
    }
    var plans = [mainPlan, plan(block: 3, p: 0.25, on: map([12, 9]))]
    for grid in declaration.seedGrids.dropFirst() {
      let map = map([9, 11])
      // The two centres differ for even blocks alone.
      let block = computesOnlyOdd(on: grid, rank: map.count) ? 5 : 4
      var plan = plan(block: block, p: 0.2, on: map)
      plan.configuration.seedGrid = grid
      plans.append(plan)
    }
    for rule in declaration.gammaRules.dropFirst() {
      var plan = plan(block: 5, p: 0.3, on: map([10, 13]))
      switch rule {
      case .paper: plan.configuration.gammaRule = .paper
      case .blockVolume: plan.configuration.gammaRule = .blockVolume
      case .calibrated: plan.configuration.gammaRule = .calibrated
      case .fixed: plan.configuration.gammaRule = .fixed(0.02)
      }
      plans.append(plan)
    }
    for sampler in declaration.samplers.dropFirst() {
      var plan = mainPlan
      plan.comparesMaps = false
      plan.configuration.sampler = sampler
      plan.maps = few
      plans.append(plan)
    }
    for sharing in declaration.sharings.dropFirst() {
      var plan = mainPlan
      plan.comparesMaps = false
      plan.configuration.sharing = sharing
      plan.maps = max(sharing == [.channels, .samples] ? few / 64 : few / 4, 2048)
      plans.append(plan)
    }
    for rank in declaration.ranks where rank != mainPlan.map.count {
      let spatial = rank == 1 ? [40] : [6, 7, 8].prefix(rank).map { $0 }
      plans.append(plan(block: 3, p: 0.2, on: spatial))
    }
    return plans
  }
}
