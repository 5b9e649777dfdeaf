import DropBlockVerification

/// Text in columns and lines of a given width, and numbers for people.
enum Text {
  /// Breaks a paragraph at spaces into lines of at most `width` characters, where words allow it.
  static func wrapped(_ paragraph: String, width: Int, indent: Int = 0) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [margin + line]
  }

  /// Two columns; a first entry that is too long has the second below it.
  static func table(_ rows: [(String, String)], width: Int) -> [String] {
    let column = Swift.min(rows.map(\.0.count).filter { $0 <= 24 }.max() ?? 0, 24) + 4
    return rows.flatMap { first, second -> [String] in
      var lines = wrapped(second, width: width, indent: column)
      let head = "  " + first
      if head.count + 2 > column || lines.isEmpty { return [head] + lines }
      lines[0] = head.padded(to: column) + lines[0].dropFirst(column)
      return lines
    }
  }

  /// An integer with commas between thousands.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A count of things: "1 round", "2 rounds".
  static func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  /// A time of two digits, in the unit that suits it.
  static func time(_ seconds: Double) -> String {
    let units = [
      (1e-6, 1e-9, "ns"), (1e-3, 1e-6, "µs"), (1, 1e-3, "ms"), (120, 1, "s"), (7_200, 60, "min"),
    ]
    let (_, unit, name) = units.first { seconds < $0.0 } ?? (0, 3_600, "h")
    return "\(Decimals.significant(seconds / unit)) \(name)"
  }

  /// Sizes with × between them.
  static func sizes(_ sizes: [Int]) -> String {
    sizes.map(String.init).joined(separator: "×")
  }
}

extension String {
  /// The text, filled up with spaces on its right.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(width - count, 0))
  }

  /// The text, filled up with spaces on its left.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(width - count, 0)) + self
  }
}

extension Double {
  /// The fewest decimal digits that give this number back, without an exponent.
  var positional: String {
    let text = description
    guard isFinite, let mark = text.firstIndex(where: { $0 == "e" }),
      let exponent = Int(text[text.index(after: mark)...])
    else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
    let sign = text.hasPrefix("-") ? "-" : ""
    let mantissa = text[..<mark].drop { $0 == "-" }.split(separator: ".").map(String.init)
    var digits = mantissa.joined()
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    let point = (mantissa.first?.count ?? 1) + exponent
    if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count {
      return sign + digits + String(repeating: "0", count: point - digits.count)
    }
    return sign + digits.prefix(point) + "." + digits.dropFirst(point)
  }

  /// The number with a fixed count of decimals, 0 to 9; meant for numbers below 10⁹.
  func fixed(_ decimals: Int) -> String {
    guard isFinite, magnitude < 1e9 else { return description }
    var unit = 1
    for _ in 0..<Swift.min(Swift.max(decimals, 0), 9) { unit *= 10 }
    let scaled = Int((magnitude * Double(unit)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard unit > 1 else { return sign + String(scaled) }
    let fraction = String(unit + scaled % unit).dropFirst()
    return sign + String(scaled / unit) + "." + fraction
  }
}
