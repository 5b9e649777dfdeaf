/// What a command takes: its name, its positional arguments, its options, and how to explain them.
struct Interface: Sendable {
  /// One word, or two for a command in a group, such as `schedule linear`.
  let name: String

  /// One line for the list of commands.
  let summary: String

  /// What stands on the command line without a name, in order.
  var positionals: [Positional] = []

  /// What the words after `--` are, for a command that starts another program.
  var child: String?

  /// Whether the child's command may be left out.
  var isChildOptional = false

  /// The options.
  var options: [OptionDescription] = []

  /// Paragraphs that follow the options in the help.
  var notes: [String] = []

  /// Command lines that work, without the program's name.
  var examples: [String] = []
}

/// An argument without a name.
struct Positional: Sendable {
  /// How the help writes it.
  let name: String

  /// One line for the help.
  let summary: String

  /// Whether it may be left out; only the last ones may.
  var isOptional = false

  /// Whether a word may stand there: for a command that starts a program, others are taken for the program's.
  var admits: @Sendable (String) -> Bool = { _ in true }
}

extension Interface {
  /// The command line in one line.
  var usage: String {
    var words = [Program.name, name]
    words += options.filter(\.isRequired).map { "\($0.typed) \($0.valueName ?? "")" }
    if options.contains(where: { !$0.isRequired }) { words.append("[options]") }
    words += positionals.map { $0.isOptional ? "[\($0.name)]" : $0.name }
    if let child { words.append(isChildOptional ? "[-- \(child)]" : "-- \(child)") }
    return words.joined(separator: " ")
  }

  /// The help, broken into lines of at most `width` characters.
  func help(width: Int) -> String {
    var lines = [summary, "", "usage: " + usage]
    var entries = positionals.map { ($0.name, $0.summary) }
    entries += options.map { option in
      let value = option.valueName.map { " " + $0 } ?? ""
      var summary = option.summary
      if option.isRepeated { summary += " (may be repeated)" }
      if let absent = option.absent { summary += " (\(absent))" }
      return (option.typed + value, summary)
    }
    entries.append(("--help", "this text"))
    lines += ["", "arguments:"] + Text.table(entries, width: width)
    for note in notes { lines += [""] + Text.wrapped(note, width: width) }
    if !examples.isEmpty {
      lines += ["", examples.count == 1 ? "example:" : "examples:"]
      lines += examples.map { "  \(Program.name) \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
