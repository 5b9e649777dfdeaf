/// One line on standard error that says what is being judged, while a person is looking.
struct ProgressLine {
  private let console: any Console
  private let isAlone: Bool
  private var shown = ""

  /// - Parameter isAlone: Whether nothing is written to standard output while it is there: then it
  ///   does not matter where that leads.
  init(_ console: any Console, isAlone: Bool = false) {
    self.console = console
    self.isAlone = isAlone
  }

  /// Shows a requirement and the share of its work that is done.
  mutating func show(_ id: String, _ share: Double) {
    guard isAlone || console.terminal.isInteractive, console.errorTerminal.isRedrawn else {
      return
    }
    let text = "  … \(id) \(Int(min(max(share, 0), 1) * 100)) %"
    guard text != shown else { return }
    console.report("\r\u{1B}[K\(text)")
    shown = text
  }

  /// Takes the line away.
  mutating func clear() {
    guard !shown.isEmpty else { return }
    console.report("\r\u{1B}[K")
    shown = ""
  }
}
