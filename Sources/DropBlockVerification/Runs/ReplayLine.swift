/// What a report tells its reader to run, to see something again.
///
/// The suite does not know by which command its run was started. Whoever embeds it says so:
///
/// ```swift
/// run.replayLine = .environment("swift test --filter Conformance")
/// run.replayLine = ReplayLine { request, run in "mytool replay \(request) \(run.profile.name)" }
/// ```
public struct ReplayLine {
  private let text: (ReplayRequest, VerificationRun) -> String

  /// How to make a case smaller that a budget left large, as it ends a sentence.
  let shrinkAdvice: String

  /// The line that a function makes, from what is to be seen again and the run that found it.
  ///
  /// - Parameters:
  ///   - shrinkAdvice: How to make a case smaller that the profile's budget left large.
  ///   - text: Makes the line.
  public init(
    shrinkAdvice: String = "raise the profile's shrinkEvaluations",
    _ text: @escaping (ReplayRequest, VerificationRun) -> String
  ) {
    self.text = text
    self.shrinkAdvice = shrinkAdvice
  }

  /// What to do in Swift: `try run.run(replaying: ReplayRequest(parsing: "dbp1.…"))`.
  public static var code: ReplayLine {
    ReplayLine { request, _ in "try run.run(replaying: ReplayRequest(parsing: \"\(request)\"))" }
  }

  /// A command with the request in an environment variable, which ``ReplayRequest/environment(_:)``
  /// reads there: `DROPBLOCK_REPLAY=dbp1.… swift test --filter Conformance`.
  ///
  /// - Parameters:
  ///   - command: The command, as a shell takes it.
  ///   - variable: The environment variable.
  public static func environment(
    _ command: String, variable: String = ReplayRequest.variable
  ) -> ReplayLine {
    ReplayLine { request, _ in "\(variable)=\(request) \(command)" }
  }

  /// The line.
  func callAsFunction(_ request: ReplayRequest, _ run: VerificationRun) -> String {
    text(request, run)
  }
}
