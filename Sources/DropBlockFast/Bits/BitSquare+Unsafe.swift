/// A square of 64 × 64 bits, to be turned over its diagonal.
///
/// Its rows are words of 64 columns. Fields of bits are cut into squares where masks of channels,
/// packed unit by unit, have to become masks of units, packed channel by channel.
struct BitSquare {
  /// Row i, with column j at bit j.
  var rows = [UInt64](repeating: 0, count: 64)

  /// Makes bit j of row i what was bit i of row j.
  ///
  /// Six rounds; round j swaps, in every square of side 2ʲ⁺¹, the two quarters off the diagonal.
  mutating func transpose() {
    unsafe rows.withUnsafeMutableBufferPointer { rows in
      precondition(rows.count == 64)
      guard let rows = rows.baseAddress else { return }
      unsafe Self.swap(rows, side: 32, low: 0x0000_0000_FFFF_FFFF)
      unsafe Self.swap(rows, side: 16, low: 0x0000_FFFF_0000_FFFF)
      unsafe Self.swap(rows, side: 8, low: 0x00FF_00FF_00FF_00FF)
      unsafe Self.swap(rows, side: 4, low: 0x0F0F_0F0F_0F0F_0F0F)
      unsafe Self.swap(rows, side: 2, low: 0x3333_3333_3333_3333)
      unsafe Self.swap(rows, side: 1, low: 0x5555_5555_5555_5555)
    }
  }

  /// Takes row i from the word at bit `start` + i · `stride` of a string, for `count` rows.
  mutating func load(_ bits: BitString, from start: Int, stride: Int, count: Int) {
    unsafe bits.words.withUnsafeBufferPointer { words in
      precondition(count <= 64 && (start &+ (count &- 1) &* stride) &>> 6 &+ 1 < words.count)
      unsafe rows.withUnsafeMutableBufferPointer { rows in
        var bit = start
        for row in 0..<count {
          let shift = UInt64(truncatingIfNeeded: bit & 63)
          let word = bit &>> 6
          unsafe rows[row] = words[word] &>> shift | (words[word &+ 1] &<< 1) &<< (63 &- shift)
          bit &+= stride
        }
      }
    }
  }

  /// Ors the lowest `width` bits of `count` rows into a string, row i from `start` + i · `stride` on.
  func store(_ bits: inout BitString, at start: Int, stride: Int, width: Int, count: Int) {
    let valid = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- width)
    unsafe bits.words.withUnsafeMutableBufferPointer { words in
      precondition(count <= 64 && (start &+ (count &- 1) &* stride) &>> 6 &+ 1 < words.count)
      unsafe rows.withUnsafeBufferPointer { rows in
        var bit = start
        for row in 0..<count {
          let shift = UInt64(truncatingIfNeeded: bit & 63)
          let word = bit &>> 6
          let field = unsafe rows[row] & valid
          unsafe words[word] |= field &<< shift
          unsafe words[word &+ 1] |= (field &>> 1) &>> (63 &- shift)
          bit &+= stride
        }
      }
    }
  }

  /// Swaps the upper right with the lower left quarters of the squares of side 2 · `side`.
  @inline(__always)
  private static func swap(_ rows: UnsafeMutablePointer<UInt64>, side: Int, low: UInt64) {
    let shift = UInt64(side)
    var start = 0
    while start < 64 {
      var row = start
      while row < start &+ side {
        let moved = unsafe (rows[row] &>> shift ^ rows[row &+ side]) & low
        unsafe rows[row &+ side] ^= moved
        unsafe rows[row] ^= moved &<< shift
        row &+= 1
      }
      start &+= 2 &* side
    }
  }
}
