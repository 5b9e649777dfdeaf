/// What the program says to whoever started it.
enum ExitCode: Int32, Sendable, CaseIterable {
  /// All was done; what was judged conforms.
  case conforms = 0

  /// What was judged does not conform.
  case deviates = 1

  /// The command line asks for something that is not admissible.
  case usage = 2

  /// A subject, its adapter, or the input and output failed.
  case failed = 3

  /// Nothing was found wrong, but not enough was seen to say so.
  case inconclusive = 4

  /// Nothing was selected, so nothing was judged.
  case nothingSelected = 5

  /// The code of several runs in one: that of the run that came off worst.
  ///
  /// A failing subject outweighs one that is wrong, and that one that could not be decided.
  static func worst(_ codes: [ExitCode]) -> ExitCode {
    let order: [ExitCode] = [.usage, .failed, .deviates, .inconclusive, .nothingSelected]
    return order.first { codes.contains($0) } ?? .conforms
  }

  /// One line for the help.
  var summary: String {
    switch self {
    case .conforms: "done; what was judged conforms"
    case .deviates: "what was judged does not conform"
    case .usage: "the command line is wrong"
    case .failed: "a subject, its adapter, or the input and output failed"
    case .inconclusive: "inconclusive"
    case .nothingSelected: "nothing was selected"
    }
  }
}
