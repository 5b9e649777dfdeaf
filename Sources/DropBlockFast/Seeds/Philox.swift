/// Philox4x32-10 on eight counters at once (specification, section 5).
///
/// Each vector holds one word of the eight counters: lane l of the four results is the block of the
/// counter in lane l of the four arguments.
struct Philox: Sendable {
  /// One 32-bit word of eight counters, or of the eight blocks drawn from them.
  typealias Words = SIMD8<UInt32>

  /// Lane numbers, for counters that follow one another.
  static let lanes = Words(0, 1, 2, 3, 4, 5, 6, 7)

  private let key0: UInt32
  private let key1: UInt32

  /// The generator of one key; its low half is k₀.
  init(key: UInt64) {
    key0 = UInt32(truncatingIfNeeded: key)
    key1 = UInt32(truncatingIfNeeded: key &>> 32)
  }

  /// The words w₀…w₃ of eight counters.
  @inline(__always)
  func words(_ counter: Block) -> Block {
    var block = counter
    var key0 = key0
    var key1 = key1
    for round in 0..<10 {
      if round > 0 {
        key0 &+= 0x9E37_79B9
        key1 &+= 0xBB67_AE85
      }
      let (high0, low0) = Philox.product(block.0, 0xD251_1F53)
      let (high2, low2) = Philox.product(block.2, 0xCD9E_8D57)
      block = (
        high2 ^ block.1 ^ Words(repeating: key0), low2,
        high0 ^ block.3 ^ Words(repeating: key1), low0
      )
    }
    return block
  }

  /// Eight counters, or their eight blocks: word by word.
  typealias Block = (Words, Words, Words, Words)

  /// The eight counters (lo32(n), hi32(n), 0, 0) for n = first … first + 7, carries included.
  @inline(__always)
  static func consecutive(from first: UInt64) -> Block {
    let numbers = SIMD8<UInt64>(repeating: first) &+ SIMD8<UInt64>(truncatingIfNeeded: lanes)
    return (
      Words(truncatingIfNeeded: numbers),
      Words(truncatingIfNeeded: numbers &>> SIMD8<UInt64>(repeating: 32)),
      Words(), Words()
    )
  }

  /// The high and low halves of eight products: lanes widened to 64 bits stay vector multiplies.
  @inline(__always)
  private static func product(_ words: Words, _ factor: UInt32) -> (high: Words, low: Words) {
    let wide =
      SIMD8<UInt64>(truncatingIfNeeded: words) &* SIMD8<UInt64>(repeating: UInt64(factor))
    return (
      Words(truncatingIfNeeded: wide &>> SIMD8<UInt64>(repeating: 32)),
      Words(truncatingIfNeeded: wide)
    )
  }
}
