/// Philox4x32-10: random words as a pure function of a counter and a key.
///
/// There is no state: any word can be computed at any time, in any order, on any machine.
///
/// Source: specification section 5; Salmon, Moraes, Dror, Shaw, SC 2011. The published known answers
/// are in `Vectors/philox4x32-10.txt`.
public enum Philox4x32 {
  /// The four words that belong to a counter.
  ///
  /// - Parameters:
  ///   - counter: c₀…c₃; every value is admissible.
  ///   - key: The 64-bit key; k₀ is its low half, k₁ its high half. Every value is admissible.
  /// - Returns: w₀…w₃.
  public static func block(
    counter: (UInt32, UInt32, UInt32, UInt32), key: UInt64
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for round in 0..<10 {
      if round > 0 {
        k0 = k0 &+ 0x9E37_79B9
        k1 = k1 &+ 0xBB67_AE85
      }
      let product0 = UInt64(0xD251_1F53) * UInt64(c0)
      let product2 = UInt64(0xCD9E_8D57) * UInt64(c2)
      let high0 = UInt32(product0 >> 32)
      let high2 = UInt32(product2 >> 32)
      let low0 = UInt32(truncatingIfNeeded: product0)
      let low2 = UInt32(truncatingIfNeeded: product2)
      (c0, c1, c2, c3) = (high2 ^ c1 ^ k0, low2, high0 ^ c3 ^ k1, low0)
    }
    return (c0, c1, c2, c3)
  }
}
