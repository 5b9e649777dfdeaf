/// A JSON value (RFC 8259).
///
/// Small and strict on purpose: what is read here comes from programs under test and from files that
/// a fuzzer wrote. Objects keep the order of their members, so that reports are stable to the byte.
package indirect enum JSON: Sendable {
  /// The literal null.
  case null

  /// The literals true and false.
  case bool(Bool)

  /// A number that is not written as an integer, or does not fit one.
  ///
  /// JSON can't write numbers that are not finite: the description writes `"NaN"`, `"Infinity"` and
  /// `"-Infinity"`, and ``doubleValue`` reads them back.
  case number(Double)

  /// A number written without fraction and exponent.
  case integer(Int64)

  /// A string of Unicode scalars.
  case string(String)

  /// Values in order.
  case array([JSON])

  /// Named members in order; a parsed object has no name twice.
  case object([(String, JSON)])
}

extension JSON {
  /// The member of that name; nil if there is none, or if this is not an object.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == name }?.1
  }

  /// Whether this is the literal null.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The truth value; nil if this is none.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The string; nil if this is none.
  package var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements; nil if this is not an array.
  package var arrayValue: [JSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The number, also one of the strings `NaN`, `Infinity`, `-Infinity`; nil if this is none.
  package var doubleValue: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .string("NaN"): .nan
    case .string("Infinity"): .infinity
    case .string("-Infinity"): -.infinity
    default: nil
    }
  }

  /// The integer; nil if this is none, or a number with a fraction, or one that does not fit.
  package var intValue: Int? {
    switch self {
    case .integer(let value): Int(exactly: value)
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }
}

extension JSON: Hashable {
  /// Equal values with equal members in equal order; numbers are compared by their bits.
  package static func == (a: JSON, b: JSON) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a.bitPattern == b.bitPattern
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
    default: false
    }
  }

  /// Feeds the text of the value: equal values have the same.
  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A string.
  package init(stringLiteral value: String) { self = .string(value) }

  /// An integer.
  package init(integerLiteral value: Int64) { self = .integer(value) }

  /// A number.
  package init(floatLiteral value: Double) { self = .number(value) }

  /// A truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }

  /// The literal null.
  package init(nilLiteral: ()) { self = .null }

  /// An array.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// An object, its members in the order given.
  package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }
}

extension JSON: CustomStringConvertible {
  /// The value as compact JSON text: one line, no spaces, members in order.
  ///
  /// A Double is written with the fewest digits that give it back.
  package var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value) where value.isFinite: text += value.description
    case .number(let value):
      text += value.isNaN ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\""
    case .integer(let value): text += value.description
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, (name, value)) in members.enumerated() {
        if index > 0 { text += "," }
        Self.write(name, to: &text)
        text += ":"
        value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..." ":
        if scalar == " " { text += " " } else { text += escape(scalar.value) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
