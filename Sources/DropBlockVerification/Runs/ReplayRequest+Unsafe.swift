import DropBlockPlatform

extension ReplayRequest {
  /// The environment variable that ``environment(_:)`` reads by default.
  public static let variable = "DROPBLOCK_REPLAY"

  /// What an environment variable asks for; nil where it is not set, or empty.
  ///
  /// - Throws: ``VerificationRunError/malformedReplay(_:reason:)`` where it is set to something else.
  public static func environment(
    _ name: String = variable
  ) throws(VerificationRunError) -> ReplayRequest? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : try ReplayRequest(parsing: text)
  }
}
