import DropBlockPlatform

/// The statistical requirements judged again and again on a correct subject.
package struct FalseAlarmExperiment: Sendable {
  /// How hard each run looks.
  package let profile: VerificationProfile

  /// The probability of a false alarm that each run is allowed.
  package let budget: Double

  /// Creates an experiment.
  package init(profile: VerificationProfile, budget: Double) {
    self.profile = profile
    self.budget = budget
  }

  /// What came of one run.
  package enum Outcome: Sendable, Hashable {
    /// Every statistical requirement holds.
    case quiet

    /// These requirements were called violated: a false alarm.
    case alarm([String])

    /// None was violated, but these were left undecided.
    case undecided([String])
  }

  /// Judges a correct subject once.
  package func run(_ subject: any Subject, key: UInt64) -> Outcome {
    var run = VerificationRun(
      subject, by: Requirement.all.filter(\.isStatistical), profile: profile, key: key)
    run.budget = budget
    var alarms: [String] = []
    var undecided: [String] = []
    for verdict in run.judged().verdicts {
      switch verdict.outcome {
      case .holds, .notOffered: continue
      case .violated, .failed: alarms.append(verdict.requirement.rawValue)
      case .inconclusive: undecided.append(verdict.requirement.rawValue)
      }
    }
    if !alarms.isEmpty { return .alarm(alarms) }
    return undecided.isEmpty ? .quiet : .undecided(undecided)
  }

  /// The largest number of alarms among independent runs that a run with exactly its budget exceeds
  /// with probability at most `doubt`: an exact bound, by adding up the binomial law.
  package static func allowed(runs: Int, budget: Double, doubt: Double = 1e-3) -> Int {
    guard runs > 0, budget > 0, budget < 1 else { return 0 }
    var logTerm = Double(runs) * Double.log(onePlus: -budget)
    var below = 0.0
    for count in 0...runs {
      below += Double.exp(logTerm)
      if 1 - below <= doubt { return count }
      logTerm +=
        Double.log(Double(runs - count) / Double(count + 1))
        + Double.log(budget) - Double.log(onePlus: -budget)
    }
    return runs
  }
}
