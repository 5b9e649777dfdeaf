import DropBlockContract

/// How fast a subject is looked at: the cost of certainty.
package enum SurveySpeed {
  /// How many independent maps of the paper's example a second are asked for, read and judged.
  ///
  /// - Parameters:
  ///   - subject: Who is asked.
  ///   - maps: How many maps to look at, 1 or more.
  ///   - key: From which the keys of the calls follow.
  /// - Throws: What the subject throws.
  package static func mapsPerSecond(
    _ subject: any Subject, maps: Int, key: UInt64 = 1
  ) throws -> Double {
    var profile = VerificationProfile.quick
    profile.maps = maps
    let examination = Examination(
      subject, declaration: subject.declaration, profile: profile, key: key,
      ledger: Ledger(accounts: Requirement.all.count { $0.isStatistical }))
    let start = ContinuousClock.now
    let survey = try examination.survey(examination.mainPlan)
    let tests = [Hypothesis.share, Hypothesis.positions, Hypothesis.pairs].map {
      HypothesisTest($0(survey), logLevel: 25)
    }
    for look in survey.looks.indices {
      guard let seen = try survey.observations(at: look, examination) else { break }
      for test in tests { _ = test.decide(seen) }
    }
    let seen = survey.observations.last?.maps ?? 0
    return Double(seen) / max((ContinuousClock.now - start) / .seconds(1), 1e-9)
  }
}
