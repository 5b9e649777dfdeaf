/// What a run of a property found.
public enum PropertyReport: Sendable, CustomStringConvertible {
  /// The property held for `cases` cases; `labels` says how many of them carried each label.
  case holds(cases: Int, discarded: Int, labels: [String: Int])

  /// The property does not hold.
  case fails(Counterexample)

  /// Nearly every case was discarded, or a generator has no value: an error, not a pass.
  ///
  /// `rejections` counts the cases by the generator and the reason that discarded them.
  case exhausted(cases: Int, discarded: Int, rejections: [String: Int])

  /// Whether the property held for as many cases as were asked for.
  public var holds: Bool {
    if case .holds = self { true } else { false }
  }

  /// The report in one line, or a few for a counterexample.
  public var description: String {
    switch self {
    case .holds(let cases, let discarded, let labels):
      let counts = labels.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { ", \($0.value) \($0.key)" }
      return "holds: \(cases) cases, \(discarded) discarded" + counts.joined()
    case .fails(let counterexample): return counterexample.description
    case .exhausted(let cases, let discarded, let rejections):
      let reasons = rejections.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "; \($0.value) × \($0.key)" }
      return "exhausted: \(cases) cases, \(discarded) discarded" + reasons.joined()
    }
  }
}

/// A case for which a property does not hold, as simple as it could be made.
public struct Counterexample: Sendable, CustomStringConvertible {
  /// The failure of the smallest case.
  public let smallest: PropertyFailure

  /// The failure as it was found.
  public let first: PropertyFailure

  /// The grossest failure of the same site and kind that was seen on the way.
  public let worst: PropertyFailure

  /// The number of the failing case in its run.
  public let caseIndex: UInt64

  /// The exact choices of the smallest case, as text.
  public let token: Token

  /// The key and number of the case as it was found, as text.
  public let caseToken: Token

  /// The exact choices of the grossest failure, as text.
  public let worstToken: Token

  /// How often the property was called after the failure was found.
  public let evaluations: Int

  /// Whether no pass of the shrinker finds anything simpler; false when the budget ended first.
  public let shrinkFinished: Bool

  /// The error that the property threw on a simpler case and that ended the shrinking, if any.
  public let interruption: String?

  /// The choices of the smallest case.
  public let choices: ChoiceSequence

  /// The labels of the smallest case.
  public let labels: [String]

  /// The failure, how it was made small, and the tokens that replay it.
  public var description: String {
    var lines = [
      "fails: \(smallest)",
      "  found as: \(first)",
      "  worst: \(worst)",
      "  \(choices.count) choices after \(evaluations) evaluations"
        + (shrinkFinished ? "" : ", not finished"),
      "  smallest case: \(token)",
      "  worst case: \(worstToken)",
      "  case \(caseIndex) as found: \(caseToken)",
    ]
    if !labels.isEmpty { lines.append("  labels: \(labels.joined(separator: ", "))") }
    if let interruption { lines.append("  shrinking was interrupted by: \(interruption)") }
    return lines.joined(separator: "\n")
  }
}
