/// Text for a line of a file or a report.
enum OneLine {
  /// The text without line ends and other control characters.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - limit: How many characters to keep.
  static func text(_ text: String, limit: Int = .max) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": line += " "
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line.count > limit ? line.prefix(limit) + "…" : line
  }
}
