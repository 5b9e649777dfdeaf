/// Where a command writes: two streams, and what they can show.
protocol Console: AnyObject {
  /// What standard output is written to.
  var terminal: Terminal { get }

  /// What standard error is written to.
  var errorTerminal: Terminal { get }

  /// True once nobody reads standard output any more: a long listing may stop.
  var isClosed: Bool { get }

  /// Writes text to standard output.
  func write(_ text: String)

  /// Writes text to standard error.
  func report(_ text: String)
}

extension Console {
  /// Writes a line to standard output.
  func line(_ text: String = "") { write(text + "\n") }

  /// The width of a list: a line is wrapped for a person, and left whole for a program.
  var listWidth: Int { terminal.isInteractive ? terminal.width : .max }
}
