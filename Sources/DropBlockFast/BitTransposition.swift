/// A square of 64 × 64 bits, turned over its diagonal.
///
/// Six rounds; round j swaps, in every square of side 2ʲ⁺¹, the two quarters off the diagonal.
struct BitTransposition {
  /// Row i, with column j at bit j.
  var rows = [UInt64](repeating: 0, count: 64)

  /// Makes bit j of row i what was bit i of row j.
  mutating func transpose() {
    var side = 32
    var low: UInt64 = 0x0000_0000_FFFF_FFFF
    while side > 0 {
      Self.swap(&rows, side: side, low: low)
      side /= 2
      low ^= low &<< UInt64(side)
    }
  }

  /// Swaps the upper right with the lower left quarters of the squares of side 2 · `side`.
  @inline(__always)
  private static func swap(_ rows: inout [UInt64], side: Int, low: UInt64) {
    let shift = UInt64(side)
    var span = rows.mutableSpan
    precondition(span.count == 64)
    var start = 0
    while start < 64 {
      for row in start..<start &+ side {
        let moved = (span[row] &>> shift ^ span[row &+ side]) & low
        span[row &+ side] ^= moved
        span[row] ^= moved &<< shift
      }
      start &+= 2 &* side
    }
  }
}
