import DropBlockPlatform

extension Examination {
  /// The least number of maps from which a rule is inferred, where the profile has so many.
  private static let diagnosedMaps = 65_536

  /// Adds to what does not fit the law which known rule does.
  func diagnose(_ report: inout FrequencyReport) {
    var violated: [HypothesisEnding] = []
    for ending in report.endings {
      // What maps have in common says nothing about the law of one of them.
      guard case .violated = ending.decision, ending.hypothesis.site.relation == nil,
        !violated.contains(where: { $0.hypothesis.survey === ending.hypothesis.survey })
      else { continue }
      violated.append(ending)
    }
    guard !violated.isEmpty else {
      report.diagnosis = Self.dependence(report.endings)
      return
    }
    let plans = violated.map(\.hypothesis.survey.plan)
    let lines =
      diagnoses[plans]
      ?? dependence.map {
        [
          $0,
          "maps are not independent, so that frequencies do not tell by which rule they are made",
        ]
      }
      ?? StatisticalDiagnosis.lines(
        violated.map { ($0.hypothesis.survey, furtherSightings($0)) })
    diagnoses[plans] = lines
    // What has been said at length under another requirement is not said so again.
    let isKnown = !diagnosedRules.insert(lines[0]).inserted
    report.diagnosis =
      isKnown
      ? [lines[0]] + lines.dropFirst().filter { $0.hasPrefix(FaultSummary.alike[1]) } : lines
  }

  /// What maps have in common that ought to have nothing, by the first relation that was violated.
  private static func dependence(_ endings: [HypothesisEnding]) -> [String] {
    for ending in endings {
      guard case .violated = ending.decision,
        let relation = ending.hypothesis.site.relation
      else { continue }
      return RelatedMaps(ending.sightings).lines(relation)
    }
    return []
  }

  /// How maps of a call are related that ought not to be, in words; nil where nothing speaks for it.
  ///
  /// The likelihood of a rule is a product over independent maps, and means nothing without them.
  var dependence: String? {
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
            && bettors.logCapital(exchanged) > Double.log(1e9)
        }
    }
    return related.flatMap { RelatedMaps(seen).lines($0).first }
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
