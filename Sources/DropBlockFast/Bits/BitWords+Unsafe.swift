/// The words of a bit string while its blocks are written: no index is checked here.
///
/// A builder writes positions of a grid into frames that it made for them: a block never leaves its
/// frame, and a frame never its string, which has a spare word behind it that may be read and written.
@safe
struct BitWords {
  /// The first of them.
  let words: UnsafeMutablePointer<UInt64>

  fileprivate init(_ words: UnsafeMutablePointer<UInt64>) { unsafe self.words = words }

  /// Sets one bit.
  ///
  /// By its byte where that is possible: bits that follow one another are then mostly written to
  /// different places, and don't wait for each other.
  @inline(__always)
  func set(_ index: Int) {
    #if _endian(little)
      let bytes = unsafe UnsafeMutableRawPointer(words)
      let byte = unsafe bytes.load(fromByteOffset: index &>> 3, as: UInt8.self)
      unsafe bytes.storeBytes(
        of: byte | 1 &<< UInt8(truncatingIfNeeded: index & 7), toByteOffset: index &>> 3,
        as: UInt8.self)
    #else
      unsafe words[index &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: index & 63)
    #endif
  }

  /// Sets the bits of `run`, the ones of which are its lowest and at most 64, from `start` on.
  @inline(__always)
  func or(_ run: UInt64, at start: Int) {
    let index = start &>> 6
    let shift = UInt64(truncatingIfNeeded: start & 63)
    unsafe words[index] |= run &<< shift
    // In two steps, because a shift by 64 has to give nothing.
    unsafe words[index &+ 1] |= (run &>> 1) &>> (63 &- shift)
  }

  /// Ors `count` bits of a source, from `first` on, in from bit `start` on.
  ///
  /// The source may be these words themselves, before the place that is written to.
  @inline(__always)
  func or(_ source: Source, from first: Int, count: Int, at start: Int) {
    var done = 0
    while done < count {
      let length = min(count &- done, 64)
      let bits = source.word(from: first &+ done)
      or(bits & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- length)), at: start &+ done)
      done &+= length
    }
  }

  /// These words, to be read.
  var source: Source { unsafe Source(words: words) }

  /// Words that are only read, and a spare one behind them.
  @safe
  struct Source {
    fileprivate let words: UnsafePointer<UInt64>

    /// The 64 bits from `start` on.
    @inline(__always)
    fileprivate func word(from start: Int) -> UInt64 {
      let index = start &>> 6
      let shift = UInt64(truncatingIfNeeded: start & 63)
      return unsafe words[index] &>> shift | (words[index &+ 1] &<< 1) &<< (63 &- shift)
    }
  }

  /// Sets `count` bits from `start` on; at least one.
  @inline(__always)
  func setRun(from start: Int, count: Int) {
    if count <= 64 {
      or(UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count), at: start)
      return
    }
    let end = start &+ count
    var word = start &>> 6
    let last = end &>> 6
    unsafe words[word] |= UInt64.max &<< UInt64(truncatingIfNeeded: start & 63)
    word &+= 1
    while word < last {
      unsafe words[word] = UInt64.max
      word &+= 1
    }
    unsafe words[last] |= ~(UInt64.max &<< UInt64(truncatingIfNeeded: end & 63))
  }

  /// Sets the block whose lowest corner is bit `corner` of a frame.
  @inline(__always)
  func setBlock(_ block: Extent, at corner: Int, frame: Extent) {
    if block.width > 64 {
      forEachRow(block, at: corner, frame: frame) { setRun(from: $0, count: block.width) }
    } else {
      let run = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- block.width)
      forEachRow(block, at: corner, frame: frame) { or(run, at: $0) }
    }
  }

  @inline(__always)
  private func forEachRow(_ block: Extent, at corner: Int, frame: Extent, _ body: (Int) -> Void) {
    var plane = corner
    var depth = block.depth
    while depth > 0 {
      var row = plane
      var height = block.height
      while height > 0 {
        body(row)
        row &+= frame.width
        height &-= 1
      }
      plane &+= frame.height &* frame.width
      depth &-= 1
    }
  }
}

extension BitString {
  /// Calls `body` with the words, all bits of which lie below `64 · words.count`.
  @inline(__always)
  mutating func withWords(_ body: (BitWords) -> Void) {
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let start = words.baseAddress else { return }
      body(unsafe BitWords(start))
    }
  }

  /// Calls `body` with the words, to be read.
  @inline(__always)
  func withSource(_ body: (BitWords.Source) -> Void) {
    unsafe words.withUnsafeBufferPointer { words in
      guard let start = words.baseAddress else { return }
      body(unsafe BitWords.Source(words: start))
    }
  }
}
