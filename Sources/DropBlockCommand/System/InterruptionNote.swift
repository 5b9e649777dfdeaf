/// What standard error says when the process is interrupted: how far a long run had come.
///
/// Nothing is said once the note is gone.
final class InterruptionNote {
  private let hook: Int
  private let start: String

  /// Creates a note that says nothing yet.
  init(_ console: any Console) {
    hook = Interruption.shared.begin({ 0 }, undo: {}).hook
    // Progress may be shown in the line in which the cursor is.
    start = (console.errorTerminal.isRedrawn ? "\r\u{1B}[K" : "") + Program.name
  }

  deinit { Interruption.shared.remove(hook) }

  /// From now on this is what will be said behind "interrupted".
  func say(_ words: String) {
    let line = "\(start): interrupted \(words)"
    Interruption.shared.replace(hook, after: {}, by: { System.reportWithoutWaiting(line) })
  }
}
