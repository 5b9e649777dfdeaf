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
    if case .known(let rule) = rate { isRateAsked = rule.words == RateRule.asked.words }
    faults =
      (block.words == BlockRule.asked.words ? 0 : 1) + (isRateAsked ? 0 : 1) + (isInverted ? 1 : 0)
      + (seeds == .independent ? 0 : 1)
  }

  /// How a rule ends of which only the blocks are wrong, or only gamma.
  static let rightRates = [
    "; with equation 1's gamma", "; with gamma by the rule asked for",
    "; blocks and seed grid are right",
  ]

  /// All rules that are compared, what was asked for first and then from simple to contrived.
  static let all: [Candidate] = {
    let asked = BlockRule.asked
    let grids = BlockRule.all.prefix(6)
    var candidates = [Candidate(block: asked, rate: .known(.asked))]
    candidates += RateRule.extremes.map { Candidate(block: asked, rate: .known($0)) }
    for block in BlockRule.all {
      // The first of them, on the grid asked for, is there already.
      let rules = grids.contains { $0.words == block.words } ? RateRule.all : RateRule.common
      candidates += rules.dropFirst(block.words == asked.words ? 1 : 0)
        .map { Candidate(block: block, rate: .known($0)) }
      // Who gets the side wrong before gamma is computed has made one mistake, not two.
      if let side = block.side {
        var candidate = Candidate(block: block, rate: .known(.resized(side)))
        candidate.faults = 1
        candidates.append(candidate)
      }
    }
    candidates.append(Candidate(block: asked, rate: .known(.asked), isInverted: true))
    candidates += BlockRule.all.map { Candidate(block: $0, rate: .multiple) }
    candidates += BlockRule.all.map { Candidate(block: $0, rate: .free) }
    candidates.append(Candidate(block: asked, rate: .multiple, isInverted: true))
    for seeds in [SeedLaw.one, .oneWithProbability] {
      candidates += grids.map { Candidate(block: $0, rate: .known(.asked), seeds: seeds) }
    }
    for seeds in [SeedLaw.exactly, .drawn, .oneOrNone] {
      candidates += RateRule.common.map { Candidate(block: asked, rate: .known($0), seeds: seeds) }
      candidates += grids.dropFirst().map {
        Candidate(block: $0, rate: .known(.asked), seeds: seeds)
      }
    }
    return candidates
  }()

  /// The rule in words.
  ///
  /// - Parameters:
  ///   - gammas: What gamma comes to on each survey.
  ///   - isBrief: Whether gammas that were fitted are left out.
  func words(_ evidence: [RuleEvidence], gammas: [Double], isBrief: Bool) -> String {
    let isAsked = block.words == BlockRule.asked.words
    var parts: [String] = []
    if isInverted { parts.append("the mask is inverted: blocks are kept, the rest is dropped") }
    if !isAsked { parts.append(block.words) }
    if let words = seeds.words { parts.append(words) }
    switch rate {
    case .known(let rule):
      if rule.words == RateRule.asked.words {
        if seeds != .independent { return parts.joined(separator: "; ") }
        if isAsked, !isInverted { return "the law asked for" }
        let isPaper = evidence.allSatisfy { $0.survey.plan.configuration.gammaRule == .paper }
        return parts.joined(separator: "; ") + Self.rightRates[isPaper ? 0 : 1]
      } else if isAsked, gammas.allSatisfy({ $0 == 0 }) {
        parts.append("nothing is ever dropped")
      } else if isAsked, gammas.allSatisfy({ $0 == 1 }) {
        parts.append("everything is dropped")
      } else {
        parts.append("gamma is \(rule.words)")
      }
    case .multiple:
      let ratio = zip(evidence, gammas).map { $1 / $0.askedGamma }.first ?? 1
      parts.append("gamma is \(Digits.of(ratio, 4)) times the one asked for")
    case .free where isBrief:
      parts.append("gamma is fitted to each configuration")
    case .free:
      let list = zip(evidence, gammas).prefix(3).map { evidence, gamma in
        "\(Digits.of(gamma, 4)) where \(Digits.of(evidence.askedGamma, 4)) was asked for "
          + "(\(Digits.of(gamma / evidence.askedGamma, 4)) times as much) on "
          + evidence.setting
      }
      parts.append("gamma is " + list.joined(separator: ", "))
      if gammas.count > 3 { parts[parts.count - 1] += ", and so on" }
    }
    if isAsked, !isInverted, seeds == .independent, gammas.contains(where: { $0 > 0 && $0 < 1 }) {
      parts.append("blocks and seed grid are right")
    }
    return parts.joined(separator: "; ")
  }
}
