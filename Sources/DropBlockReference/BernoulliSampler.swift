/// Seeds from one 32-bit word per grid position.
///
/// Source: specification section 5, sampler `bernoulli`.
public enum BernoulliSampler {
  /// The seeds at the grid positions `first ..< first + count`.
  ///
  /// - Parameters:
  ///   - gamma: The probability of a seed, 0…1.
  ///   - key: The random key; every value is admissible.
  ///   - first: The number of the first grid position, 0 or more.
  ///   - count: How many positions, 0 or more; `first + count` must not leave `Int`.
  /// - Returns: True where a position is a seed, and how many 32-bit words were drawn.
  public static func seeds(
    gamma: Double, key: UInt64, first: Int, count: Int
  ) -> (seeds: [Bool], words: Int) {
    let threshold = threshold(gamma: gamma)
    var seeds: [Bool] = []
    for position in first..<first + count {
      let block = UInt64(position / 4)
      let low = UInt32(truncatingIfNeeded: block)
      let high = UInt32(truncatingIfNeeded: block >> 32)
      let words = Philox4x32.block(counter: (low, high, 0, 0), key: key)
      let word = [words.0, words.1, words.2, words.3][position % 4]
      seeds.append(UInt64(word) < threshold)
    }
    return (seeds, count)
  }

  /// T = round(gamma · 2³²), ties away from zero: a word below T makes a seed.
  ///
  /// - Parameter gamma: A probability, 0…1.
  /// - Returns: 0…2³²; at 2³² every position is a seed.
  public static func threshold(gamma: Double) -> UInt64 {
    UInt64((gamma * 4_294_967_296).rounded(.toNearestOrAwayFromZero))
  }
}
