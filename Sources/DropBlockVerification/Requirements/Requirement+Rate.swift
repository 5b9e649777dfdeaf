import DropBlockContract
import DropBlockReference

extension Requirement {
  /// How often units are dropped, alone and together.
  static let rate = [
    Requirement(
      .rateShare,
      demands: "The dropped share has the mean of the exact law.",
      source: "Paper, equation 1; specification, section 9",
      consequence: "The network is regularised more or less than its configuration says: seeds on "
        + "the whole map with equation 1 drop 93 % of a 7×7 map where 10 % were asked for.",
      .hypotheses { examination in
        try examination.surveys(examination.ratePlans).map(Hypothesis.share).mainFirst
      } summary: { _, report in
        let seen = report.endings.first?.observations
        return .share(seen?.share, within: seen.flatMap { _ in report.mainSensitivity })
      }),
    Requirement(
      .ratePosition,
      demands: "Every unit is dropped with the probability of the exact law at its position.",
      source: "Paper, figure 2; specification, section 9",
      consequence:
        "Borders or corners are dropped too often or hardly ever, which the mean over the "
        + "map does not show.",
      .hypotheses { examination in
        try examination.surveys(examination.ratePlans).map(Hypothesis.positions).mainFirst
      } summary: { _, report in
        .positions(
          report.endings.first?.hypothesis.quantities.count ?? 0, within: report.mainSensitivity)
      }),
    Requirement(
      .ratePairs,
      demands: "Every two units are dropped together with the probability of the exact law.",
      source: "Paper, section 3.1; specification, section 9",
      consequence: "The mean is right, but what is dropped are not contiguous blocks of that size.",
      .hypotheses { examination in
        try examination.surveys(examination.ratePlans).map(Hypothesis.pairs).mainFirst
      } summary: { _, report in
        .pairs(report.quantities, oneSided: report.oneSided)
      }),
    Requirement(
      .rateMasks,
      demands: "Every mask of a small map has its exact probability, and no other mask occurs.",
      source: "Paper, Algorithm 1; specification, sections 4 and 9",
      consequence: "Rates and pairs are right, but seeds are not independent: they attract or shun "
        + "each other, or there are never more than so many of them.",
      .hypotheses { examination in
        try examination.surveys(examination.maskPlans).map(Hypothesis.masks)
      } summary: { examination, report in
        .masks(
          report.quantities - report.endings.count, oneSided: report.oneSided,
          oddBlocks: examination.hasOddMaskPlans)
      }),
    Requirement(
      .rateOptions,
      demands: "The dropped share is that of the exact law, whatever values two options have.",
      source: "Paper, equation 1; specification, sections 2 to 6 and 9",
      consequence: "Nothing is dropped in half precision, or with one sample, or on large maps: "
        + "nobody notices, because the loss goes down all the same.",
      .frequencies { examination in try examination.judgeOptions() }),
  ]
}

extension [Hypothesis] {
  /// The first, about the declared defaults, with as much of the budget as all others together.
  fileprivate var mainFirst: [Hypothesis] {
    var weighted = self
    if !isEmpty { weighted[0].weight = Double(Swift.max(count - 1, 1)) }
    return weighted
  }
}

extension FrequencyReport {
  /// The number of means that were judged.
  fileprivate var quantities: Int { endings.reduce(0) { $0 + $1.hypothesis.quantities.count } }

  /// How many of them are too rare for so few maps to rule out that they are rarer still.
  fileprivate var oneSided: Int { endings.reduce(0) { $0 + $1.oneSided } }
}
