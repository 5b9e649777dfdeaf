extension MaskWords {
  /// Sets the bit of every element whose magnitude bits are all 0, and finds the greatest magnitude.
  ///
  /// The elements are read by address, without a check of each index: this is the loop that most of
  /// the time of a survey goes into.
  @inline(__always)
  mutating func collect<Word: FixedWidthInteger & UnsignedInteger>(
    _ bits: [Word], magnitude: Word
  ) -> Word {
    let (count, units, wordsPerMap) = (count, units, wordsPerMap)
    var greatest: Word = 0
    unsafe bits.withUnsafeBufferPointer { elements in
      for map in 0..<count {
        let start = map * units
        // Most maps of a sparse law are kept whole, and are passed over as fast as memory is read.
        var zeros: Word = 0
        for unit in start..<start + units {
          let size = unsafe elements[unit] & magnitude
          zeros |= size == 0 ? 1 : 0
          greatest = max(greatest, size)
        }
        guard zeros != 0 else { continue }
        for word in 0..<wordsPerMap {
          let first = start + word * 64
          var collected: UInt64 = 0
          for bit in 0..<min(64, start + units - first) {
            collected |= unsafe (elements[first + bit] & magnitude == 0 ? 1 : 0) << UInt64(bit)
          }
          words[map * wordsPerMap + word] = collected
        }
      }
    }
    return greatest
  }
}
