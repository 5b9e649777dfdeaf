/// The hash SHA-256 of whole files: what `sha256sum` and `hashlib` compute too.
///
/// Plain and slow; it is there so that a manifest can be checked with tools everybody has. Nothing
/// here is secret, and no defence against side channels is intended.
///
/// Source: FIPS 180-4, sections 4.1.2, 5.1.1 and 6.2.
package enum SHA256 {
  /// The 32 bytes of the hash as 64 hexadecimal digits, in small letters.
  package static func hexadecimal(_ message: [UInt8]) -> String {
    words(message).map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The eight words of the hash.
  static func words(_ message: [UInt8]) -> [UInt32] {
    var state = initial
    for start in stride(from: 0, to: message.count - message.count % 64, by: 64) {
      absorb(message[start..<start + 64], into: &state)
    }
    // The message is filled up: one bit, zeros, and its length in bits as a 64-bit big-endian number.
    var tail = Array(message.suffix(message.count % 64)) + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    let bits = UInt64(message.count) &* 8
    tail += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }
    for start in stride(from: 0, to: tail.count, by: 64) {
      absorb(tail[start..<start + 64], into: &state)
    }
    return state
  }

  /// One round of compression over a block of 64 bytes.
  private static func absorb(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    var schedule = (0..<16).map { word in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[block.startIndex + 4 * word + $1]) }
    }
    for t in 16..<64 {
      let (w2, w15) = (schedule[t - 2], schedule[t - 15])
      let sigma1 = rotated(w2, 17) ^ rotated(w2, 19) ^ w2 >> 10
      let sigma0 = rotated(w15, 7) ^ rotated(w15, 18) ^ w15 >> 3
      schedule.append(sigma1 &+ schedule[t - 7] &+ sigma0 &+ schedule[t - 16])
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first = h &+ sum1 &+ ((e & f) ^ (~e & g)) &+ constants[t] &+ schedule[t]
      let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let second = sum0 &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The fractions of the square roots of the first eight primes, to 32 bits.
  private static let initial = primes.prefix(8).map { root($0, cubic: false) }

  /// The fractions of the cube roots of the first 64 primes, to 32 bits.
  private static let constants = primes.map { root($0, cubic: true) }

  private static let primes: [UInt64] = {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < 64 {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }()

  /// ⌊root · 2³²⌋ modulo 2³², found bit by bit in integers: no rounding is involved.
  private static func root(_ number: UInt64, cubic: Bool) -> UInt32 {
    var root: UInt64 = 0
    // The largest root taken is √19 or ∛311, below 8: 35 bits.
    for bit in (0..<35).reversed() {
      let candidate = root | 1 << UInt64(bit)
      let square = UInt128(candidate) * UInt128(candidate)
      let fits =
        cubic
        ? square * UInt128(candidate) <= UInt128(number) << 96 : square <= UInt128(number) << 64
      if fits { root = candidate }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}
