/// What is being done and how far it is, on standard error: one line that is drawn again while a person is
/// looking, and otherwise a line now and then, so that a log shows that the run is alive.
struct ProgressLine {
  /// The seconds between two lines where none is drawn again.
  static let pause = 30.0

  private let console: any Console
  private let isAlone: Bool
  private let seconds: () -> Double
  private var shown = ""
  private var told = 0.0

  /// - Parameters:
  ///   - isAlone: Whether nothing is written to standard output while it is there: then it does not matter
  ///     where that leads.
  ///   - seconds: The time since it was made.
  init(_ console: any Console, isAlone: Bool = false, seconds: (() -> Double)? = nil) {
    self.console = console
    self.isAlone = isAlone
    let start = ContinuousClock.now
    self.seconds = seconds ?? { (ContinuousClock.now - start) / .seconds(1) }
  }

  /// Shows a piece of work, the share of it that is done, and what there is to say of the whole.
  mutating func show(_ id: String, _ share: Double, of whole: String = "") {
    let percent = "\(id) \(Int(min(max(share, 0), 1) * 100)) %"
    show(whole.isEmpty ? percent : "\(percent), \(whole)")
  }

  /// Shows a text.
  mutating func show(_ text: String) {
    guard isAlone || console.terminal.isInteractive, console.errorTerminal.isRedrawn else {
      let now = seconds()
      guard now - told >= Self.pause else { return }
      told = now
      console.report("\(Program.name): \(text)\n")
      return
    }
    // A line that is wrapped can't be taken back.
    let line = String("  … \(text)".prefix(max(console.errorTerminal.width - 1, 20)))
    guard line != shown else { return }
    console.report("\r\u{1B}[K\(line)")
    shown = line
  }

  /// Takes the line away.
  mutating func clear() {
    guard !shown.isEmpty else { return }
    console.report("\r\u{1B}[K")
    shown = ""
  }
}
