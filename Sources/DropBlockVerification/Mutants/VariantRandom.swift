/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a stream of 64-bit words, from any state.
struct SplitMix64 {
  private var state: UInt64

  init(_ state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A word whose bits all depend on all bits of another.
  static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// PCG-XSH-RR 64/32 (O'Neill, 2014): a stream of 32-bit words for each key and each number.
struct PCG32 {
  private var state: UInt64

  init(key: UInt64, stream: UInt64) {
    state = SplitMix64.mixed(
      SplitMix64.mixed(key &+ 0x9E37_79B9_7F4A_7C15) &+ SplitMix64.mixed(~stream))
  }

  mutating func next() -> UInt32 {
    let old = state
    state = old &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let word = UInt32(truncatingIfNeeded: ((old >> 18) ^ old) >> 27)
    let turn = UInt32(truncatingIfNeeded: old >> 59)
    return word >> turn | word << (32 - turn)
  }

  /// A number in 0..<1, a multiple of 2⁻⁵³.
  mutating func unit() -> Double {
    let high = UInt64(next())
    return Double((high << 32 | UInt64(next())) >> 11) * 0x1p-53
  }

  /// An integer below a count; each as likely as any other to within 2⁻³² of the count.
  mutating func index(below count: Int) -> Int {
    Int((UInt64(next()) * UInt64(count)) >> 32)
  }
}
