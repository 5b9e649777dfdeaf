/// Bytes that are not one JSON value, and where that shows.
package struct JSONError: Error, Sendable, Hashable {
  /// What is wrong.
  package var reason: Reason

  /// The number of bytes before the place where it shows.
  package var offset: Int

  /// The ways in which bytes are not a JSON value.
  package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The bytes end inside a value.
    case unexpectedEnd = "the text ends too early"

    /// A byte that can't stand where it stands.
    case unexpectedByte = "unexpected byte"

    /// Bytes after the value.
    case trailingBytes = "bytes after the value"

    /// Arrays and objects inside one another, deeper than ``JSON/depthLimit``.
    case tooDeep = "nested too deeply"

    /// A number too large for binary64.
    case numberOutOfRange = "a number beyond the range of binary64"

    /// An escape that does not exist, or half of a surrogate pair.
    case badEscape = "bad escape in a string"

    /// A string that is not UTF-8.
    case invalidUTF8 = "a string that is not UTF-8"

    /// An object with the same name twice.
    case duplicateName = "the same name twice in an object"
  }
}

extension JSONError: CustomStringConvertible {
  /// One line that says what is wrong, and where.
  package var description: String { "\(reason.rawValue) at byte \(offset)" }

  /// The same as the description.
  package var localizedDescription: String { description }
}

extension JSON {
  /// The greatest number of arrays and objects inside one another that is read: 32.
  package static let depthLimit = 32

  /// Reads one value that fills `bytes`, but for white space around it.
  ///
  /// Stricter than RFC 8259 where that leaves a choice: names in an object are unique, numbers lie in
  /// the range of binary64, surrogates come in pairs, depth is at most ``depthLimit``.
  ///
  /// - Throws: ``JSONError`` for everything else; no input traps or takes more than linear time.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.error(.trailingBytes) }
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ reason: JSONError.Reason) -> JSONError {
    JSONError(reason: reason, offset: position)
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The error for the byte that stands here, or for the end.
  var unexpected: JSONError { error(next == nil ? .unexpectedEnd : .unexpectedByte) }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return try number()
    }
  }

  mutating func literal(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for byte in text.description.utf8 {
      guard next == byte else { throw unexpected }
      position += 1
    }
    return value
  }

  mutating func array(depth: Int) throws(JSONError) -> JSON {
    guard depth <= JSON.depthLimit else { throw error(.tooDeep) }
    position += 1
    skipSpace()
    if take("]") { return .array([]) }
    var elements: [JSON] = []
    while true {
      elements.append(try value(depth: depth))
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw unexpected }
    }
  }

  mutating func object(depth: Int) throws(JSONError) -> JSON {
    guard depth <= JSON.depthLimit else { throw error(.tooDeep) }
    position += 1
    skipSpace()
    if take("}") { return .object([]) }
    var members: [(String, JSON)] = []
    var names: Set<String> = []
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw unexpected }
      let name = try string()
      guard names.insert(name).inserted else { throw error(.duplicateName) }
      skipSpace()
      guard take(":") else { throw unexpected }
      members.append((name, try value(depth: depth)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw unexpected }
    }
  }

  mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw unexpected }
  }

  mutating func number() throws(JSONError) -> JSON {
    let start = position
    let isNegative = take("-")
    var isInteger = true
    if !take("0") { try digits() }
    if take(".") {
      isInteger = false
      try digits()
    }
    if take("e") || take("E") {
      isInteger = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    // An integer has no negative zero.
    if isInteger, let integer = Int64(text), !(isNegative && integer == 0) {
      return .integer(integer)
    }
    guard let double = Double(text), double.isFinite else { throw error(.numberOutOfRange) }
    return .number(double)
  }

  mutating func string() throws(JSONError) -> String {
    position += 1
    var units: [UInt8] = []
    while true {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard byte >= 0x20 else { throw error(.unexpectedByte) }
      position += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte != UInt8(ascii: "\\") {
        units.append(byte)
      } else {
        units.append(contentsOf: String(try escape()).utf8)
      }
    }
    guard let text = String(validating: units, as: UTF8.self) else { throw error(.invalidUTF8) }
    return text
  }

  mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw error(.unexpectedEnd) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try surrogates()
    default: throw error(.badEscape)
    }
  }

  mutating func surrogates() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), take("u") else { throw error(.badEscape) }
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.badEscape) }
    return scalar
  }

  mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error(.badEscape)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
