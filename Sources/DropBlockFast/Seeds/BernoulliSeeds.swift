/// The sampler `bernoulli`: one 32-bit word per grid position, 64 positions at a time.
///
/// Grid position q is a seed when word q mod 4 of counter ⌊q/4⌋ is below the threshold
/// (specification, section 5).
struct BernoulliSeeds: Sendable {
  /// How many grid positions one packed word holds.
  static let positionsPerWord: UInt64 = 64

  let key: UInt64
  let threshold: UInt32

  /// - Parameter threshold: T, 1 … 2³² − 1; the callers settle 0 and 2³² without a draw.
  init(key: UInt64, threshold: UInt32) {
    self.key = key
    self.threshold = threshold
  }

  /// T = round(gamma · 2³²), ties away from zero; 0 … 2³².
  static func threshold(gamma: Double) -> UInt64 {
    UInt64((gamma * 0x1p32).rounded(.toNearestOrAwayFromZero))
  }

  /// Bit i is set where grid position 64 · `index` + i is a seed.
  @inline(__always)
  func word(_ index: UInt64) -> UInt64 {
    let counter = index &* 16
    return UInt64(half(counter)) | UInt64(half(counter &+ 8)) &<< 32
  }

  /// The 32 positions of eight counters: bit 4l + w belongs to word w of the counter in lane l.
  @inline(__always)
  private func half(_ counter: UInt64) -> UInt32 {
    let words = Philox(key: key).words(Philox.consecutive(from: counter))
    let limit = Philox.Words(repeating: threshold)
    let none = Philox.Words()
    let bit = Philox.Words(
      1, 1 &<< 4, 1 &<< 8, 1 &<< 12, 1 &<< 16, 1 &<< 20, 1 &<< 24, 1 &<< 28)
    let bits =
      none.replacing(with: bit, where: words.0 .< limit)
      | none.replacing(with: bit &+ bit, where: words.1 .< limit)
      | none.replacing(with: bit &* Philox.Words(repeating: 4), where: words.2 .< limit)
      | none.replacing(with: bit &* Philox.Words(repeating: 8), where: words.3 .< limit)
    let four = bits.lowHalf | bits.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y
  }
}
