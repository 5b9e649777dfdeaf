import DropBlockContract
package import DropBlockGenerators

/// What a challenge asks, and of whom: all that its requests follow from.
///
/// A challenge is a file with the requests of a whole run, as a program on a pipe would get them. Another
/// file has the answers. The requests are not read back from the file: they are made again from what is
/// stated here, and held against it.
package struct Challenge: Sendable, Hashable {
  /// The version of the package that made it: others may ask otherwise.
  package var version: String

  /// From which all cases follow.
  package var key: UInt64

  /// How much work goes into each verdict.
  package var profile: VerificationProfile

  /// By whose options the subject is judged.
  package var options: VerificationRun.Options

  /// What is judged, in order.
  package var requirements: [RequirementID]

  /// The one case that is asked; nil for a whole run.
  package var token: Token?

  /// What the subject says of itself, before it has been asked.
  package var declaration: SubjectDeclaration

  /// The challenge of a run.
  ///
  /// - Parameters:
  ///   - run: Who is asked, by which requirements, how much, from which key, and by whose options.
  ///   - token: The one case that is asked; nil for the whole run.
  package init(of run: VerificationRun, token: Token? = nil) {
    version = DropBlockPackage.version
    key = run.key
    profile = run.profile
    options = run.options
    requirements = run.requirements.map(\.id)
    self.token = token
    declaration = run.subject.declaration
  }

  /// The run that asks it.
  ///
  /// - Parameter replayLine: How a report tells its reader to see something again.
  package func run(of subject: any Subject, replayLine: ReplayLine = .code) -> VerificationRun {
    var run = VerificationRun(
      subject, by: requirements.compactMap(Requirement.named), profile: profile, key: key,
      replayLine: replayLine)
    run.options = options
    return run
  }

  /// How large a challenge is.
  package struct Size: Sendable, Hashable {
    /// How many messages ask something, and how many cases and schedules these have.
    package var requests = 0
    package var cases = 0

    /// How many bytes the file has.
    package var bytes = 0
  }

  /// The number of bytes that a challenge may have: 1 GiB.
  ///
  /// Answers have about as many, and are read whole.
  package static let byteLimit = 1 << 30
}
