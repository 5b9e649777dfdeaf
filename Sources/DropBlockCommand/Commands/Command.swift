/// One thing the program does: what it takes, and how it is done.
protocol Command: Sendable {
  /// What it takes; parsing and help both come from this.
  static var interface: Interface { get }

  /// Does it.
  ///
  /// - Throws: A ``UsageError`` or a `DropBlockError` for what the command line asks, which end with
  ///   the code ``ExitCode/usage``; anything else ends with ``ExitCode/failed``.
  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode
}
