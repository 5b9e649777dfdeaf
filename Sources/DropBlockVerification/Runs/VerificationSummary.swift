public import DropBlockGenerators

/// What a run came to.
public struct VerificationSummary: Sendable {
  /// What the subject was judged by.
  public var subject: SubjectDeclaration

  /// By whose options it was judged.
  public var options = VerificationRun.Options.declared

  /// How hard was looked.
  public var profile: VerificationProfile

  /// The key of the run.
  public var key: UInt64

  /// The token whose one case was judged; nil of a whole run, or of whole requirements.
  public var replayed: Token?

  /// What was judged, in order.
  public var requirements: [Requirement]

  /// All verdicts, in the order of the requirements.
  public var verdicts: [Verdict]

  /// What is wrong, as far as the whole run shows it.
  package var explanation = RunExplanation()

  /// The false-alarm budget and its least margin.
  package var ledger: Ledger

  /// The probability, over fresh keys, that the run calls a correct subject wrong: an upper bound.
  public var falseAlarmBudget: Double { ledger.budget }

  /// How far the strongest evidence against a subject that holds stayed below its threshold, as a
  /// logarithm to base 10; nil where no frequencies were judged.
  public var leastMargin: Double? { ledger.leastMargin }

  /// What became of the corpus, one report for each requirement that has cases there or found one.
  public var corpus: [CorpusReport] = []

  /// In how many values of the options the drop rate was judged; nil where that was not asked for.
  public var optionCoverage: OptionCoverage?

  /// How long it took, in seconds.
  public var seconds: Double

  /// What the verdicts amount to.
  public enum Conclusion: String, Sendable {
    case conforms, violates, failed, inconclusive, nothingJudged
  }

  /// The verdicts in one word: a subject that failed outweighs one that is wrong, which outweighs one
  /// that could not be decided.
  public var conclusion: Conclusion {
    if count(where: { if case .failed = $0 { true } else { false } }) > 0 { return .failed }
    if violations > 0 { return .violates }
    if count(where: { if case .inconclusive = $0 { true } else { false } }) > 0 {
      return .inconclusive
    }
    if holds > 0, !looksAtFrequencies { return .inconclusive }
    return holds > 0 ? .conforms : .nothingJudged
  }

  /// Whether frequencies were looked at, if any were to be.
  ///
  /// Nothing is known of the drop rate of a subject that refuses every survey, whatever else holds.
  public var looksAtFrequencies: Bool {
    let aboutFrequencies = Set(requirements.filter(\.isAboutFrequencies).map(\.id))
    let frequencies = verdicts.filter { aboutFrequencies.contains($0.requirement) }
    return frequencies.isEmpty
      || !frequencies.allSatisfy { if case .notOffered = $0.outcome { true } else { false } }
  }

  /// How many requirements hold.
  public var holds: Int { count(where: \.isHolding) }

  /// How many requirements do not hold.
  public var violations: Int { count(where: \.isViolation) }

  /// How many verdicts have an outcome of some kind.
  public func count(where matches: (Verdict.Outcome) -> Bool) -> Int {
    verdicts.count { matches($0.outcome) }
  }
}
