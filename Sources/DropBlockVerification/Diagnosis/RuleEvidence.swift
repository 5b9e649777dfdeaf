import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// What one survey says about rules: its counts, and the likelihood of any law of independent seeds.
///
/// **The likelihood.** The independent unit is a map. Of every map the pattern of dropped units among
/// a few probes (corners, border, a block's side apart) is one of 2ᵏ outcomes, whose probabilities
/// follow exactly from gamma and from which blocks cover which probes. So the counts of patterns are
/// multinomial, and Σ count · ln P(pattern) is their true log-likelihood but for a term that is the
/// same for every rule: no normal approximation, and a rule under which something that was seen
/// cannot be has the likelihood 0.
///
/// **The fit.** A rule may be the likeliest of all and yet be wrong. By Chernoff's bound a count K of
/// M maps has P(KL(K/M ‖ P) ≥ t) ≤ 2·e^(−M·t); so if every unit, every pair of the survey and every
/// pattern has M·KL ≤ ln(2Q · 10⁶), with Q of them over all surveys, the rule shows no more than all
/// but 1 of 10⁶ subjects that follow it.
struct RuleEvidence {
  let survey: Survey
  let seen: Observations
  let askedGamma: Double
  private var profiles: [Rule: BlockProfile?] = [:]

  init(_ survey: Survey, _ seen: Observations) {
    self.survey = survey
    self.seen = seen
    askedGamma = survey.law.gamma
  }

  /// The map and its blocks.
  var setting: MapSetting {
    let grid = survey.plan.configuration.seedGrid
    return MapSetting(
      map: survey.plan.map, block: survey.law.geometry.block, grid: grid == .valid ? nil : grid,
      sharing: survey.plan.configuration.sharing)
  }

  /// How many means and patterns are looked at.
  var quantities: Int {
    seen.positionCounts.count + seen.pairCounts.count + seen.patternCounts.count
  }

  /// The profile of a block rule here, computed once.
  mutating func profile(_ rule: BlockRule) -> BlockProfile? {
    if let known = profiles[rule.rule] { return known }
    let profile = BlockProfile(rule, survey)
    profiles[rule.rule] = .some(profile)
    return profile
  }

  /// ln of the likelihood; −∞ where something was seen that the law excludes.
  func logLikelihood(_ law: RuleLaw) -> Double {
    var sum = 0.0
    // Probes may miss what is dropped, but not that nothing is.
    if law.alwaysDrops, seen.droppedCounts[0] > 0 { return -.infinity }
    for (count, probability) in zip(seen.patternCounts, law.patterns) where count > 0 {
      guard probability > 0 else { return -.infinity }
      sum += Double(count) * Double.log(probability)
    }
    return sum
  }

  /// The count that is furthest from the law: M·KL, and what it is a count of; nil where all are as
  /// the law has them.
  func worst(_ law: RuleLaw) -> (divergence: Double, misfit: Misfit)? {
    var worst: (divergence: Double, misfit: Misfit)?
    func look(_ counts: [Int], _ expected: [Double], _ event: (Int) -> Misfit.Event) {
      for (index, (count, probability)) in zip(counts, expected).enumerated() {
        let divergence = Self.divergence(count, of: seen.maps, probability)
        guard divergence > worst?.divergence ?? 0 else { continue }
        worst = (
          divergence,
          Misfit(
            setting: setting, event: event(index), probability: probability,
            frequency: Double(count) / Double(max(seen.maps, 1)))
        )
      }
    }
    look(seen.positionCounts, law.positions) { .unit($0) }
    look(seen.pairCounts, law.pairs) { .pair(survey.pairs[$0].0, survey.pairs[$0].1) }
    look(seen.patternCounts, law.patterns) { pattern in
      .pattern(
        dropped: survey.probes.indices.filter { pattern >> $0 & 1 == 1 }.map { survey.probes[$0] },
        of: survey.probes)
    }
    return worst
  }

  /// M · KL(count / M ‖ probability).
  static func divergence(_ count: Int, of maps: Int, _ probability: Double) -> Double {
    let (hits, misses) = (Double(count), Double(maps - count))
    func part(_ count: Double, _ probability: Double) -> Double {
      if count == 0 { return 0 }
      return probability > 0
        ? count * Double.log(count / Double(maps) / probability) : .infinity
    }
    return max(0, part(hits, probability) + part(misses, 1 - probability))
  }
}

/// What a rule with a gamma says of everything that a survey counts.
struct RuleLaw {
  let positions: [Double]
  let pairs: [Double]
  let patterns: [Double]

  /// Whether no map is kept whole.
  let alwaysDrops: Bool

  init(_ profile: BlockProfile, _ survey: Survey, gamma: Double, _ candidate: Candidate) {
    let p = survey.plan.configuration.dropProbability
    func hit(_ blocks: Int) -> Double {
      candidate.seeds.hits(blocks, of: profile.blockCount, gamma: gamma, p: p)
    }
    let positions = profile.covers.map(hit)
    alwaysDrops =
      profile.hasNoEmptyBlock && !candidate.isInverted && hit(profile.blockCount) >= 1
    // Both dropped: one, plus the other, less either.
    let pairs = zip(survey.pairs, profile.eitherCovers).map { pair, either in
      max(0, positions[pair.0] + positions[pair.1] - hit(either))
    }
    let probes = survey.probes.count
    let patterns =
      candidate.seeds == .independent
      ? profile.patterns(gamma, probes: probes) : profile.patterns(probes: probes, hit)
    guard candidate.isInverted else {
      (self.positions, self.pairs, self.patterns) = (positions, pairs, patterns)
      return
    }
    self.positions = positions.map { 1 - $0 }
    self.pairs = profile.eitherCovers.map { 1 - hit($0) }
    self.patterns = patterns.reversed()
  }
}
