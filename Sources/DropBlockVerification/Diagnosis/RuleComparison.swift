import DropBlockContract
import DropBlockPlatform

/// Which known rule makes what several surveys have shown most likely, and whether it fits them.
struct RuleComparison {
  private var evidence: [RuleEvidence]

  /// One rule, with the best gammas it can have.
  struct Entry {
    let candidate: Candidate
    let gammas: [Double]

    /// ln of the likelihood over all surveys, less ½ ln(maps) for each gamma that was fitted.
    let likelihood: Double

    /// By which rules are ordered: the likelihood, less ln 1000 for each fault beyond the first, as
    /// two at once are rarer than one.
    var score: Double {
      likelihood - Double(max(candidate.faults - 1, 0)) * Double.log(1000)
    }
  }

  /// All rules that apply, the likeliest first.
  private(set) var entries: [Entry] = []

  /// The law asked for.
  private(set) var asked: Entry?

  /// Compares all rules on what was seen.
  init(
    _ seen: [(survey: Survey, observations: Observations)],
    only candidates: [Candidate] = Candidate.all
  ) {
    evidence = seen.map { RuleEvidence($0.survey, $0.observations) }
    for candidate in candidates {
      guard let entry = judge(candidate) else { continue }
      if asked == nil { asked = entry }
      entries.append(entry)
    }
    let listed = entries.enumerated().sorted {
      ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
    }
    // Rules with one law differ by what sums lose; then the one that was listed first comes first.
    guard !listed.isEmpty else { return }
    let likeliest = listed.prefix {
      Self.isSame($0.element, listed[0].element)
        && $0.element.candidate.faults == listed[0].element.candidate.faults
    }
    entries =
      likeliest.sorted { $0.offset < $1.offset }.map(\.element)
      + listed.dropFirst(likeliest.count).map(\.element)
  }

  /// The number of maps that were looked at.
  var maps: Int { evidence.reduce(0) { $0 + $1.seen.maps } }

  /// The configurations of the surveys.
  var settings: [MapSetting] { evidence.map(\.setting) }

  /// What the evidence was taken from.
  var surveys: Int { evidence.count }

  /// Whether two rules make what was seen equally likely.
  static func isSame(_ one: Entry, _ other: Entry) -> Bool {
    one.likelihood == other.likelihood
      || one.likelihood.isFinite && other.likelihood.isFinite
        && abs(one.likelihood - other.likelihood) <= 1e-10 * abs(one.likelihood) + 1e-6
  }

  /// What a rule says is wrong.
  func explanation(_ entry: Entry) -> Explanation {
    entry.candidate.explanation(evidence, gammas: entry.gammas)
  }

  /// What speaks against a rule although it may be the likeliest; nil where it fits.
  ///
  /// - Parameter survey: The survey that is looked at; nil looks at all of them.
  mutating func misfit(_ entry: Entry, in survey: Int? = nil) -> Misfit? {
    let quantities = evidence.reduce(0) { $0 + $1.quantities }
    let threshold = Double.log(2 * Double(quantities) * 1e6)
    var worst: (divergence: Double, misfit: Misfit)?
    for index in evidence.indices where survey == nil || survey == index {
      guard let profile = evidence[index].profile(entry.candidate.block) else { continue }
      let law = RuleLaw(
        profile, evidence[index].survey, gamma: entry.gammas[index],
        entry.candidate)
      guard let here = evidence[index].worst(law) else { continue }
      if here.divergence > worst?.divergence ?? 0 { worst = here }
    }
    return worst.flatMap { $0.divergence > threshold ? $0.misfit : nil }
  }

  private mutating func judge(_ candidate: Candidate) -> Entry? {
    var profiles: [BlockProfile] = []
    for index in evidence.indices {
      guard let profile = evidence[index].profile(candidate.block) else { return nil }
      profiles.append(profile)
    }
    guard let gammas = gammas(candidate, profiles) else { return nil }
    var likelihood = 0.0
    for (index, profile) in profiles.enumerated() {
      let law = RuleLaw(
        profile, evidence[index].survey, gamma: gammas[index], candidate)
      likelihood += evidence[index].logLikelihood(law)
    }
    switch candidate.rate {
    case .known: break
    case .multiple: likelihood -= Double.log(Double(max(maps, 1))) / 2
    case .free:
      for seen in evidence { likelihood -= Double.log(Double(max(seen.seen.maps, 1))) / 2 }
    }
    return Entry(candidate: candidate, gammas: gammas, likelihood: likelihood)
  }

  private func gammas(_ candidate: Candidate, _ profiles: [BlockProfile]) -> [Double]? {
    switch candidate.rate {
    case .known(let rule):
      // The gamma that was asked for is the one that the sampler realises.
      if rule.isAsked { return evidence.map(\.askedGamma) }
      let gammas = evidence.compactMap {
        rule.gamma($0.survey.plan.configuration, $0.survey.plan.map)
      }
      return gammas.count == evidence.count ? gammas : nil
    case .multiple:
      let ratio = solve(candidate, profiles, Array(evidence.indices))
      return evidence.map { min($0.askedGamma * ratio, 1) }
    case .free:
      // With one survey that is the same as one factor.
      guard evidence.count > 1 else { return nil }
      return evidence.indices.map {
        min(evidence[$0].askedGamma * solve(candidate, profiles, [$0]), 1)
      }
    }
  }

  /// The factor on gamma with which a rule expects as much to be dropped as was seen.
  ///
  /// The share grows with gamma, so bisection finds it; the whole map's share is a better estimate
  /// than what the probes alone show.
  private func solve(
    _ candidate: Candidate, _ profiles: [BlockProfile], _ surveys: [Int]
  ) -> Double {
    func excess(_ ratio: Double) -> Double {
      surveys.reduce(0) { sum, index in
        let seen = evidence[index].seen
        let observed = candidate.isInverted ? 1 - seen.share : seen.share
        let gamma = min(evidence[index].askedGamma * ratio, 1)
        return sum + Double(seen.maps) * (profiles[index].share(gamma) - observed)
      }
    }
    var (low, high) = (-30.0, 30.0)
    for _ in 0..<48 {
      let middle = (low + high) / 2
      if excess(Double.exp(middle)) < 0 { low = middle } else { high = middle }
    }
    return Double.exp((low + high) / 2)
  }
}
