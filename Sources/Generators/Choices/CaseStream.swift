/// The random words of one case: word j of case i is a function of (key, property, i, j).
///
/// This is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014) with Stafford's finaliser Mix13. The state is a counter with an odd stride. Each word
/// is the counter after the finaliser: a bijection of the 64-bit words in which every input bit
/// affects every output bit.
/// So a case is reached without running those before it, and no two counters give one word.
struct CaseStream: Sendable {
  private var counter: UInt64

  init(key: UInt64, property: UInt64, caseIndex: UInt64) {
    // For a fixed key and property this is a bijection of the case index: no two cases coincide.
    let run = Self.finalise(key ^ Self.finalise(property &+ 0x2545_F491_4F6C_DD1D))
    counter = Self.finalise(run &+ caseIndex &* 0xD134_2543_DE82_EF95)
  }

  /// A bijection of the 64-bit words, with two rounds of shift and odd multiplier.
  @inline(__always)
  static func finalise(_ word: UInt64) -> UInt64 {
    var bits = word
    bits = (bits ^ (bits &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits &>> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits &>> 31)
  }

  /// The next 64 random bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    counter &+= 0x9E37_79B9_7F4A_7C15
    return Self.finalise(counter)
  }

  /// A number in 0...maximum; its bias is below (maximum + 1) / 2⁶⁴.
  @inline(__always)
  mutating func upTo(_ maximum: UInt64) -> UInt64 {
    let word = next()
    guard maximum < .max else { return word }
    return word.multipliedFullWidth(by: maximum &+ 1).high
  }

  /// A number in 0..<bound, for a bound of at least 1.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: upTo(UInt64(truncatingIfNeeded: bound &- 1)))
  }
}
