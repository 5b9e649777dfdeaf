/// Text of others, such as a subject's name and what it writes to standard error, shown so that it
/// controls nothing.
///
/// A control character, or one that turns the direction of writing, becomes `\u{1B}`: a terminal would
/// obey it, and what it hides would be somebody else's words.
package enum VisibleText {
  /// The text in one line.
  package static func line(_ text: String) -> String { shown(text, keeping: ["\t"]) }

  /// The text with its line breaks.
  package static func lines(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      // Windows ends a line with a carriage return before the line feed.
      if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
      scalars.append(scalar)
    }
    return shown(String(scalars), keeping: ["\t", "\n"])
  }

  private static func shown(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0) && !kept.contains($0) }) else {
      return text
    }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isHidden(scalar), !kept.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result.append(contentsOf: "\\u{\(digits)}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Whether a character is obeyed and not shown: C0, C1, DEL, line and paragraph separators, and those
  /// that turn the direction of writing.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isBidiControl
      || [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
  }
}
