extension BitString {
  /// Makes the first `count` bits, and the rest of their last word, and the word after it, zero.
  mutating func clear(count: Int) { fill(count: count, with: 0) }

  /// Makes the first `count` bits ones; what follows them is zero up to the spare word.
  mutating func setAll(count: Int) {
    fill(count: count, with: .max)
    let full = count / 64
    words[full] = ~(UInt64.max &<< UInt64(count % 64))
    if full < Self.wordCount(count) { words[full + 1] = 0 }
  }

  private mutating func fill(count: Int, with word: UInt64) {
    let length = Self.wordCount(count) + 1
    unsafe words.withUnsafeMutableBufferPointer { words in
      precondition(length <= words.count)
      for index in 0..<length { unsafe words[index] = word }
    }
  }

  /// Ors the string, moved up by `distance` bits, into itself: the first `count` bits of it.
  ///
  /// Words are made from the last to the first, so that each is made from words not yet changed.
  mutating func orShifted(by distance: Int, count: Int) {
    let skip = distance / 64
    let up = UInt64(distance % 64)
    let length = Self.wordCount(count)
    guard distance > 0, skip < length else { return }
    unsafe words.withUnsafeMutableBufferPointer { words in
      precondition(length <= words.count)
      var index = length &- 1
      if up == 0 {
        while index >= skip {
          unsafe words[index] |= words[index &- skip]
          index &-= 1
        }
        return
      }
      let down = 64 &- up
      while index > skip {
        let source = index &- skip
        unsafe words[index] |= words[source] &<< up | words[source &- 1] &>> down
        index &-= 1
      }
      unsafe words[skip] |= words[0] &<< up
    }
  }

  /// The number of set bits at `range`.
  func population(_ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let first = range.lowerBound &>> 6
    let last = (range.upperBound &- 1) &>> 6
    let head = UInt64.max &<< UInt64(truncatingIfNeeded: range.lowerBound & 63)
    let tail = UInt64.max &>> UInt64(truncatingIfNeeded: 63 &- (range.upperBound &- 1) & 63)
    return unsafe words.withUnsafeBufferPointer { words in
      precondition(last < words.count)
      if first == last { return unsafe (words[first] & head & tail).nonzeroBitCount }
      var sum = unsafe (words[first] & head).nonzeroBitCount
      var index = first &+ 1
      while index < last {
        unsafe sum &+= words[index].nonzeroBitCount
        index &+= 1
      }
      return unsafe sum &+ (words[last] & tail).nonzeroBitCount
    }
  }

  /// The 64 bits from `start` on; what lies beyond the spare word reads as zero.
  @inline(__always)
  func word(from start: Int) -> UInt64 {
    let index = start &>> 6
    let shift = UInt64(truncatingIfNeeded: start & 63)
    return unsafe words.withUnsafeBufferPointer { words in
      precondition(index < words.count)
      let low = unsafe words[index] &>> shift
      guard index &+ 1 < words.count else { return low }
      return unsafe low | (words[index &+ 1] &<< 1) &<< (63 &- shift)
    }
  }

  /// Ors `count` bits of another string, from `first` on, in from bit `start` on.
  mutating func or(_ other: BitString, from first: Int, count: Int, at start: Int) {
    // A word more than the bits take is read and written, and there in both.
    precondition(first >= 0 && BitString.wordCount(first + count) < other.words.count)
    precondition(start >= 0 && BitString.wordCount(start + count) < words.count)
    withWords { target in
      other.withSource { target.or($0, from: first, count: count, at: start) }
    }
  }

  /// Repeats the first `count` bits until there are `times` copies of them; what follows is zero.
  mutating func repeatFirst(_ count: Int, times: Int) {
    precondition(BitString.wordCount(count * times) < words.count)
    withWords { words in
      var done = count
      while done < count * times {
        let more = min(done, count * times - done)
        words.or(words.source, from: 0, count: more, at: done)
        done += more
      }
    }
  }

  /// Calls `body` with every longest run of set bits inside `range`, in rising order.
  @inline(__always)
  func forEachRun(in range: Range<Int>, _ body: (_ start: Int, _ end: Int) -> Void) {
    guard !range.isEmpty else { return }
    unsafe words.withUnsafeBufferPointer { words in
      precondition((range.upperBound &- 1) &>> 6 < words.count)
      let limit = range.upperBound
      var index = range.lowerBound &>> 6
      var word =
        unsafe words[index] & UInt64.max &<< UInt64(truncatingIfNeeded: range.lowerBound & 63)
      while true {
        while word == 0 {
          index &+= 1
          guard index &<< 6 < limit else { return }
          word = unsafe words[index]
        }
        let start = index &<< 6 &+ word.trailingZeroBitCount
        guard start < limit else { return }
        // Ones below the run's first bit make its end the lowest zero.
        var zeros = ~(word | (word &- 1))
        while zeros == 0 {
          index &+= 1
          guard index &<< 6 < limit else {
            body(start, limit)
            return
          }
          zeros = unsafe ~words[index]
        }
        let place = zeros.trailingZeroBitCount
        let end = min(index &<< 6 &+ place, limit)
        body(start, end)
        guard end < limit else { return }
        word = unsafe words[index] & UInt64.max &<< UInt64(truncatingIfNeeded: place)
      }
    }
  }
}
