/// Pieces of an SVG file that the pictures share.
enum SVG {
  /// Where a text is held.
  enum Anchor: String {
    case start, middle, end
  }

  /// The beginning of a picture on white.
  static func head(width: Int, height: Int) -> [String] {
    [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
  }

  /// A text that cannot break out of its element.
  static func text(
    _ content: String, x: Int, y: Int, size: Int, fill: String, _ anchor: Anchor = .start
  ) -> String {
    let place = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(size)\" fill=\"\(fill)\"\(place)>"
      + escaped(content) + "</text>"
  }

  /// Text as XML takes it.
  static func escaped(_ content: String) -> String {
    var escaped = ""
    for character in content {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
