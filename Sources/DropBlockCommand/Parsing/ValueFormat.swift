/// How the value of an option is written, and what it means.
struct ValueFormat<Value: Sendable>: Sendable {
  /// What the help writes for the value, such as `N`.
  let name: String

  /// What is admissible, to follow "is not": "an integer in 1…9".
  let admissible: String

  /// The words a value is chosen from; empty where it is not chosen from words.
  var choices: [String] = []

  /// What may have been meant by a text that is not admissible; nil where nothing comes to mind.
  var meant: @Sendable (String) -> String? = { _ in nil }

  /// The value of a text; nil when the text is not admissible.
  let parse: @Sendable (String) -> Value?

  /// The value of a text, or an error that names the option, the text and what is admissible.
  func value(of text: String, for option: String) throws(UsageError) -> Value {
    if let value = parse(text) { return value }
    var message = "\(option): '\(text)' is not \(admissible)"
    if let nearest = Suggestion.nearest(to: text, among: choices) {
      message += "; did you mean '\(nearest)'?"
    }
    if let meant = meant(text) { message += "; did you mean \(meant)?" }
    throw UsageError(message)
  }
}

extension ValueFormat where Value == String {
  /// A path; the empty one is none.
  static let path = ValueFormat(name: "FILE", admissible: "a path") { $0.isEmpty ? nil : $0 }

  /// A path of a folder; the empty one is none.
  static let folder = ValueFormat(name: "FOLDER", admissible: "a path") { $0.isEmpty ? nil : $0 }

  /// Any text.
  static func text(_ name: String) -> ValueFormat {
    ValueFormat(name: name, admissible: "a text") { $0 }
  }
}

extension ValueFormat where Value == Int {
  /// A decimal integer in a range.
  static func integer(in range: ClosedRange<Int>) -> ValueFormat {
    ValueFormat(name: "N", admissible: "an integer in \(range.lowerBound)…\(range.upperBound)") {
      guard let value = Int($0), range.contains(value) else { return nil }
      return value
    }
  }
}

extension ValueFormat where Value == UInt64 {
  /// A 64-bit key, decimal or hexadecimal.
  static let key = ValueFormat(
    name: "KEY", admissible: "a 64-bit key: 0…\(UInt64.max), or hexadecimal such as 0x8f3a"
  ) { text in
    guard text.hasPrefix("0x") else { return UInt64(text) }
    return UInt64(text.dropFirst(2), radix: 16)
  }
}

extension ValueFormat where Value == Double {
  /// A finite number in a range.
  static func number(in range: ClosedRange<Double>) -> ValueFormat {
    let unbounded = range.upperBound == .greatestFiniteMagnitude
    let admissible =
      unbounded
      ? "a finite number of at least \(range.lowerBound.positional)"
      : "a number in \(range.lowerBound.positional)…\(range.upperBound.positional)"
    let isShare = range == 0...1
    return ValueFormat(
      name: "X", admissible: admissible,
      meant: { text in
        // A probability in percent.
        guard isShare, let value = Double(text.last == "%" ? String(text.dropLast()) : text),
          value <= 100, range.contains(value / 100)
        else { return nil }
        return (value / 100).positional
      }
    ) {
      guard let value = Double($0), range.contains(value) else { return nil }
      return value
    }
  }
}

extension ValueFormat where Value == [Int] {
  /// Sizes with `x` between them, such as 14x14.
  static func sizes(
    _ name: String, axes: ClosedRange<Int>, each range: ClosedRange<Int>
  ) -> ValueFormat {
    let admissible =
      "\(axes.lowerBound) to \(axes.upperBound) integers in "
      + "\(range.lowerBound)…\(range.upperBound) with x between them"
    return ValueFormat(name: name, admissible: admissible) { text in
      let parts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      let sizes = parts.compactMap(\.self)
      guard sizes.count == parts.count, axes.contains(sizes.count) else { return nil }
      return sizes.allSatisfy(range.contains) ? sizes : nil
    }
  }

  /// Integers with commas between them.
  static func integers(in range: ClosedRange<Int>) -> ValueFormat {
    let admissible =
      "one or more integers in \(range.lowerBound)…\(range.upperBound) with commas between them"
    return ValueFormat(name: "N,…", admissible: admissible) { text in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      let values = parts.compactMap(\.self)
      return values.count == parts.count && values.allSatisfy(range.contains) ? values : nil
    }
  }
}

extension ValueFormat {
  /// One of some words, each with its value.
  static func choice(_ choices: [(word: String, value: Value)]) -> ValueFormat {
    let words = choices.map(\.word)
    return ValueFormat(
      name: words.joined(separator: "|"), admissible: "one of " + words.joined(separator: ", "),
      choices: words
    ) { text in choices.first { $0.word == text }?.value }
  }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the cases, by its raw value.
  static var choice: ValueFormat { .choice(Value.allCases.map { ($0.rawValue, $0) }) }
}
