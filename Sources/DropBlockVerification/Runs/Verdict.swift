/// What came out of judging one requirement on one subject.
public struct Verdict: Sendable {
  /// The requirement's identifier, such as `mask.blocks`.
  public var requirement: RequirementID

  /// What came out.
  public var outcome: Outcome

  /// How many cases were run, or maps looked at.
  public var cases: Int

  /// How long it took, in seconds.
  public var seconds: Double

  /// The possible outcomes.
  public enum Outcome: Sendable {
    /// The requirement holds, as far as was looked; a few words on what was seen.
    case holds(String)

    /// It does not hold.
    case violated(Violation)

    /// The subject does not offer what the requirement is about.
    case notOffered(String)

    /// The run could not decide.
    case inconclusive(String)

    /// The subject, or the way to it, failed.
    case failed(SubjectFailure, replay: String)

    /// Whether the requirement holds, as far as was looked.
    public var isHolding: Bool { if case .holds = self { true } else { false } }

    /// Whether the requirement does not hold.
    public var isViolation: Bool { if case .violated = self { true } else { false } }
  }
}

/// A requirement that does not hold: what is wrong, on which input, and how to see it again.
public struct Violation: Sendable, Hashable {
  /// What is wrong, in a few words that stay the same from run to run.
  public var site: String

  /// What is wrong on the smallest input that was found, over several lines.
  public var message: String

  /// What explains what was seen; nil where nothing was looked for.
  public var diagnosis: Diagnosis?

  /// The command that shows it again.
  public var replay: String

  /// How many evaluations shrinking took; 0 for a statistical requirement.
  public var evaluations: Int
}
