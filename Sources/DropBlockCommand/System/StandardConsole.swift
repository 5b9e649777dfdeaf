/// The two streams of the process.
///
/// When the reader of standard output goes away (`dropblock … | head`), what follows is dropped and
/// the command goes on: its files and its exit code do not depend on who reads along.
final class StandardConsole: Console {
  let terminal: Terminal
  let errorTerminal: Terminal
  private(set) var isClosed = false

  /// Why standard output could not be written, other than that its reader went away.
  private(set) var failure: SystemError?

  init() {
    terminal = System.terminal(of: 1)
    errorTerminal = System.terminal(of: 2)
  }

  func write(_ text: String) {
    // What an interruption breaks off has no verdict worth printing.
    guard !isClosed, !Interruption.shared.hasBegun else { return }
    do {
      try System.write(Array(text.utf8), to: 1)
    } catch {
      isClosed = true
      if !error.isBrokenPipe { failure = error }
    }
  }

  func report(_ text: String) {
    guard !Interruption.shared.hasBegun else { return }
    // There is nowhere left to say that standard error is gone.
    try? System.write(Array(text.utf8), to: 2)
  }

  /// The exit code of the process: a result that could not be written is none.
  func conclude(_ code: ExitCode) -> ExitCode {
    guard let failure else { return code }
    report("\(Program.name): standard output cannot be written: \(failure)\n")
    return ExitCode.worst([code, .failed])
  }
}
