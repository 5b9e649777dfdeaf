/// A line of a corpus: a case that failed once.
public struct CorpusEntry: Hashable, Sendable, CustomStringConvertible {
  /// The exact choices of the case, or its run and number.
  public let token: Token

  /// The day on which it was found, as in `2025-12-31`.
  public let date: String

  /// The version of what found it.
  public let version: String

  /// The failure in words: for people, nothing reads it.
  public let value: String

  /// The most characters of ``value``.
  static let valueLimit = 200

  init(token: Token, date: String, version: String, value: String) {
    self.token = token
    self.date = OneLine.text(date.isEmpty ? "-" : date)
    let version = OneLine.text(version).split(separator: "|").joined(separator: "/")
    self.version = version.isEmpty ? "-" : version
    self.value = OneLine.text(value, limit: Self.valueLimit)
  }

  /// The entry that a line holds.
  ///
  /// - Parameters:
  ///   - line: The line, without its end.
  ///   - property: The name of the property that the corpus belongs to.
  /// - Throws: What is wrong with the line.
  init(parsing line: String, property: String) throws(CorpusProblem.Reason) {
    let fields = line.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
      .map(Self.trimmed)
    let text = fields[0]
    if let dot = text.firstIndex(of: "."), text.hasPrefix("dbp"), text[..<dot] != "dbp1",
      let format = UInt(text[..<dot].dropFirst(3)), format > 1
    {
      throw .newer("a token of the format dbp\(format), not dbp1")
    }
    let token: Token
    do {
      token = try Token(parsing: String(text))
    } catch {
      throw .damaged("\(error)")
    }
    let expected = Token.propertyHash(of: property)
    guard token.propertyHash == expected else {
      throw .damaged("\(TokenError.property(expected: expected, got: token.propertyHash))")
    }
    guard fields.count == 4 else {
      throw .damaged("\(fields.count) fields, not token | date | version | value")
    }
    guard CalendarDay.isDay(fields[1]) else {
      throw .damaged("the date \"\(fields[1].prefix(40))\", not yyyy-mm-dd")
    }
    self.token = token
    (date, version, value) = (String(fields[1]), String(fields[2]), String(fields[3]))
  }

  private static func trimmed(_ field: Substring) -> Substring {
    var rest = field.drop { $0 == " " || $0 == "\t" }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest
  }

  /// The line.
  public var description: String { "\(token) | \(date) | \(version) | \(value)" }
}
