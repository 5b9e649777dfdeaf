import DropBlockPlatform

/// What has been found out about the faults of a subject in the course of a run.
struct Investigation {
  /// The least number of maps from which a rule is inferred, where the survey has so many.
  private static let diagnosedMaps = 65_536

  /// What the failing cases of the requirement at hand say about the fault.
  var cases = CaseDiagnosis()

  /// Its failing cases by themselves, where several things are wrong at once.
  var mixed = MixedCases()

  /// What cases that meet the requirement at hand say against an explanation of those that do not.
  private(set) var passes = Counterevidence()

  /// Some cases that met each requirement before it.
  private(set) var earlierPasses = Counterevidence()

  /// The mask of the case at hand, where it was found out by another question.
  var knownMask: [Bool]?

  /// What is wrong with the frequencies of some surveys, once it has been found out.
  private var frequencies: [[SurveyPlan]: Diagnosis] = [:]

  /// All surveys that are off, with what was seen of them.
  private var off: [(survey: Survey, observations: Observations)] = []

  /// What has been said at length.
  private var headlines: Set<Diagnosis.Headline> = []

  /// Begins with another requirement.
  mutating func begin() {
    cases = CaseDiagnosis()
    mixed = MixedCases()
    earlierPasses.take(passes)
    passes = Counterevidence()
    knownMask = nil
  }

  /// Takes in what was answered last, which meets the requirement at hand.
  mutating func notePass(_ interview: Interview) {
    guard let (question, answer) = interview.lastExchange.last else { return }
    passes.add(question, answer, mask: knownMask)
  }

  /// Takes in what was answered last, which does not meet the requirement at hand.
  mutating func note(_ fault: Fault, _ interview: Interview) {
    // A random stream of the subject's own can't be told from its answers.
    guard let (question, answer) = interview.lastExchange.last,
      interview.isExact || fault.site != .partsOfABatch
    else { return }
    cases.add(fault, question, answer, mask: knownMask)
    mixed.add(
      MixedCases.Failing(fault: fault, question: question, answer: answer, mask: knownMask))
  }

  /// Which known rule explains hypotheses that were violated; nil where none was.
  ///
  /// - Parameter main: The survey of the declared defaults, whose maps are compared with one another.
  mutating func diagnosis(
    of endings: [HypothesisEnding], main: Survey?, _ interview: Interview
  ) -> Diagnosis? {
    var violated: [HypothesisEnding] = []
    for ending in endings {
      // What maps have in common says nothing about the law of one of them.
      guard case .violated = ending.decision, ending.hypothesis.site.relation == nil,
        !violated.contains(where: { $0.hypothesis.survey === ending.hypothesis.survey })
      else { continue }
      violated.append(ending)
    }
    guard !violated.isEmpty else { return Self.dependence(endings) }
    let plans = violated.map(\.hypothesis.survey.plan)
    for ending in violated where !off.contains(where: { $0.survey === ending.hypothesis.survey }) {
      off.append((ending.hypothesis.survey, Self.furtherCounts(ending, interview)))
    }
    var diagnosis =
      frequencies[plans] ?? Self.dependence(in: main, interview, isLawUnknown: true)
      ?? violated.lazy.compactMap {
        Self.dependence(in: $0.hypothesis.survey, interview, isLawUnknown: true)
      }.first
      ?? FrequencyDiagnosis.of(
        violated.map { ($0.hypothesis.survey, Self.furtherCounts($0, interview)) })
    frequencies[plans] = diagnosis
    // What has been said at length under another requirement is not said so again.
    diagnosis.isRepeated = !headlines.insert(diagnosis.headline).inserted
    return diagnosis
  }

  /// What explains all frequencies of the run that are off, where there are several requirements about
  /// them; nil where nothing does.
  func pooled(_ interview: Interview) -> Diagnosis? {
    guard frequencies.count > 1, !frequencies.values.contains(where: \.isAboutDependence) else {
      return nil
    }
    let diagnosis = FrequencyDiagnosis.of(off)
    guard let explanation = diagnosis.explanation else { return nil }
    // That units are never dropped explains no survey better than a law that fits it does.
    let isKnown = frequencies.values.contains { $0.explanation.map { !$0.isNeverDropped } ?? false }
    return explanation.isNeverDropped && isKnown ? nil : diagnosis
  }

  /// What maps have in common that ought to have nothing, by the first relation that was violated.
  private static func dependence(_ endings: [HypothesisEnding]) -> Diagnosis? {
    for ending in endings {
      guard case .violated = ending.decision, let relation = ending.hypothesis.site.relation
      else { continue }
      return RelatedMaps(ending.observations).diagnosis(relation)
    }
    return nil
  }

  /// How maps of a call are related that ought not to be; nil where nothing speaks for it.
  ///
  /// The likelihood of a rule is a product over independent maps, and means nothing without them.
  ///
  /// - Parameters:
  ///   - survey: One whose maps are compared with one another.
  ///   - isLawUnknown: Whether the law of one map is not looked into for that reason.
  static func dependence(
    in survey: Survey?, _ interview: Interview, isLawUnknown: Bool = false
  ) -> Diagnosis? {
    guard let survey,
      let look = survey.looks.firstIndex(where: { $0 >= 4096 }) ?? survey.looks.indices.last,
      let seen = try? survey.observations(at: look, interview)
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
    let diagnosis = related.map { RelatedMaps(seen).diagnosis($0, isLawUnknown: isLawUnknown) }
    // That is no dependence, and the laws that there are can be looked into.
    if case .unlikeMaps? = diagnosis?.explanation?.faults.first, isLawUnknown { return nil }
    return diagnosis
  }

  /// As many maps as a diagnosis needs: a large fault is found after few.
  private static func furtherCounts(
    _ ending: HypothesisEnding, _ interview: Interview
  ) -> Observations {
    let survey = ending.hypothesis.survey
    let wanted = min(diagnosedMaps, survey.plan.maps)
    guard ending.observations.maps < wanted,
      let look = survey.looks.firstIndex(where: { $0 >= wanted })
    else { return ending.observations }
    // A subject that gives up now has been judged all the same.
    return (try? survey.observations(at: look, interview)) ?? ending.observations
  }
}

extension Diagnosis {
  /// Whether it says that maps depend on each other.
  fileprivate var isAboutDependence: Bool {
    if case .relatedMaps = evidence { true } else { false }
  }
}

extension Explanation {
  /// Whether it says no more than which units are never dropped.
  fileprivate var isNeverDropped: Bool {
    if case .neverDropped? = faults.first { true } else { false }
  }
}
