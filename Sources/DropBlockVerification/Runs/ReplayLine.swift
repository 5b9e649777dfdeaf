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

  /// The line that a function makes, from what is to be seen again and the run that found it.
  public init(_ text: @escaping (ReplayRequest, VerificationRun) -> String) { self.text = text }

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
