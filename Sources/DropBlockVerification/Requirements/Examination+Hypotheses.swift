import DropBlockGenerators
import DropBlockPlatform

extension Examination {
  /// Judges hypotheses one after another, each look by look until it is decided.
  ///
  /// - Throws: ``CaseEnd/discarded`` if the subject offers none of the surveys.
  func judge(_ hypotheses: [Hypothesis]) throws -> FrequencyReport {
    var report = FrequencyReport(maps: 0, failures: [])
    var offered = 0
    for (hypothesis, share, logLevel) in tests(of: hypotheses) {
      let test = HypothesisTest(hypothesis, logLevel: logLevel)
      do {
        let ending = try follow(test)
        offered += 1
        report.maps += ending.observations.maps
        ledger.accepts(logEvidence: ending.logEvidence, share: share)
        report.add(ending)
        if report.endings.count == 1 {
          report.isMainOffered = hypothesis.survey === hypotheses.first?.survey
        }
      } catch CaseEnd.discarded {
        // Evidence that was there is not thrown away with what the subject refused later.
        guard !hypothesis.survey.observations.isEmpty else { continue }
        offered += 1
        report.undecided.append(.init(statement: hypothesis.statement, reason: .withdrawn))
      }
    }
    guard offered > 0 else { throw CaseEnd.discarded }
    report.diagnosis = investigation.diagnosis(
      of: report.endings, main: try? survey(mainPlan), self)
    return report
  }

  /// Looks at more and more maps until a test is decided or all maps have been seen.
  private func follow(_ test: HypothesisTest) throws -> HypothesisEnding {
    var ending: HypothesisEnding?
    var look = 0
    while let observations = try test.hypothesis.survey.observations(at: look, self) {
      let (decision, evidence) = test.decide(observations)
      ending = HypothesisEnding(
        hypothesis: test.hypothesis, observations: observations, sensitivity: test.sensitivity,
        oneSided: test.sensitivities.count { $0.size == nil }, decision: decision,
        logEvidence: evidence)
      let isDecided = if case .undecided = decision { false } else { true }
      if isDecided, !asksEverything { break }
      look += 1
    }
    guard let ending else { throw CaseEnd.discarded }
    return ending
  }
}

extension Examination {
  /// The tests of the hypotheses of one requirement, with their shares of its part of the budget.
  func tests(of hypotheses: [Hypothesis]) -> [(
    hypothesis: Hypothesis, share: Double, logLevel: Double
  )] {
    let weights = hypotheses.reduce(0) { $0 + $1.weight }
    return hypotheses.map { hypothesis in
      let share = hypothesis.weight / weights
      return (hypothesis, share, -ledger.logPart(share: share))
    }
  }
}

/// What a statistical requirement saw.
struct FrequencyReport {
  /// What was seen, if it is not just the number of maps.
  var held: Held?

  /// How many maps were looked at.
  var maps: Int

  /// What does not fit the law.
  var failures: [Fault]

  /// Which known rule fits what was seen.
  var diagnosis: Diagnosis?

  /// What could be neither refuted nor confirmed.
  var undecided: [Doubt.Undecided] = []

  /// How each hypothesis ended.
  var endings: [HypothesisEnding] = []

  /// Whether the first ending is that of the first hypothesis.
  var isMainOffered = false
}

extension FrequencyReport {
  /// Takes in how a hypothesis ended.
  fileprivate mutating func add(_ ending: HypothesisEnding) {
    endings.append(ending)
    let hypothesis = ending.hypothesis
    switch ending.decision {
    case .verified:
      break
    case .violated(let quantity):
      failures.append(
        hypothesis.fault(ending.observations, quantity, logEvidence: ending.logEvidence))
    case .undecided:
      let reason = Doubt.Reason.maps(
        ending.observations.maps, bound: ending.sensitivity, hypothesis.measure)
      undecided.append(.init(statement: hypothesis.statement, reason: reason))
    }
  }

  /// How closely the first hypothesis, about the declared defaults, was verified.
  ///
  /// nil where the declared defaults were not offered.
  var mainSensitivity: Double? { isMainOffered ? endings.first?.sensitivity : nil }
}
