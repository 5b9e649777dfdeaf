/// How far a measurement has come, on standard error.
///
/// Where somebody is looking it is one line, written over again and again; in a file, a pipe or a
/// terminal without control sequences it is a line for each tenth of the work, so that a run of minutes
/// gives a sign of life.
struct BenchProgress {
  private let console: any Console
  private let name: String
  private let rounds: Int
  private var line: ProgressLine
  private var tenths = -1

  init(_ console: any Console, name: String, rounds: Int) {
    self.console = console
    self.name = name
    self.rounds = rounds
    line = ProgressLine(console, isAlone: true)
  }

  /// Shows a round, and the share of all the work that is done.
  mutating func show(round: Int, share: Double) {
    let text = "\(name), round \(round) of \(rounds)"
    guard !console.errorTerminal.isRedrawn else {
      line.show(text, share)
      return
    }
    let reached = Int(share * 10)
    guard reached > tenths else { return }
    tenths = reached
    console.report("\(Program.name) bench: \(text), \(Int(share * 100)) %\n")
  }

  /// Takes away what is not to stay.
  mutating func clear() { line.clear() }
}
