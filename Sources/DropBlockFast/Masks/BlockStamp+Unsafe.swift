extension BlockStamp {
  /// The words of a stamp while it is in use.
  @safe
  struct Words {
    fileprivate let words: UnsafePointer<UInt64>
    fileprivate let width: Int
  }

  /// Calls `body` with the stamp's words.
  @inline(__always)
  func withWords(_ body: (Words) -> Void) {
    unsafe words.withUnsafeBufferPointer { words in
      guard let start = words.baseAddress else { return }
      body(unsafe Words(words: start, width: width))
    }
  }
}

extension BitWords {
  /// Sets the block whose lowest corner is bit `corner` of a frame, by the stamp of such blocks.
  @inline(__always)
  func setBlock(_ stamp: BlockStamp.Words, at corner: Int) {
    let target = unsafe words + corner &>> 6
    let source = unsafe stamp.words + (corner & 63) &* stamp.width
    let width = stamp.width
    unsafe target[0] |= source[0]
    if width == 1 { return }
    unsafe target[1] |= source[1]
    if width == 2 { return }
    unsafe target[2] |= source[2]
    if width == 3 { return }
    unsafe target[3] |= source[3]
    var word = 4
    while word < width {
      unsafe target[word] |= source[word]
      word &+= 1
    }
  }
}
