/// What this program is called.
enum Program {
  /// The name of the executable.
  static let name = "dropblock"
}
