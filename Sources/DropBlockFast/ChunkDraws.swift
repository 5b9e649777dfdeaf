/// Sixteen draws of a chunk of the sampler `sparse`, from the counters (lo32(j), hi32(j), i/2 …, 1).
struct ChunkDraws {
  private let words: Philox.Block

  /// Draws `first` … `first` + 15 of chunk `chunk`; `first` is even.
  init(key: UInt64, chunk: UInt64, from first: UInt32) {
    words = Philox(key: key).words(
      (
        Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk)),
        Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk &>> 32)),
        Philox.Words(repeating: first / 2) &+ Philox.lanes,
        Philox.Words(repeating: 1)
      ))
  }

  /// Draw `first` + `index`, for 0 … 15.
  @inline(__always)
  subscript(index: Int) -> UInt64 {
    let lane = index / 2
    return index % 2 == 0
      ? UInt64(words.0[lane]) | UInt64(words.1[lane]) &<< 32
      : UInt64(words.2[lane]) | UInt64(words.3[lane]) &<< 32
  }
}
