/// A console that keeps standard output free for something else.
final class QuietConsole: Console {
  /// The console behind it.
  let console: any Console

  private let isQuiet: Bool

  init(_ console: any Console, isQuiet: Bool) {
    self.console = console
    self.isQuiet = isQuiet
  }

  var terminal: Terminal { console.terminal }
  var errorTerminal: Terminal { console.errorTerminal }
  var isClosed: Bool { console.isClosed }

  func write(_ text: String) {
    if !isQuiet { console.write(text) }
  }

  func report(_ text: String) { console.report(text) }
}
