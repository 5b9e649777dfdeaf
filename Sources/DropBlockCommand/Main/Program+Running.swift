import DropBlockContract
import DropBlockVerification

/// The program: finds the command, parses its words, runs it, and turns errors into exit codes.
extension Program {
  /// Runs the words that follow the program's name.
  static func run(_ words: [String], console: any Console) -> ExitCode {
    do {
      return try start(words, console)
    } catch let error as UsageError {
      return report(error, words, console)
    } catch let error as DropBlockError {
      return report(UsageError(error.description), words, console)
    } catch {
      console.report(VisibleText.lines("\(name): \(error)") + "\n")
      return .failed
    }
  }

  private static func start(_ words: [String], _ console: any Console) throws -> ExitCode {
    guard let first = words.first else {
      console.report(overview(width: console.errorTerminal.width))
      return .usage
    }
    if first == "--version" {
      console.line("\(name) \(DropBlockPackage.version)")
      return .conforms
    }
    let width = console.terminal.width
    if ["--help", "-h", "help"].contains(first) {
      let rest = Array(words.dropFirst())
      console.write(rest.isEmpty ? overview(width: width) : try help(rest, width: width))
      return .conforms
    }
    if Arguments.askForHelp(words) {
      console.write(try help(words, width: width))
      return .conforms
    }
    let (command, rest) = try selected(words)
    let arguments = try Arguments(rest, for: command.interface)
    return try command.run(arguments, console)
  }

  /// The command that the first word or words name, and the words that follow.
  static func selected(
    _ words: [String]
  ) throws(UsageError) -> (command: RegisteredCommand, rest: [String]) {
    for command in commands {
      let name = command.interface.name.split(separator: " ").map(String.init)
      if words.starts(with: name) { return (command, Array(words.dropFirst(name.count))) }
    }
    let first = words.first ?? ""
    let members = group(first)
    guard members.isEmpty else {
      let known = members.map { String($0.interface.name.dropFirst(first.count + 1)) }
      let list = known.joined(separator: ", ")
      guard words.count > 1 else { throw UsageError("one of \(list) is missing") }
      throw UsageError(
        "unknown '\(words[1])'; one of \(list) is admissible"
          + Suggestion.question(words[1], among: known))
    }
    var known: [String] = []
    for command in commands {
      let name = String(command.interface.name.prefix { $0 != " " })
      if !known.contains(name) { known.append(name) }
    }
    throw UsageError(
      "unknown command '\(first)'; one of \(known.joined(separator: ", ")) is admissible"
        + Suggestion.question(first, among: known))
  }

  /// The commands whose name begins with a word and has another.
  private static func group(_ word: String) -> [RegisteredCommand] {
    commands.filter { $0.interface.name.hasPrefix(word + " ") }
  }

  private static func help(_ words: [String], width: Int) throws(UsageError) -> String {
    let named = words.filter { !$0.hasPrefix("-") }
    let members = named.first.map(group) ?? []
    if !members.isEmpty, (try? selected(named)) == nil {
      let rows = members.map { ($0.interface.name, $0.interface.summary) }
      let examples = members.flatMap(\.interface.examples).map { "  \(name) \($0)" }
      let usage = ["usage: \(name) \(named[0]) COMMAND …", "", "commands:"]
      let help = ["", "'\(name) \(named[0]) COMMAND --help' explains one.", "", "examples:"]
      return (usage + Text.table(rows, width: width) + help + examples).joined(separator: "\n")
        + "\n"
    }
    return try selected(words).command.interface.help(width: width)
  }

  private static func overview(width: Int) -> String {
    let rows = commands.map { ($0.interface.name, $0.interface.summary) }
    let codes = ExitCode.allCases.map { (String($0.rawValue), $0.summary) }
    var lines = [
      "The reference for DropBlock, and the suite that judges implementations of it.", "",
    ]
    lines += ["usage: \(name) COMMAND …", "", "commands:"] + Text.table(rows, width: width)
    lines += ["", "exit codes:"] + Text.table(codes, width: width)
    lines += ["", "'\(name) COMMAND --help' explains a command and gives an example."]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func report(
    _ error: UsageError, _ words: [String], _ console: any Console
  ) -> ExitCode {
    var name = Program.name
    if let command = try? selected(words).command {
      name += " " + command.interface.name
    } else if let first = words.first, !group(first).isEmpty {
      name += " " + first
    }
    console.report(VisibleText.lines("\(name): \(error)\nTry '\(name) --help'.") + "\n")
    return .usage
  }
}
