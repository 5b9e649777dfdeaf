extension Token: CustomStringConvertible, LosslessStringConvertible {
  private static let prefix = "dbp1."

  /// The token as text: `dbp1.` and base 32 in small letters.
  public var description: String {
    var bytes: [UInt8] = []
    switch payload {
    case .seeded: bytes.append(0)
    case .exact: bytes.append(1)
    }
    bytes.append(littleEndian: UInt64(propertyHash), count: 4)
    bytes.append(littleEndian: UInt64(shapeHash), count: 4)
    switch payload {
    case .seeded(let key, let caseIndex):
      bytes.append(littleEndian: key, count: 8)
      bytes.append(variable: caseIndex)
    case .exact(let values): Self.append(runs: values, to: &bytes)
    }
    bytes.append(littleEndian: UInt64(CRC16.of(bytes[...])), count: 2)
    return Self.prefix + Base32.encode(bytes)
  }

  /// The token that a text stands for; nil for a text that ``init(parsing:)`` rejects.
  public init?(_ description: String) {
    guard let token = try? Token(parsing: description) else { return nil }
    self = token
  }

  /// The token that a text stands for.
  ///
  /// Capital letters and Crockford's look-alikes (O for 0, I and L for 1) are read; any other
  /// change of one character is rejected, and of several all but one in 65,536.
  ///
  /// - Throws: ``TokenError``, for every text that ``description`` would not have written.
  public init(parsing text: String) throws(TokenError) {
    guard text.prefix(Self.prefix.count).lowercased() == Self.prefix else {
      throw .unknownFormat(String(text.prefix(40)))
    }
    let bytes = try Base32.decode(text.dropFirst(Self.prefix.count), offset: Self.prefix.count)
    guard bytes.count >= 11 else { throw .length(text.count - Self.prefix.count) }
    var reader = ByteReader(bytes: bytes.dropLast(2))
    let expected = CRC16.of(reader.bytes)
    let got = UInt16(bytes[bytes.count - 2]) | UInt16(bytes[bytes.count - 1]) << 8
    guard expected == got else { throw .checksum(expected: expected, got: got) }
    let kind = try reader.fixed(count: 1)
    propertyHash = UInt32(truncatingIfNeeded: try reader.fixed(count: 4))
    shapeHash = UInt32(truncatingIfNeeded: try reader.fixed(count: 4))
    switch kind {
    case 0:
      payload = .seeded(key: try reader.fixed(count: 8), caseIndex: try reader.variable())
    case 1: payload = .exact(try Self.runs(from: &reader))
    default: throw .contents("kind \(kind), not 0 or 1")
    }
    guard reader.isAtEnd else { throw .contents("bytes after the end") }
  }

  /// Values as blocks, after the number of values.
  ///
  /// A block begins with 2 · length, and then holds
  /// its values, or with 2 · length + 1, and then holds the one value that it repeats.
  private static func append(runs values: [UInt64], to bytes: inout [UInt8]) {
    bytes.append(variable: UInt64(values.count))
    var position = 0
    while position < values.count {
      let length = runLength(values, at: position)
      if length >= 3 {
        bytes.append(variable: UInt64(length) << 1 | 1)
        bytes.append(variable: values[position])
        position += length
      } else {
        var end = position
        while end < values.count, runLength(values, at: end) < 3 { end += 1 }
        bytes.append(variable: UInt64(end - position) << 1)
        for value in values[position..<end] { bytes.append(variable: value) }
        position = end
      }
    }
  }

  private static func runLength(_ values: [UInt64], at position: Int) -> Int {
    var end = position
    while end < values.count, values[end] == values[position] { end += 1 }
    return end - position
  }

  private static func runs(from reader: inout ByteReader) throws(TokenError) -> [UInt64] {
    let count = try reader.variable()
    guard count <= UInt64(Draw.choiceLimit) else {
      throw .contents("\(count) choices, at most \(Draw.choiceLimit) admitted")
    }
    var values: [UInt64] = []
    while values.count < Int(count) {
      let head = try reader.variable()
      let length = head >> 1
      guard length >= 1, length <= count - UInt64(values.count) else {
        throw .contents("a run of \(length) choices")
      }
      if head & 1 == 1 {
        values += repeatElement(try reader.variable(), count: Int(length))
      } else {
        for _ in 0..<length { values.append(try reader.variable()) }
      }
    }
    return values
  }
}
