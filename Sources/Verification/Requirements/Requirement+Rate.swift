import DropBlockContract
import DropBlockReference
import Generators

extension Requirement {
  /// How often units are dropped, alone and together.
  static let rate = [
    Requirement(
      "rate.share",
      demands: "The dropped share has the mean of the exact law.",
      source: "Paper, equation 1; specification, section 9",
      consequence: "The network is regularised more or less than its configuration says: seeds on "
        + "the whole map with equation 1 drop 93 % of a 7×7 map where 10 % were asked for.",
      .frequencies { examination in try examination.judgeShares() }),
    Requirement(
      "rate.position",
      demands: "Every unit is dropped with the probability of the exact law at its position.",
      source: "Paper, figure 2; specification, section 9",
      consequence:
        "Borders or corners are dropped too often or hardly ever, which the mean over the "
        + "map does not show.",
      .frequencies { examination in try examination.judgePositions() }),
    Requirement(
      "rate.pairs",
      demands: "Every two units are dropped together with the probability of the exact law.",
      source: "Paper, section 3.1; specification, section 9",
      consequence: "The mean is right, but what is dropped are not contiguous blocks of that size.",
      .frequencies { examination in try examination.judgePairs() }),
  ]
}

extension Examination {
  /// Compares the total dropped count with its expectation, by Bernstein's inequality with the exact
  /// variance of a map's dropped count.
  fileprivate func judgeShares() throws -> FrequencyReport {
    var report = FrequencyReport(summary: "", maps: 0, failures: [])
    let surveys = try surveys(ratePlans)
    for survey in surveys {
      let plan = survey.plan
      let units = plan.map.reduce(1, *)
      let law = survey.law
      let mean = law.expectedShare * Double(units)
      let deviation = Double(survey.dropped) - Double(survey.maps) * mean
      let tail = TailBounds.sum(
        deviation: deviation, terms: survey.maps, variance: law.droppedCountVariance,
        range: max(mean, Double(units) - mean))
      let share = Double(survey.dropped) / Double(survey.maps * units)
      report.maps += survey.maps
      if report.summary.isEmpty {
        let error =
          (law.droppedCountVariance / Double(survey.maps)).squareRoot() / Double(units)
        report.summary = "share \(Decimals.fixed(share, 4)) ± \(Decimals.fixed(error, 4))"
      }
      if !ledger.accepts(logTail: tail, assertions: surveys.count) {
        report.failures.append(
          PropertyFailure(
            site: "dropped share", kind: "violated", magnitude: abs(deviation) / max(mean, 1e-300),
            message: """
              \(plan.description)
              \(survey.maps) independent maps
                expected share \(law.expectedShare)
                got            \(share)
              a correct subject is this far off with probability below \
              10^\(Decimals.fixed(tail / 2.302585092994046, 1))
              """))
      }
    }
    return report
  }

  /// Compares the count of every unit with its binomial law, by Chernoff's bound.
  fileprivate func judgePositions() throws -> FrequencyReport {
    var report = FrequencyReport(summary: "", maps: 0, failures: [])
    let surveys = try surveys(ratePlans)
    let assertions = surveys.reduce(0) { $0 + $1.positionCounts.count }
    for survey in surveys {
      let plan = survey.plan
      report.maps += survey.maps
      let tails = survey.positionCounts.indices.map {
        TailBounds.binomial(
          survey.positionCounts[$0], of: survey.maps, probability: survey.probabilities[$0])
      }
      let worst = tails.indices.min { tails[$0] < tails[$1] } ?? 0
      let wrong = tails.count { !ledger.accepts(logTail: $0, assertions: assertions) }
      if wrong > 0 {
        report.failures.append(
          positionFailure(plan, survey, worst: worst, wrong: wrong))
      }
    }
    report.summary = "position \(mainPlan.map.reduce(1, *)) units"
    return report
  }

  private func positionFailure(
    _ plan: SurveyPlan, _ survey: Survey, worst: Int, wrong: Int
  ) -> PropertyFailure {
    let got = Double(survey.positionCounts[worst]) / Double(survey.maps)
    return PropertyFailure(
      site: "position", kind: "violated", magnitude: 1,
      message: """
        \(plan.description)
        \(survey.maps) independent maps, \(wrong) of \(survey.positionCounts.count) units off the law
        unit \(worst), position \(MaskPicture.position(worst, in: plan.map)):
          expected probability \(survey.probabilities[worst])
          got                  \(got)
        """)
  }

  /// Compares the count of both units of each pair being dropped with its binomial law.
  fileprivate func judgePairs() throws -> FrequencyReport {
    var report = FrequencyReport(summary: "", maps: 0, failures: [])
    let surveys = try surveys(ratePlans)
    let assertions = surveys.reduce(0) { $0 + $1.pairs.count }
    for survey in surveys {
      report.maps += survey.maps
      for (pair, count) in zip(survey.pairs, survey.pairCounts) {
        let map = survey.plan.map
        let expected = survey.law.probability(
          at: MaskPicture.indices(of: pair.0, in: map),
          and: MaskPicture.indices(of: pair.1, in: map))
        let tail = TailBounds.binomial(count, of: survey.maps, probability: expected)
        guard !ledger.accepts(logTail: tail, assertions: assertions) else { continue }
        guard report.failures.count < 3 else { continue }
        report.failures.append(
          PropertyFailure(
            site: "pair", kind: "violated", magnitude: 1,
            message: """
              \(survey.plan.description)
              \(survey.maps) independent maps, positions \(MaskPicture.position(pair.0, in: map)) and \
              \(MaskPicture.position(pair.1, in: map)) dropped together:
                expected probability \(expected)
                got                  \(Double(count) / Double(survey.maps))
              """))
      }
    }
    report.summary = "pairs \(assertions)"
    return report
  }
}
