import DropBlockContract

/// Finds out which convention a target follows.
///
/// A module of the Python package does that: it has this program judge the target again and again, each time
/// by what the causes before have said.
enum IdentifyCommand: Command {
  static let interface = Interface(
    name: "identify",
    summary:
      "find out which convention a function or a layer in Python follows, and how to declare it",
    positionals: [
      Positional(
        name: "TARGET", summary: JudgingOptions.target.summary, admits: PythonTarget.isName)
    ],
    options: [JudgingOptions.option.description, JudgingOptions.key.description],
    notes: [
      "The target is judged by the paper's convention, and what the causes of its faults say is declared, "
        + "step by step: over which axes masks are shared; where seeds fall, and how gamma is computed; what "
        + "is counted, and what is added to the count. The last line is the command that judges it by what "
        + "was found.",
      "It exits with 0 where every step ends with a convention that fits, and with 1 where some frequencies "
        + "or factors follow none that can be declared.",
    ],
    examples: ["identify timm.layers:DropBlock2d", "identify --option scale=True mylayer.py:drop"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    guard let name = arguments.positionals.last, PythonTarget.isName(name) else {
      throw UsageError("which target is identified? TARGET is \(JudgingOptions.target.summary)")
    }
    var words = [PythonTarget.python, "-m", "dropblock_verify.identify", name]
    for option in try arguments.value(JudgingOptions.option) { words += ["--option", option] }
    let key = try arguments.value(JudgingOptions.key)
    words += ["--key", "0x" + String(key, radix: 16)]
    let program = System.environment("DROPBLOCK_PROGRAM") ?? System.program
    let error = System.become(
      words, variables: program.map { ["DROPBLOCK_PROGRAM": $0] } ?? [:])
    console.report(
      "\(Program.name): '\(PythonTarget.python)' cannot be started: \(error); \(PythonTarget.variable) names "
        + "another Python\n")
    return .failed
  }
}
