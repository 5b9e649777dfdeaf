import DropBlockPlatform

/// What is wrong with frequencies, in the field's words.
enum StatisticalDiagnosis {
  /// How much likelier a rule must be than the next one to be named alone: a thousand times.
  static let clearOdds = 3.0

  private static let more = "what was found depends on more than blocks and gamma"

  /// The lines that say which known rule fits what was seen, or that none does.
  static func lines(_ seen: [(survey: Survey, sightings: Sightings)]) -> [String] {
    var comparison = RuleComparison(seen)
    guard let best = comparison.entries.first, let asked = comparison.asked,
      best.score > -.infinity
    else {
      return ["none of the known rules fits: under each of them something that was seen cannot be"]
    }
    if RuleComparison.isSame(best, asked) {
      if let misfit = comparison.misfit(asked) {
        return ["none of the known rules fits", "the closest: the law asked for, but \(misfit)"]
      }
      return ["none of the known rules is likelier than the law asked for; \(more)"]
    }
    let words = comparison.words(best)
    let against = odds(best.likelihood - asked.likelihood, "the law asked for")
    if let misfit = comparison.misfit(best) {
      if seen.count > 1, let partly = partly(seen) { return partly }
      let brief = comparison.words(best, isBrief: true)
      return [
        "none of the known rules fits",
        "the closest: \(brief) (\(against)), but \(misfit)",
      ]
    }
    let alike = comparison.entries.dropFirst().filter {
      RuleComparison.isSame($0, best) && isKnown($0)
        && $0.candidate.faults == best.candidate.faults
    }
    let next = comparison.entries.dropFirst().first { entry in
      !RuleComparison.isSame(entry, best)
        && !([best] + alike).contains { isRefinement(entry, of: $0) }
    }
    func isHardlyBelow(_ entry: RuleComparison.Entry) -> Bool {
      (best.score - entry.score) / .ln10 < clearOdds
        && comparison.misfit(entry) == nil
    }
    if isHardlyBelow(asked) {
      return ["none of the known rules is much likelier than the law asked for; \(more)"]
    }
    var lines: [String] = []
    if let next, isHardlyBelow(next) {
      lines.append(
        "either \(words), or \(comparison.words(next, isBrief: true)): what was seen does not tell them apart"
      )
      lines.append(against)
    } else {
      lines.append(words)
      lines.append(
        against
          + (next.map {
            ", "
              + odds(
                best.likelihood - $0.likelihood, "the next (\(comparison.words($0, isBrief: true)))"
              )
          }
            ?? ""))
    }
    if !alike.isEmpty {
      var others: [String] = []
      for rule in alike.map({ comparison.words($0) }) where rule != words && !others.contains(rule)
      {
        others.append(rule)
      }
      if !others.isEmpty {
        lines.append(FaultSummary.alike[1] + others.prefix(4).joined(separator: "; or: "))
      }
    }
    lines.append(
      "it fits \(Decimals.grouped(comparison.maps)) maps of \(comparison.surveys) "
        + "configuration\(comparison.surveys == 1 ? "" : "s"), as all but 1 in 10^6 subjects with this "
        + "fault would; one with a fault that is not known here may too")
    return lines
  }

  /// The rule of the first configuration alone, and where else it fits; nil if none fits there.
  private static func partly(_ seen: [(survey: Survey, sightings: Sightings)]) -> [String]? {
    var first = RuleComparison([seen[0]])
    guard let best = first.entries.first, isKnown(best), best.score > -.infinity,
      first.asked.map({ !RuleComparison.isSame(best, $0) }) ?? true, first.misfit(best) == nil
    else { return nil }
    var others: [String] = []
    for one in seen.dropFirst() {
      var alone = RuleComparison([one], only: [best.candidate])
      if let entry = alone.entries.first, alone.misfit(entry) == nil { continue }
      others.append(RuleEvidence(one.survey, one.sightings).setting)
    }
    var lines = lines([seen[0]])
    lines.append(
      "it fits \(seen.count - others.count) of the \(seen.count) configurations that are wrong; not: "
        + others.joined(separator: "; "))
    return lines
  }

  private static func isKnown(_ entry: RuleComparison.Entry) -> Bool {
    if case .known = entry.candidate.rate { true } else { false }
  }

  /// Whether a rule is another with its gamma fitted, which is no other explanation.
  private static func isRefinement(
    _ entry: RuleComparison.Entry, of best: RuleComparison.Entry
  ) -> Bool {
    !isKnown(entry) && entry.candidate.block.words == best.candidate.block.words
      && entry.candidate.isInverted == best.candidate.isInverted
      && entry.candidate.seeds == best.candidate.seeds
  }

  private static func odds(_ logOdds: Double, _ other: String) -> String {
    guard logOdds.isFinite else { return "\(other) is excluded" }
    let decimal = logOdds / .ln10
    return decimal < 3
      ? "\(Decimals.fixed(Double.exp(logOdds), 0)) times as likely as \(other)"
      : "10^\(Decimals.fixed(decimal, 0)) times as likely as \(other)"
  }
}
