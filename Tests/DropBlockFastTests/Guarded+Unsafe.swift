extension Array where Element: BitwiseCopyable {
  /// Calls `body` with the elements at `range`, so that those around it stand guard.
  mutating func withMiddle(
    _ range: Range<Int>, _ body: (inout MutableSpan<Element>) throws -> Void
  ) rethrows {
    precondition(indices.contains(range.lowerBound) && range.upperBound <= count)
    try unsafe withUnsafeMutableBufferPointer { buffer in
      var span = unsafe MutableSpan(
        _unsafeElements: UnsafeMutableBufferPointer(rebasing: buffer[range]))
      try body(&span)
    }
  }
}
