import DropBlockGenerators
import DropBlockPlatform

extension Examination {
  /// Judges hypotheses one after another, each look by look until it is decided.
  ///
  /// - Throws: ``CaseEnd/discarded`` if the subject offers none of the surveys.
  func judge(_ hypotheses: [Hypothesis]) throws -> FrequencyReport {
    var report = FrequencyReport(summary: "", maps: 0, failures: [])
    var offered = 0
    for (hypothesis, share, logLevel) in tests(of: hypotheses) {
      let test = HypothesisTest(hypothesis, logLevel: logLevel)
      do {
        let ending = try follow(test)
        offered += 1
        report.maps += ending.sightings.maps
        ledger.accepts(logEvidence: ending.logEvidence, share: share)
        report.add(ending)
        if report.endings.count == 1 {
          report.isMainOffered = hypothesis.survey === hypotheses.first?.survey
        }
      } catch CaseEnd.discarded {
        // Evidence that was there is not thrown away with what the subject refused later.
        guard !hypothesis.survey.sightings.isEmpty else { continue }
        offered += 1
        report.undecided.append(
          "\(hypothesis.site), \(hypothesis.survey.plan.description): the subject stopped to offer it"
        )
      }
    }
    guard offered > 0 else { throw CaseEnd.discarded }
    diagnose(&report)
    return report
  }

  /// Looks at more and more maps until a test is decided or all maps have been seen.
  private func follow(_ test: HypothesisTest) throws -> HypothesisEnding {
    var ending: HypothesisEnding?
    var look = 0
    while let sightings = try test.hypothesis.survey.sightings(at: look, self) {
      let (decision, evidence) = test.decide(sightings)
      ending = HypothesisEnding(
        hypothesis: test.hypothesis, sightings: sightings, sensitivity: test.sensitivity,
        oneSided: test.sensitivities.count { $0.size == nil }, decision: decision,
        logEvidence: evidence)
      if case .undecided = decision { look += 1 } else { break }
    }
    guard let ending else { throw CaseEnd.discarded }
    return ending
  }
}

/// How the judgement of a hypothesis ended.
struct HypothesisEnding {
  let hypothesis: Hypothesis
  let sightings: Sightings

  /// The largest fault that would not surely have been found, and that is ruled out if the
  /// hypothesis is verified; nil where even the largest that can be might be missed.
  let sensitivity: Double?

  /// How many quantities can't surely be found off on one side, or on either.
  let oneSided: Int
  let decision: HypothesisTest.Decision

  /// The logarithm of the evidence against the law, in the end.
  let logEvidence: Double
}

/// What a statistical requirement saw.
struct FrequencyReport {
  /// A few words for the report, such as `share 0.0929 within 1.0 %`.
  var summary: String

  /// How many maps were looked at.
  var maps: Int

  /// What does not fit the law.
  var failures: [PropertyFailure]

  /// Which known rule fits what was seen.
  var diagnosis: Diagnosis?

  /// What could be neither refuted nor confirmed.
  var undecided: [String] = []

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
      let odds = ending.logEvidence / .ln10
      let certainty =
        odds.isFinite
        ? "a correct subject ever shows this much evidence with probability 10^-"
          + "\(Decimals.fixed(odds, 1)) at most"
        : "a correct subject never shows this"
      failures.append(
        PropertyFailure(
          site: hypothesis.site, kind: "violated", magnitude: 1,
          message: hypothesis.explain(ending.sightings, quantity) + "\n" + certainty))
    case .undecided:
      undecided.append(
        """
        \(hypothesis.site), \(hypothesis.survey.plan.description):
        after \(Decimals.grouped(ending.sightings.maps)) maps neither violated nor proved to be within \
        \(ending.sensitivity.map(Decimals.significant) ?? "any bound") (\(hypothesis.unit))
        """)
    }
  }

  /// How closely the first hypothesis, about the declared defaults, was verified.
  ///
  /// nil where the declared defaults were not offered.
  var mainSensitivity: Double? { isMainOffered ? endings.first?.sensitivity : nil }
}
