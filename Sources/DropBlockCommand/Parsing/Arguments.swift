/// The words of a command line, sorted into options, positional arguments and a child's command.
///
/// A value follows its option as the next word or after `=`. The next word is no value when it begins
/// with two dashes: such a value is written with `=`. The word `--` ends the options; what follows is
/// the child's command, or positional where a command starts no child.
struct Arguments: Sendable {
  /// The arguments without a name, in order.
  let positionals: [String]

  /// The words after `--`, for a command that starts another program.
  let child: [String]

  private let values: [String: [String]]

  /// Sorts the words that follow the command's name.
  ///
  /// - Throws: A ``UsageError`` for the first word that is not admissible, or when something that
  ///   must be there is not. The texts of all options are checked.
  init(_ words: [String], for interface: Interface) throws(UsageError) {
    var values: [String: [String]] = [:]
    var positionals: [String] = []
    var child: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        if interface.child == nil {
          positionals += words[index...]
        } else {
          child += words[index...]
        }
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        let place = interface.positionals.dropFirst(positionals.count).first
        if interface.child != nil, place.map({ !$0.admits(word) }) ?? true {
          throw Self.programWithoutDashes(Array(words[(index - 1)...]), of: interface)
        }
        positionals.append(word)
        continue
      }
      let (option, attached) = try Self.option(word, of: interface)
      var text = attached
      if option.valueName != nil, attached == nil {
        guard index < words.count, !words[index].hasPrefix("--") else {
          throw UsageError("\(option.typed) needs a value: \(option.valueName ?? "")")
        }
        text = words[index]
        index += 1
      }
      if values[option.name] != nil, !option.isRepeated {
        throw UsageError("\(option.typed) is given twice")
      }
      values[option.name, default: []].append(text ?? "")
    }
    try Self.check(positionals, child, of: interface)
    for option in interface.options { try option.check(values[option.name] ?? []) }
    self.values = values
    self.positionals = positionals
    self.child = child
  }

  /// The value of an option of the command.
  func value<Value>(_ option: Option<Value>) throws(UsageError) -> Value {
    try option.read(values[option.description.name] ?? [])
  }

  /// Whether the option is on the command line.
  func has<Value>(_ option: Option<Value>) -> Bool { values[option.description.name] != nil }

  /// Whether the words ask for help: anywhere before `--`.
  static func askForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  /// That a program and its arguments stand where options are.
  private static func programWithoutDashes(
    _ words: [String], of interface: Interface
  ) -> UsageError {
    UsageError(
      "unexpected argument '\(words[0])'; a program and its arguments stand after '--': "
        + "\(Program.name) \(interface.name) … -- \(words.filter { $0 != "--" }.joined(separator: " "))"
    )
  }

  /// The option that a word names, and the value attached to it.
  private static func option(
    _ word: String, of interface: Interface
  ) throws(UsageError) -> (OptionDescription, String?) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let typed = String(parts[0])
    guard let option = interface.options.first(where: { $0.typed == typed }) else {
      let known = interface.options.map(\.typed) + ["--help"]
      throw UsageError("unknown option \(typed)" + Suggestion.question(typed, among: known))
    }
    let attached = parts.count > 1 ? String(parts[1]) : nil
    if option.valueName == nil, let attached {
      throw UsageError("\(option.typed) takes no value, but '\(attached)' is given")
    }
    return (option, attached)
  }

  private static func check(
    _ positionals: [String], _ child: [String], of interface: Interface
  ) throws(UsageError) {
    let expected = interface.positionals
    if positionals.count > expected.count {
      throw UsageError("unexpected argument '\(positionals[expected.count])'")
    }
    if let missing = expected.dropFirst(positionals.count).first, !missing.isOptional {
      throw UsageError("\(missing.name) is missing: \(missing.summary)")
    }
    if let command = interface.child, child.isEmpty, !interface.isChildOptional {
      throw UsageError("-- \(command) is missing: the program to start, and its arguments")
    }
  }
}

extension Suggestion {
  /// The end of a message about an unknown word: a question, or nothing.
  static func question(_ text: String, among words: [String]) -> String {
    nearest(to: text, among: words).map { "; did you mean \($0)?" } ?? ""
  }
}
