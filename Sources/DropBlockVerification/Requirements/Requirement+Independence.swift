import DropBlockContract
import DropBlockReference
import DropBlockGenerators

extension Requirement {
  /// What different maps have in common: nothing.
  static let independence = [
    Requirement(
      .independenceChannels,
      demands: "Masks of different channels that are not declared as shared are independent.",
      source: "Paper, section 3.1; specification, section 5",
      consequence: "Channels vanish together: the regularisation is another one than configured.",
      missing: {
        $0.mainPlan.configuration.sharing.contains(.channels) ? .ownMasks(.channels) : nil
      },
      .hypotheses { examination in
        try examination.overlaps([.neighbouringChannels, .distantChannels, .diagonal])
          + examination.wholeOverlaps([.neighbouringChannels, .distantChannels])
      } summary: {
        .independent(.channels, pairs: $1.pairs)
      }),
    Requirement(
      .independenceSamples,
      demands: "Masks of different samples that are not declared as shared are independent.",
      source: "Paper, Algorithm 1; specification, section 5",
      consequence: "Gradient noise does not average out over the batch.",
      missing: {
        $0.mainPlan.configuration.sharing.contains(.samples) ? .ownMasks(.samples) : nil
      },
      .hypotheses { examination in
        try examination.overlaps([.neighbouringSamples, .distantSamples, .diagonal])
          + examination.wholeOverlaps([.neighbouringSamples, .distantSamples])
      } summary: {
        .independent(.samples, pairs: $1.pairs)
      }),
    Requirement(
      .independenceCalls,
      demands:
        "Masks of successive calls, and of keys that are neighbours or differ in one bit, are "
        + "independent.",
      source: "Paper, Algorithm 1; specification, section 5",
      consequence: "Training sees the same mask again and again; a run keyed by its step repeats "
        + "itself.",
      .hypotheses { examination in
        var hypotheses = try examination.overlaps([
          .lowKeyBit, .nextSample, .nextChannel, .sixteenthKeyBit, .thirtiethKeyBit, .middleKeyBit,
          .highKeyBit,
        ])
        if examination.offers(.continues) {
          var plan = examination.mainPlan
          plan.continues = true
          hypotheses.append(.overlap(try examination.survey(plan), .successiveCalls))
        }
        return hypotheses
      } summary: {
        .independent(.calls, pairs: $1.pairs)
      }),
    Requirement(
      .independenceMaps,
      demands:
        "No two maps that are not declared as shared have one mask, wherever they are, and no "
        + "stretch of units is dropped as an earlier one.",
      source: "Paper, Algorithm 1; specification, section 5",
      consequence:
        "Channels far apart vanish together, keys that a program makes from its step and "
        + "its replica collide, or a random stream is used twice.",
      missing: Missing.blocks(.any, .one),
      .frequencies { examination in try examination.judgeTwins() }),
  ]
}

extension Examination {
  /// The relations of maps in the main survey, as far as its tensors have them.
  fileprivate func overlaps(_ relations: [Relation]) throws -> [Hypothesis] {
    let survey = try survey(mainPlan)
    return relations.filter { survey.shows($0) }.map { .overlap(survey, $0) }
  }

  /// The same where blocks have the size of the map, and maps are dropped whole: one draw for several
  /// of them is whole samples dropped at once, and of u and 1 − u one of two maps is dropped always.
  fileprivate func wholeOverlaps(_ relations: [Relation]) throws -> [Hypothesis] {
    let plan = wholeMapPlan
    guard plan.configuration.seedGrid == .valid, declaration.blocks != .one else { return [] }
    let survey = try survey(plan)
    return relations.filter { survey.shows($0) }.map { .overlap(survey, $0) }
  }
}

extension FrequencyReport {
  /// The number of pairs of maps that were compared.
  fileprivate var pairs: Int {
    endings.reduce(0) { sum, ending in
      guard let relation = ending.hypothesis.site.relation else { return sum }
      return sum + (ending.observations.overlaps[relation]?.pairs ?? 0)
    }
  }
}
