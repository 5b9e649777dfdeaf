/// The sampler `sparse`: walks from seed to seed, in rising order, from anywhere in the grid.
///
/// Chunk j holds the grid positions j·L … j·L + L − 1, and each chunk begins anew, so a walk begins
/// at the chunk of its first position and leaves out the seeds before it (specification, section 5).
struct SparseSeeds {
  private static let chunkLength = UInt64(SurvivalTable.chunkLength)

  /// How many 32-bit words were drawn so far.
  private(set) var randomWords = 0

  /// The positions from here on are yet to be walked.
  private(set) var next: UInt64

  private let key: UInt64
  private let law: GapLaw
  private let kernel: Kernel
  private var chunk: UInt64
  private var cursor: UInt64
  private var drawIndex: UInt32 = 0
  /// The gaps of draws before this one are known; the last sixteen of them are at hand.
  private var drawEnd: UInt32 = 0
  private var gaps = Gaps(repeating: 0)

  /// A walk over the seeds from grid position `start` on.
  init(key: UInt64, law: GapLaw, kernel: Kernel, start: UInt64) {
    self.key = key
    self.law = law
    self.kernel = kernel
    next = start
    chunk = start / Self.chunkLength
    cursor = chunk * Self.chunkLength
  }

  /// Calls `body` with the seeds from where the walk stands to `limit`, and goes there.
  @inline(__always)
  mutating func walk(to limit: UInt64, _ body: (UInt64) -> Void) {
    let start = next
    while next < limit {
      let chunkEnd = (chunk &+ 1) &* Self.chunkLength
      let end = min(chunkEnd, limit)
      while cursor < end {
        if drawIndex == drawEnd {
          law.gaps(kernel, key: key, chunk: chunk, from: drawIndex, into: &gaps)
          drawEnd &+= 16
          randomWords &+= 32
        }
        let position = cursor &+ UInt64(gaps[Int(drawIndex & 15)])
        // A seed beyond the limit is left for the next call: its draw is not used up.
        guard position < end || end == chunkEnd else { break }
        drawIndex &+= 1
        cursor = position &+ 1
        if position < end, position >= start { body(position) }
      }
      next = end
      guard end == chunkEnd else { break }
      chunk &+= 1
      cursor = chunkEnd
      drawIndex = 0
      drawEnd = 0
    }
  }
}
