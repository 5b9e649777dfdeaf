/// A case for which a property does not hold, as simple as it could be made.
public struct Counterexample: Sendable, CustomStringConvertible {
  /// The failure of the smallest case.
  public let smallest: PropertyFailure

  /// The failure as it was found.
  public let first: PropertyFailure

  /// The failure of the same site and kind with the largest deviation that was seen on the way.
  public let worst: PropertyFailure

  /// Where the case came from.
  public enum Origin: Sendable, Hashable {
    /// It was drawn, as case ``Counterexample/caseIndex`` of the run.
    case random

    /// It is on a line of the corpus.
    case corpus(line: Int)

    /// It is that of a token that was given.
    case token
  }

  /// Where the case came from.
  public let origin: Origin

  /// The number of the failing case in its run; of a case that was not drawn, that of its token, or 0.
  public let caseIndex: UInt64

  /// The exact choices of the smallest case, as text.
  public let token: Token

  /// The case as it was found, as text: its key and number, or the token that led to it.
  public let caseToken: Token

  /// The exact choices of the failure with the largest deviation, as text.
  public let worstToken: Token

  /// How often the property was called after the failure was found.
  public let evaluations: Int

  /// Whether no pass of the shrinker finds anything simpler; false when a budget ended first.
  public let shrinkFinished: Bool

  /// Whether the time for shrinking was over first.
  public let isTimeUp: Bool

  /// The error that the property threw on a simpler case and that ended the shrinking, if any.
  public let interruption: String?

  /// The choices of the smallest case.
  public let choices: ChoiceSequence

  /// The labels of the smallest case.
  public let labels: [String]

  /// What the run was, and everything it counted before the failure.
  public internal(set) var run: RunRecord

  /// The failure, how it was made small, the tokens that replay it, and the run.
  public var description: String {
    let source =
      switch origin {
      case .random: "case \(caseIndex) as found"
      case .corpus(let line): "line \(line) of the corpus"
      case .token: "resumed from"
      }
    var lines = [
      "fails: \(smallest)",
      "  found as: \(first)",
      "  worst: \(worst)",
      "  \(choices.count) choices after \(evaluations) evaluations"
        + (shrinkFinished ? "" : isTimeUp ? ", not finished in time" : ", not finished"),
      "  smallest case: \(token)",
      "  worst case: \(worstToken)",
      "  \(source): \(caseToken)",
    ]
    if !labels.isEmpty { lines.append("  labels: \(labels.joined(separator: ", "))") }
    if let interruption { lines.append("  shrinking was interrupted by: \(interruption)") }
    return (lines + run.lines).joined(separator: "\n")
  }
}
