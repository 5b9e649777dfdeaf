/// Lines that end at the width of a terminal.
enum Folding {
  /// A line that is broken between words, with what goes on set in.
  ///
  /// - Parameters:
  ///   - width: The most columns of a line; a word that is longer stands by itself.
  ///   - indent: By how much the first line is set in.
  ///   - hanging: By how much the further ones are.
  static func fold(_ text: String, width: Int, indent: Int = 0, hanging: Int = 0) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
