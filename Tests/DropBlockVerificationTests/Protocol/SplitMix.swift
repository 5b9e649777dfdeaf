import DropBlockVerification

/// A small seeded source of test inputs: SplitMix64 (Steele, Lea, Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A JSON value of any kind, without numbers that are not finite.
  mutating func json(depth: Int) -> JSON {
    switch next() % (depth < 5 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(next() % 2 == 0)
    case 2: return .integer(Int64(bitPattern: next() >> (next() % 64)))
    case 3:
      let value = Double(bitPattern: next())
      return .number(value.isFinite ? value : 0.5)
    case 4, 5: return .string(string())
    case 6: return .array((0..<next() % 4).map { _ in json(depth: depth + 1) })
    default: return .object((0..<next() % 4).map { ("\($0)\(string())", json(depth: depth + 1)) })
    }
  }

  private mutating func string() -> String {
    var text = ""
    for _ in 0..<next() % 6 {
      let limit: UInt64 = next() % 2 == 0 ? 0x80 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32(next() % limit)) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}
