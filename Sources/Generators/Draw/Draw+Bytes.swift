extension Draw {
  /// The next bytes as a choice: as many as the bounds need, lowest first, reduced to the bounds.
  ///
  /// Every byte string has a meaning, zero bytes are the simplest choice, and a choice reads the
  /// same number of bytes whatever they say, so that a mutation stays local.
  mutating func decoded(_ kind: Choice.Kind) -> UInt64 {
    switch kind {
    case .boolean: return word(bytes: 1) & 1
    case .forced: return kind.admitted(0)
    case .integer(let low, let high, _):
      let last = IntegerOrder.distance(low, high)
      let needed = (64 &- last.leadingZeroBitCount &+ 7) / 8
      let read = word(bytes: needed)
      return last == .max ? read : read % (last &+ 1)
    case .word: return word(bytes: 8)
    case .float(let width): return kind.admitted(word(bytes: width.bitCount / 8))
    case .bounded: return kind.admitted(word(bytes: 8))
    case .bulk(let bulk): return word(bytes: 1) % UInt64(BulkPattern.all(bulk.style).count)
    case .place(let count):
      let needed = (64 &- UInt64(count).leadingZeroBitCount &+ 7) / 8
      return word(bytes: needed) % (UInt64(count) &+ 1)
    case .element(let width, _): return kind.admitted(word(bytes: width.bitCount / 8))
    }
  }

  private mutating func word(bytes needed: Int) -> UInt64 {
    var result: UInt64 = 0
    for place in 0..<needed where byteCount < bytes.count {
      result |= UInt64(bytes[byteCount]) &<< UInt64(8 &* place)
      byteCount += 1
    }
    return result
  }
}
