import DropBlockContract

/// One known rule: how blocks lie, what gamma is, and whether the mask is the right way round.
struct Candidate {
  /// Where gamma comes from.
  enum Rate {
    /// A known rule.
    case known(RateRule)

    /// What was asked for, times one factor that follows from the shares that were seen.
    case multiple

    /// What the share that was seen says, for each survey by itself.
    case free
  }

  let block: BlockRule
  let rate: Rate
  let isInverted: Bool

  /// How the seeds of a map depend on each other.
  let seeds: SeedLaw

  /// How many things are wrong at once.
  private(set) var faults: Int

  init(
    block: BlockRule, rate: Rate, isInverted: Bool = false, seeds: SeedLaw = .independent
  ) {
    self.block = block
    self.rate = rate
    self.isInverted = isInverted
    self.seeds = seeds
    var isRateAsked = false
    if case .known(let rule) = rate { isRateAsked = rule.isAsked }
    faults =
      (block.isAsked ? 0 : 1) + (isRateAsked ? 0 : 1) + (isInverted ? 1 : 0)
      + (seeds == .independent ? 0 : 1)
  }

  /// What is no seed is grown and kept: a unit is dropped only where every block over it is seeded.
  private static let eroded: Candidate = {
    var candidate = Candidate(block: .asked, rate: .known(.complement), isInverted: true)
    candidate.faults = 1
    return candidate
  }()

  /// Whether blocks are laid as was asked for.
  var hasAskedBlocks: Bool { block.isAsked }

  private static let erosion = Rule(
    "blocks.eroded",
    "seeds are eroded, not grown: a unit is dropped only where every block over it is seeded")

  /// All rules that are compared, what was asked for first and then from simple to contrived.
  static let all: [Candidate] = {
    let asked = BlockRule.asked
    var candidates = [Candidate(block: asked, rate: .known(.asked))]
    candidates += RateRule.extremes.map { Candidate(block: asked, rate: .known($0)) }
    for block in BlockRule.all {
      let rules = block.isOnKnownGrid ? RateRule.all : RateRule.common
      // Both as asked for is there already.
      candidates += rules.filter { !block.isAsked || !$0.isAsked }
        .map { Candidate(block: block, rate: .known($0)) }
      // Who gets the side wrong before gamma is computed has made one mistake, not two.
      if let sides = block.sides {
        var candidate = Candidate(block: block, rate: .known(.resized(sides)))
        candidate.faults = 1
        candidates.append(candidate)
      }
    }
    candidates.append(Candidate(block: asked, rate: .known(.asked), isInverted: true))
    candidates.append(.eroded)
    candidates += BlockRule.all.map { Candidate(block: $0, rate: .multiple) }
    candidates += BlockRule.all.map { Candidate(block: $0, rate: .free) }
    candidates.append(Candidate(block: asked, rate: .multiple, isInverted: true))
    for seeds in [SeedLaw.one, .oneWithProbability] {
      candidates += BlockRule.onKnownGrids.map {
        Candidate(block: $0, rate: .known(.asked), seeds: seeds)
      }
    }
    for seeds in [SeedLaw.exactly, .drawn, .oneOrNone, .atMostOne] {
      candidates += RateRule.common.map { Candidate(block: asked, rate: .known($0), seeds: seeds) }
      candidates += BlockRule.onKnownGrids.filter { !$0.isAsked }.map {
        Candidate(block: $0, rate: .known(.asked), seeds: seeds)
      }
    }
    return candidates
  }()

  /// What the rule says is wrong, where gamma comes to what it does on each survey.
  func explanation(_ evidence: [RuleEvidence], gammas: [Double]) -> Explanation {
    var faults: [KnownFault] = []
    if isInverted, case .known(let rate) = rate, rate.rule == RateRule.complement.rule {
      return Explanation([.blocks(Self.erosion)])
    }
    if isInverted { faults.append(.invertedMask) }
    if !hasAskedBlocks { faults.append(.blocks(block.rule)) }
    if let rule = seeds.rule { faults.append(.seeds(rule)) }
    switch rate {
    case .known(let rate) where rate.isAsked:
      guard seeds == .independent, !faults.isEmpty else { return Explanation(faults) }
      let isPaper = evidence.allSatisfy { $0.survey.plan.configuration.gammaRule == .paper }
      return Explanation(
        faults, besides: isPaper ? .equationOneGamma : .gammaByTheRuleAskedFor)
    case .known(let rate):
      if hasAskedBlocks, gammas.allSatisfy({ $0 == 0 }) {
        faults.append(.nothingIsDropped)
      } else if hasAskedBlocks, gammas.allSatisfy({ $0 == 1 }) {
        faults.append(.everythingIsDropped)
      } else {
        faults.append(.gamma(rate.rule))
      }
    case .multiple:
      let ratio = zip(evidence, gammas).map { $1 / $0.askedGamma }.first ?? 1
      faults.append(.gammaMultiple(SignificantNumber(ratio, digits: 4)))
    case .free:
      faults.append(
        .gammaFitted(
          zip(evidence, gammas).map { evidence, gamma in
            FittedGamma(
              gamma: SignificantNumber(gamma, digits: 3),
              asked: SignificantNumber(evidence.askedGamma, digits: 4),
              ratio: SignificantNumber(gamma / evidence.askedGamma, digits: 3),
              setting: evidence.setting)
          }))
    }
    let isLaidRight = hasAskedBlocks && !isInverted && seeds == .independent
    let isRandom = gammas.contains { $0 > 0 && $0 < 1 }
    return Explanation(faults, besides: isLaidRight && isRandom ? .blocksAndSeedGrid : nil)
  }
}
