import DropBlockPlatform

/// What is wrong with frequencies: the known law that makes them likeliest, if it fits.
enum FrequencyDiagnosis {
  /// How much likelier a rule must be than the next one to be named alone: a thousand times.
  static let clearOdds = 3.0

  /// Which known rule fits what was seen, or that none does.
  static func of(_ seen: [(survey: Survey, observations: Observations)]) -> Diagnosis {
    // No law of one map says which maps of a call are left out.
    let left = seen.compactMap { NeverDropped(partOf: $0.survey, $0.observations) }
    let unlike = seen.lazy.compactMap { UnlikeMaps($0.observations) }.first
    if let fault = left.isEmpty ? unlike.map(KnownFault.unlikeMaps) : .neverDropped(left) {
      let comparison = RuleComparison(seen)
      return Diagnosis(
        explanation: Explanation([fault]),
        evidence: .frequencies(
          FrequencyEvidence(
            conclusion: .mapsAreUnlike, maps: comparison.maps, configurations: comparison.surveys,
            settings: comparison.settings)))
    }
    var diagnosis = ofLaws(seen)
    guard diagnosis.explanation == nil else { return diagnosis }
    // What is never dropped can be said whatever the law may be.
    let never = seen.compactMap { NeverDropped($0.survey, $0.observations) }
    if !never.isEmpty { diagnosis.explanation = Explanation([.neverDropped(never)]) }
    return diagnosis
  }

  private static func ofLaws(
    _ seen: [(survey: Survey, observations: Observations)]
  ) -> Diagnosis {
    var comparison = RuleComparison(seen)
    func diagnosis(
      _ conclusion: FrequencyEvidence.Conclusion, _ explanation: Explanation? = nil,
      or alternative: Explanation? = nil, same equivalents: [Explanation] = []
    ) -> Diagnosis {
      Diagnosis(
        explanation: explanation, alternative: alternative, equivalents: equivalents,
        evidence: .frequencies(
          FrequencyEvidence(
            conclusion: conclusion, maps: comparison.maps, configurations: comparison.surveys,
            settings: comparison.settings)))
    }
    guard let best = comparison.entries.first, let asked = comparison.asked,
      best.score > -.infinity
    else { return diagnosis(.nothingCanBe) }
    if RuleComparison.isSame(best, asked) {
      guard let misfit = comparison.misfit(asked) else {
        return diagnosis(.nothingIsLikelier(byMuch: false))
      }
      return diagnosis(.closest(comparison.explanation(asked), odds: nil, misfit: misfit))
    }
    let explanation = comparison.explanation(best)
    let odds = FrequencyEvidence.Odds(logarithm: best.likelihood - asked.likelihood)
    if let misfit = comparison.misfit(best) {
      if seen.count > 1, let partly = partly(seen) { return partly }
      return diagnosis(.closest(explanation, odds: odds, misfit: misfit))
    }
    let alike = comparison.entries.dropFirst().filter {
      RuleComparison.isSame($0, best) && isKnown($0)
        && $0.candidate.faults == best.candidate.faults && !isRestatement($0, of: best)
    }
    let next = comparison.entries.dropFirst().first { entry in
      !RuleComparison.isSame(entry, best)
        && !([best] + alike).contains { isRefinement(entry, of: $0) }
    }
    func isHardlyBelow(_ entry: RuleComparison.Entry) -> Bool {
      (best.score - entry.score) / .ln10 < clearOdds && comparison.misfit(entry) == nil
    }
    if isHardlyBelow(asked) { return diagnosis(.nothingIsLikelier(byMuch: true)) }
    var equivalents: [Explanation] = []
    for other in alike.map(comparison.explanation)
    where other != explanation && !equivalents.contains(other) {
      equivalents.append(other)
    }
    equivalents = Array(equivalents.prefix(4))
    if let next, isHardlyBelow(next) {
      return diagnosis(
        .fits(odds: odds, next: nil), explanation, or: comparison.explanation(next),
        same: equivalents)
    }
    let rival = next.map {
      FrequencyEvidence.Rival(
        explanation: comparison.explanation($0),
        odds: FrequencyEvidence.Odds(logarithm: best.likelihood - $0.likelihood))
    }
    return diagnosis(.fits(odds: odds, next: rival), explanation, same: equivalents)
  }

  /// The rule of the first configuration alone, and where else it fits; nil if none fits there.
  private static func partly(_ seen: [(survey: Survey, observations: Observations)]) -> Diagnosis? {
    var first = RuleComparison([seen[0]])
    guard let best = first.entries.first, isKnown(best), best.score > -.infinity,
      first.asked.map({ !RuleComparison.isSame(best, $0) }) ?? true, first.misfit(best) == nil
    else { return nil }
    var others: [MapSetting] = []
    for one in seen.dropFirst() {
      var alone = RuleComparison([one], only: [best.candidate])
      if let entry = alone.entries.first, alone.misfit(entry) == nil { continue }
      others.append(RuleEvidence(one.survey, one.observations).setting)
    }
    var diagnosis = ofLaws([seen[0]])
    guard case .frequencies(var evidence) = diagnosis.evidence else { return nil }
    evidence.misfits = FrequencyEvidence.Misfits(settings: others, configurations: seen.count)
    diagnosis.evidence = .frequencies(evidence)
    return diagnosis
  }

  private static func isKnown(_ entry: RuleComparison.Entry) -> Bool {
    if case .known = entry.candidate.rate { true } else { false }
  }

  /// Whether a rule lays the same wrong blocks, and has a name for a gamma that is the one asked for.
  private static func isRestatement(
    _ entry: RuleComparison.Entry, of best: RuleComparison.Entry
  ) -> Bool {
    guard case .known(let rate) = best.candidate.rate else { return false }
    return rate.isAsked && !best.candidate.hasAskedBlocks
      && entry.candidate.block.rule == best.candidate.block.rule
      && entry.candidate.isInverted == best.candidate.isInverted
      && entry.candidate.seeds == best.candidate.seeds
  }

  /// Whether a rule is another with its gamma fitted, which is no other explanation.
  private static func isRefinement(
    _ entry: RuleComparison.Entry, of best: RuleComparison.Entry
  ) -> Bool {
    !isKnown(entry) && entry.candidate.block.rule == best.candidate.block.rule
      && entry.candidate.isInverted == best.candidate.isInverted
      && entry.candidate.seeds == best.candidate.seeds
  }
}
