/// An option of a command, stated once: parsing and help both come from it.
struct Option<Value: Sendable>: Sendable {
  /// What the parser and the help need to know.
  let description: OptionDescription

  /// The value of the texts that were given for it, in their order.
  let read: @Sendable ([String]) throws(UsageError) -> Value

  private init(
    _ description: OptionDescription,
    read: @escaping @Sendable ([String]) throws(UsageError) -> Value
  ) {
    var checked = description
    checked.check = { (texts) throws(UsageError) in _ = try read(texts) }
    self.description = checked
    self.read = read
  }
}

/// An option without the type of its value.
struct OptionDescription: Sendable {
  /// The name without its dashes.
  let name: String

  /// What the help writes for the value; nil for a flag.
  let valueName: String?

  /// One line for the help.
  let summary: String

  /// How the help writes what holds when the option is absent; nil when there is nothing to say.
  var absent: String?

  /// Whether the option must be there.
  var isRequired = false

  /// Whether the option may be there more than once.
  var isRepeated = false

  /// Throws when the texts given for the option are not admissible.
  var check: @Sendable ([String]) throws(UsageError) -> Void = { (_) throws(UsageError) in }

  /// The name as it is typed.
  var typed: String { "--" + name }
}

extension Option {
  /// An option that must be there.
  static func required(
    _ name: String, _ format: ValueFormat<Value>, _ summary: String
  ) -> Option {
    let description = OptionDescription(
      name: name, valueName: format.name, summary: summary, isRequired: true)
    return Option(description) { (texts) throws(UsageError) in
      guard let text = texts.last else {
        throw UsageError("--\(name) \(format.name) is missing: \(format.admissible)")
      }
      return try format.value(of: text, for: "--" + name)
    }
  }

  /// An option with a value that holds when it is absent.
  static func value(
    _ name: String, _ format: ValueFormat<Value>, default value: Value, _ text: String,
    _ summary: String
  ) -> Option {
    let description = OptionDescription(
      name: name, valueName: format.name, summary: summary, absent: text)
    return Option(description) { (texts) throws(UsageError) in
      guard let text = texts.last else { return value }
      return try format.value(of: text, for: "--" + name)
    }
  }

  /// An option that may be absent.
  static func optional<Wrapped: Sendable>(
    _ name: String, _ format: ValueFormat<Wrapped>, _ summary: String, absent: String? = nil
  ) -> Option where Value == Wrapped? {
    let description = OptionDescription(
      name: name, valueName: format.name, summary: summary, absent: absent)
    return Option(description) { (texts) throws(UsageError) in
      guard let text = texts.last else { return nil }
      return try format.value(of: text, for: "--" + name)
    }
  }

  /// An option that may be there any number of times.
  static func repeated<Element: Sendable>(
    _ name: String, _ format: ValueFormat<Element>, _ summary: String, absent: String? = nil
  ) -> Option where Value == [Element] {
    let description = OptionDescription(
      name: name, valueName: format.name, summary: summary, absent: absent, isRepeated: true)
    return Option(description) { (texts) throws(UsageError) in
      var values: [Element] = []
      for text in texts { values.append(try format.value(of: text, for: "--" + name)) }
      return values
    }
  }
}

extension Option where Value == Bool {
  /// An option without a value: there, or not.
  static func flag(_ name: String, _ summary: String) -> Option {
    Option(OptionDescription(name: name, valueName: nil, summary: summary)) {
      (texts) throws(UsageError) in !texts.isEmpty
    }
  }
}
