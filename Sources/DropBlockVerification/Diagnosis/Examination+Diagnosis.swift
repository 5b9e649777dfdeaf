import DropBlockPlatform

extension Examination {
  /// The least number of maps from which a rule is inferred, where the profile has so many.
  private static let diagnosedMaps = 65_536

  /// Adds to what does not fit the law which known rule does.
  func diagnose(_ report: inout FrequencyReport) {
    var violated: [HypothesisEnding] = []
    for ending in report.endings {
      // What maps have in common says nothing about the law of one of them.
      guard case .violated = ending.decision, Relation(rawValue: ending.hypothesis.site) == nil,
        !violated.contains(where: { $0.hypothesis.survey === ending.hypothesis.survey })
      else { continue }
      violated.append(ending)
    }
    guard !violated.isEmpty else {
      report.diagnosis = Self.dependence(report.endings)
      return
    }
    let plans = violated.map(\.hypothesis.survey.plan)
    var diagnosis =
      diagnoses[plans] ?? dependence(isLawUnknown: true)
      ?? FrequencyDiagnosis.of(violated.map { ($0.hypothesis.survey, furtherSightings($0)) })
    diagnoses[plans] = diagnosis
    // What has been said at length under another requirement is not said so again.
    diagnosis.isRepeated = !diagnosedHeadlines.insert(diagnosis.headline).inserted
    report.diagnosis = diagnosis
  }

  /// What maps have in common that ought to have nothing, by the first relation that was violated.
  private static func dependence(_ endings: [HypothesisEnding]) -> Diagnosis? {
    for ending in endings {
      guard case .violated = ending.decision,
        let relation = Relation(rawValue: ending.hypothesis.site)
      else { continue }
      return RelatedMaps(ending.sightings).diagnosis(relation)
    }
    return nil
  }

  /// How maps of a call are related that ought not to be; nil where nothing speaks for it.
  ///
  /// The likelihood of a rule is a product over independent maps, and means nothing without them.
  ///
  /// - Parameter isLawUnknown: Whether the law of one map is not looked into for that reason.
  func dependence(isLawUnknown: Bool = false) -> Diagnosis? {
    guard let survey = try? survey(mainPlan),
      let look = survey.looks.firstIndex(where: { $0 >= 4096 })
        ?? survey.looks.indices.last, let seen = try? survey.sightings(at: look, self)
    else { return nil }
    let related = Relation.allCases.first { relation in
      survey.shows(relation)
        && Hypothesis.overlap(survey, relation).quantities.prefix(1).contains { quantity in
          // Only the exchange of partners: a wrong rate, such as that of constant masks, is no
          // dependence.
          let bettors = Bettors(mean: quantity.mean, range: quantity.range)
          let exchanged = seen.overlaps[relation]?.exchanged ?? []
          return survey.mapsPerCall > 1 && !exchanged.isEmpty
            && bettors.logCapital(exchanged) > .log(1e9)
        }
    }
    return related.map { RelatedMaps(seen).diagnosis($0, isLawUnknown: isLawUnknown) }
  }

  /// As many maps as a diagnosis needs: a gross fault is found after few.
  private func furtherSightings(_ ending: HypothesisEnding) -> Sightings {
    let survey = ending.hypothesis.survey
    let wanted = min(Self.diagnosedMaps, survey.plan.maps)
    guard ending.sightings.maps < wanted,
      let look = survey.looks.firstIndex(where: { $0 >= wanted })
    else { return ending.sightings }
    // A subject that gives up now has been judged all the same.
    return (try? survey.sightings(at: look, self)) ?? ending.sightings
  }
}
