/// CRC-16/XMODEM (polynomial 0x1021, start 0): finds every error within 16 neighbouring bits.
enum CRC16 {
  static func of(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    var code: UInt16 = 0
    for byte in bytes {
      code ^= UInt16(byte) << 8
      for _ in 0..<8 { code = code & 0x8000 == 0 ? code << 1 : code << 1 ^ 0x1021 }
    }
    return code
  }
}

/// Crockford's base 32: five bits a character, most significant first, zero bits to fill up.
enum Base32 {
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

  static func encode(_ bytes: [UInt8]) -> String {
    var text = ""
    var pending: UInt32 = 0
    var pendingBits: UInt32 = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      pendingBits += 8
      while pendingBits >= 5 {
        pendingBits -= 5
        text.append(alphabet[Int(pending >> pendingBits & 31)])
      }
      pending &= (1 << pendingBits) - 1
    }
    if pendingBits > 0 { text.append(alphabet[Int(pending << (5 - pendingBits) & 31)]) }
    return text
  }

  /// The bytes of a text; `offset` is where the text begins, for the error.
  static func decode(_ text: Substring, offset: Int) throws(TokenError) -> [UInt8] {
    var bytes: [UInt8] = []
    var pending: UInt32 = 0
    var pendingBits: UInt32 = 0
    var position = 0
    bytes.reserveCapacity(text.utf8.count * 5 / 8)
    for byte in text.utf8 {
      let digit = values[Int(byte)]
      guard digit < 32 else {
        // Only the error needs characters: this one may have more bytes, or begin before this one.
        let byteIndex = text.utf8.index(text.startIndex, offsetBy: position)
        let place = text.indices.last { $0 <= byteIndex } ?? text.startIndex
        throw .character(text[place], offset: offset + text[..<place].count)
      }
      pending = pending << 5 | UInt32(digit)
      pendingBits += 5
      if pendingBits >= 8 {
        pendingBits -= 8
        bytes.append(UInt8(pending >> pendingBits))
        pending &= (1 << pendingBits) - 1
      }
      position += 1
    }
    // Bits left over belong to no byte, so the check code does not see them.
    guard pendingBits < 5, pending == 0 else { throw .length(text.count) }
    return bytes
  }

  /// What each byte of UTF-8 stands for; 255 for nothing.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, symbol) in alphabet.enumerated() {
      guard let small = symbol.asciiValue else { continue }
      values[Int(small)] = UInt8(value)
      if small > UInt8(ascii: "9") { values[Int(small & 0xDF)] = UInt8(value) }
    }
    for (symbol, value) in [("o", 0), ("i", 1), ("l", 1)] as [(Character, UInt8)] {
      guard let small = symbol.asciiValue else { continue }
      values[Int(small)] = value
      values[Int(small & 0xDF)] = value
    }
    return values
  }()
}

/// The numbers of a token, in the order in which they were written.
struct ByteReader {
  let bytes: ArraySlice<UInt8>
  private var position: Int

  init(bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func fixed(count: Int) throws(TokenError) -> UInt64 {
    guard bytes.endIndex - position >= count else { throw .contents("cut off") }
    var result: UInt64 = 0
    for place in 0..<count { result |= UInt64(bytes[position + place]) << UInt64(8 * place) }
    position += count
    return result
  }

  /// A number in LEB128; each number has one spelling, the shortest.
  mutating func variable() throws(TokenError) -> UInt64 {
    var result: UInt64 = 0
    for place in UInt64(0)..<10 {
      let byte = UInt64(try fixed(count: 1))
      guard place < 9 || byte <= 1 else { throw .contents("a number above 64 bits") }
      result |= (byte & 0x7F) << (7 * place)
      if byte & 0x80 == 0 {
        guard byte != 0 || place == 0 else { throw .contents("a number with leading zeros") }
        return result
      }
    }
    throw .contents("a number above 64 bits")
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: UInt64, count: Int) {
    for place in 0..<count { append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place))) }
  }

  mutating func append(variable value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
