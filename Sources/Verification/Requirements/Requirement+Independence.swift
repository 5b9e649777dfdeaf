import DropBlockContract
import DropBlockReference
import Generators

extension Requirement {
  /// What different maps have in common: nothing.
  static let independence = [
    Requirement(
      "independence.channels",
      demands: "Masks of different channels that are not declared as shared are independent.",
      source: "Paper, section 3.1; specification, section 5",
      consequence: "Channels vanish together: the regularisation is another one than configured.",
      missing: {
        $0.mainPlan.configuration.sharing.contains(.channels) ? "shares masks over channels" : nil
      },
      .frequencies { examination in
        try examination.judgeOverlaps(
          try examination.survey(examination.mainPlan),
          [.neighbouringChannels, .distantChannels, .diagonal])
      }),
    Requirement(
      "independence.samples",
      demands: "Masks of different samples that are not declared as shared are independent.",
      source: "Paper, Algorithm 1; specification, section 5",
      consequence: "Gradient noise does not average out over the batch.",
      missing: {
        $0.mainPlan.configuration.sharing.contains(.samples) ? "shares masks over samples" : nil
      },
      .frequencies { examination in
        try examination.judgeOverlaps(
          try examination.survey(examination.mainPlan),
          [.neighbouringSamples, .distantSamples, .diagonal])
      }),
    Requirement(
      "independence.calls",
      demands: "Masks of successive calls, and of keys that differ in one bit, are independent.",
      source: "Paper, Algorithm 1; specification, section 5",
      consequence: "Training sees the same mask again and again; a run keyed by its step repeats "
        + "itself.",
      .frequencies { examination in
        var report = try examination.judgeOverlaps(
          try examination.survey(examination.mainPlan), [.lowKeyBit, .middleKeyBit, .highKeyBit],
          assertions: 4)
        if examination.offers(.continues) {
          var plan = examination.mainPlan
          plan.continues = true
          plan.maps = max(plan.maps / 8, 1024)
          let calls = try examination.judgeOverlaps(
            try examination.survey(plan), [.successiveCalls], assertions: 4)
          report.maps += calls.maps
          report.failures += calls.failures
        }
        return report
      }),
  ]
}

extension Examination {
  /// Compares the number of units dropped in both of two maps with its law under independence.
  ///
  /// For independent maps the overlap has mean Σ P(u)² and variance ΣΣ (P(u,v)² − P(u)²P(v)²); pairs of
  /// maps are disjoint, so overlaps of one relation are independent and Bernstein's inequality holds.
  fileprivate func judgeOverlaps(
    _ survey: Survey, _ relations: [Survey.Relation], assertions: Int? = nil
  ) throws -> FrequencyReport {
    let probabilities = survey.probabilities
    let mean = probabilities.reduce(0) { $0 + $1 * $1 }
    let variance = survey.overlapVariance
    let units = Double(probabilities.count)
    var report = FrequencyReport(summary: "", maps: survey.maps, failures: [])
    var pairs = 0
    for relation in relations {
      guard let overlap = survey.overlaps[relation] else { continue }
      pairs += overlap.pairs
      let deviation = Double(overlap.units) - Double(overlap.pairs) * mean
      let tail = TailBounds.sum(
        deviation: deviation, terms: overlap.pairs, variance: variance,
        range: max(mean, units - mean))
      guard !ledger.accepts(logTail: tail, assertions: assertions ?? relations.count) else {
        continue
      }
      report.failures.append(
        PropertyFailure(
          site: relation.rawValue, kind: "violated", magnitude: 1,
          message: """
            \(survey.plan.description)
            \(overlap.pairs) pairs of maps: \(relation.rawValue)
              expected units dropped in both, per pair \(mean)
              got                                      \
            \(Double(overlap.units) / Double(overlap.pairs))
            a correct subject is this far off with probability below \
            10^\(Decimals.fixed(tail / 2.302585092994046, 1))
            """))
    }
    report.summary = "\(Decimals.grouped(pairs)) pairs of maps"
    return report
  }
}

extension Survey {
  /// The variance of the number of units dropped in both of two independent maps.
  var overlapVariance: Double {
    let places = (0..<plan.map.reduce(1, *)).map { MaskPicture.indices(of: $0, in: plan.map) }
    var variance = 0.0
    for first in places.indices {
      for second in places.indices {
        let both = law.probability(at: places[first], and: places[second])
        let apart = probabilities[first] * probabilities[second]
        variance += both * both - apart * apart
      }
    }
    return max(variance, 0)
  }
}
