public import DropBlockGenerators

/// Why a run could not decide.
public enum Doubt: Sendable {
  /// Statements that were neither refuted nor proved.
  case undecided([Undecided])

  /// So many cases were judged, and too many discarded.
  case discarded(judged: Int, discarded: Int)

  /// The property engine ended without a verdict.
  case report(PropertyReport)

  /// The token was made by other generators, profile or options.
  case staleToken

  /// The subject does not offer the one case that was asked for.
  case caseNotOffered

  /// The case failed once and not again.
  case failedOnce

  /// There is no requirement to judge bytes by.
  case noRequirementForBytes

  /// The bytes stand for no case.
  case noCase(any Error)

  /// So few units were kept that a count above the limit was not seen.
  case tooFewKept(Int, limit: Int)

  /// Nobody was asked anything.
  case nothingAsked

  /// So many questions that the answers led to were not asked: the answers are those to a challenge.
  case notAsked(Int)

  /// Every map was kept whole or dropped whole: there were no masks to compare.
  case nothingToCompare

  /// The requirement threw an error of its own: what it says, and how to see it again.
  case threw(String, replay: String)

  /// The suite could not go on.
  case interrupted(any Error)

  /// What a requirement from outside this package says in its own words.
  case custom(String)

  /// A statement that was neither refuted nor proved.
  public struct Undecided: Sendable, Hashable {
    /// What it is about, and where it was looked at.
    package var statement: Statement

    /// What stood in the way.
    package var reason: Reason
  }

  /// What stands in the way of a decision.
  package enum Reason: Sendable, Hashable {
    /// The subject stopped to offer it.
    case withdrawn

    /// After so many maps no error but one above this bound is ruled out; nil for no bound at all.
    case maps(Int, bound: Double?, FaultMeasure)
  }
}
