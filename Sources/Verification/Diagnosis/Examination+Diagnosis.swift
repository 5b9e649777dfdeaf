import Generators

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
    guard !violated.isEmpty, let last = report.failures.indices.last else { return }
    let plans = violated.map(\.hypothesis.survey.plan)
    let lines =
      diagnoses[plans]
      ?? StatisticalDiagnosis.lines(
        violated.map { ($0.hypothesis.survey, furtherSightings($0)) })
    diagnoses[plans] = lines
    // What has been said at length under another requirement is not said so again.
    let isKnown = !diagnosedRules.insert(lines[0]).inserted
    report.failures[last].message += "\n" + Diagnosis.text(isKnown ? [lines[0]] : lines)
  }

  /// As many maps as a diagnosis needs: a gross fault is found after few.
  private func furtherSightings(_ ending: HypothesisEnding) -> Sightings {
    let survey = ending.hypothesis.survey
    let wanted = min(Self.diagnosedMaps, survey.plan.maps)
    guard ending.sightings.maps < wanted, let look = survey.looks.firstIndex(where: { $0 >= wanted })
    else { return ending.sightings }
    // A subject that gives up now has been judged all the same.
    return (try? survey.sightings(at: look, self)) ?? ending.sightings
  }
}

/// The lines of a report that say what is wrong.
enum Diagnosis {
  private static let mark = "diagnosis: "

  /// Lines as they stand in a violation's message.
  static func text(_ lines: [String]) -> String {
    lines.map { mark + $0 }.joined(separator: "\n")
  }

  /// The lines of a message that are a diagnosis.
  static func lines(of message: String) -> [String] {
    message.split(separator: "\n").filter { $0.hasPrefix(mark) }
      .map { String($0.dropFirst(mark.count)) }
  }
}
