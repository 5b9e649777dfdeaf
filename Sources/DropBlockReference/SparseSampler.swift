/// Seeds from one 64-bit number per seed: the gaps between seeds are drawn.
///
/// Source: specification section 5, sampler `sparse`.
public enum SparseSampler {
  /// L, the number of grid positions in a chunk; a chunk's draws are its own.
  public static let chunkLength = 4096

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
    var seeds = Array(repeating: false, count: count)
    var words = 0
    guard count > 0, 1 - gamma < 1 else { return (seeds, words) }

    let survival = survivalTable(gamma: gamma)
    let last = first + count - 1
    for chunk in first / chunkLength...last / chunkLength {
      let chunkStart = chunk * chunkLength
      var cursor = 0
      var draws = 0
      while cursor < chunkLength {
        let number = draw(draws, chunk: chunk, key: key)
        draws += 1
        cursor += gap(number, survival)
        if cursor < chunkLength {
          let position = chunkStart + cursor
          if position >= first && position <= last { seeds[position - first] = true }
          cursor += 1
        }
      }
      words += 2 * draws
    }
    return (seeds, words)
  }

  /// The survival table: Sₖ / 2⁶⁴ is the probability of a gap of at least k positions.
  ///
  /// - Parameter gamma: The probability of a seed, 0…1, with 1 − gamma below 1 in Double.
  /// - Returns: S₁ … S_L. (S₀ = 2⁶⁴ needs no entry, since every draw is below it.)
  public static func survivalTable(gamma: Double) -> [UInt64] {
    let q = UInt64((1 - gamma) * 0x1p64)
    var table = [q]
    while table.count < chunkLength {
      // The upper half of the product of 128 bits is ⌊Sₖ₋₁ · Q / 2⁶⁴⌋.
      let product = table[table.count - 1].multipliedFullWidth(by: q)
      table.append(product.high)
    }
    return table
  }

  /// Draw i of a chunk: two words of counter (lo32(chunk), hi32(chunk), ⌊i/2⌋, 1).
  private static func draw(_ index: Int, chunk: Int, key: UInt64) -> UInt64 {
    let low = UInt32(truncatingIfNeeded: chunk)
    let high = UInt32(truncatingIfNeeded: chunk >> 32)
    let words = Philox4x32.block(counter: (low, high, UInt32(index / 2), 1), key: key)
    if index % 2 == 0 {
      return UInt64(words.0) + UInt64(words.1) << 32
    } else {
      return UInt64(words.2) + UInt64(words.3) << 32
    }
  }

  /// The largest k with number < Sₖ; L where it is L or more, which ends a chunk just as well.
  private static func gap(_ number: UInt64, _ survival: [UInt64]) -> Int {
    var k = 0
    while k < survival.count && number < survival[k] { k += 1 }
    return k
  }
}
