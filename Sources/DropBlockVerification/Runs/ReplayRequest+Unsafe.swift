import DropBlockPlatform

extension ReplayRequest {
  /// The environment variable that ``environment(_:)`` reads by default.
  public static let variable = "DROPBLOCK_REPLAY"

  /// What an environment variable asks for; nil where it is not set, or empty.
  ///
  /// - Throws: ``VerificationRunError/malformedReplay(_:reason:variable:)`` where it is set to something else.
  public static func environment(
    _ name: String = variable
  ) throws(VerificationRunError) -> ReplayRequest? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    guard !text.isEmpty else { return nil }
    do {
      return try ReplayRequest(parsing: text)
    } catch .malformedReplay(let text, let reason, _) {
      throw .malformedReplay(text, reason: reason, variable: name)
    }
  }
}
