extension FuzzTarget {
  /// Judges the bytes that libFuzzer lends for the length of one call; see ``judge(_:)``.
  ///
  /// - Parameters:
  ///   - address: Where the bytes begin; nil stands for no bytes, whatever the count.
  ///   - count: How many there are; at least 0.
  /// - Returns: 0, or −1 for bytes that are no case, which the fuzzer then leaves out of its corpus.
  @unsafe
  public func judge(_ address: UnsafeRawPointer?, _ count: Int) -> CInt {
    judge(unsafe [UInt8](UnsafeRawBufferPointer(start: address, count: address == nil ? 0 : count)))
  }
}
