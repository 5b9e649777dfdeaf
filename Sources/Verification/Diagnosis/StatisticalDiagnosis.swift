/// What is wrong with frequencies, in the field's words.
enum StatisticalDiagnosis {
  /// How much likelier a rule must be than the next one to be named alone: a thousand times.
  static let clearOdds = 3.0

  /// The lines that say which known rule fits what was seen, or that none does.
  static func lines(_ seen: [(survey: Survey, sightings: Sightings)]) -> [String] {
    var comparison = RuleComparison(seen)
    guard let best = comparison.entries.first, let asked = comparison.asked,
      best.score > -.infinity
    else {
      return ["none of the known rules fits: under each of them something that was seen cannot be"]
    }
    if RuleComparison.isSame(best, asked) {
      return [
        "none of the known rules is likelier than the law asked for; what was found depends on more "
          + "than blocks and gamma"
      ]
    }
    let words = comparison.words(best)
    let against = odds(best.score - asked.score, "the law asked for")
    if let misfit = comparison.misfit(best) {
      return ["none of the known rules fits; the closest: \(words) (\(against)), but \(misfit)"]
    }
    let alike = comparison.entries.dropFirst().prefix { RuleComparison.isSame($0, best) }
      .filter { isKnown($0) }
    let next = comparison.entries.dropFirst(1 + alike.count).first { entry in
      !RuleComparison.isSame(entry, best)
        && !([best] + alike).contains { isRefinement(entry, of: $0) }
    }
    var lines: [String] = []
    if let next, NaturalLogarithm.decimal(best.score - next.score) < clearOdds,
      comparison.misfit(next) == nil
    {
      lines.append(
        "either \(words), or \(comparison.words(next)): what was seen does not tell them apart")
      lines.append(against)
    } else {
      lines.append(words)
      lines.append(
        against
          + (next.map { ", " + odds(best.score - $0.score, "the next (\(comparison.words($0)))") }
            ?? ""))
    }
    if !alike.isEmpty {
      let others = alike.prefix(2).map(comparison.words).joined(separator: "; or: ")
      lines.append("on these maps that is the same as: \(others)")
    }
    lines.append(
      "it fits \(Decimals.grouped(comparison.maps)) maps of \(comparison.surveys) "
        + "configuration\(comparison.surveys == 1 ? "" : "s"): all but 1 in 10^6 subjects with this "
        + "fault are as close to it")
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
  }

  private static func odds(_ logOdds: Double, _ other: String) -> String {
    guard logOdds.isFinite else { return "\(other) is excluded" }
    let decimal = NaturalLogarithm.decimal(logOdds)
    return decimal < 3
      ? "\(Decimals.fixed(NaturalLogarithm.exponential(logOdds), 0)) times as likely as \(other)"
      : "10^\(Decimals.fixed(decimal, 0)) times as likely as \(other)"
  }
}
