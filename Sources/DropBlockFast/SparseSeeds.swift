/// The sampler `sparse`: walks from seed to seed, in rising order, from anywhere in the grid.
///
/// Chunk j holds the grid positions j·L … j·L + L − 1, and each chunk begins anew, so a walk begins
/// at the chunk of its first position and leaves out the seeds before it (specification, section 5).
struct SparseSeeds {
  private static let chunkLength = UInt64(SurvivalTable.chunkLength)

  /// The grid position of the next seed, or `UInt64.max` when there is none below the limit.
  private(set) var upcoming: UInt64 = .max

  /// How many 32-bit words were drawn so far.
  private(set) var randomWords = 0

  private let philox: Philox
  private let table: SurvivalTable
  private let limit: UInt64
  private var chunk: UInt64
  private var cursor: UInt64
  private var chunkEnd: UInt64
  private var drawIndex: UInt32 = 0
  private var draws = [UInt64](repeating: 0, count: 16)

  /// A walk over the seeds at `start ..< limit`.
  init(key: UInt64, table: SurvivalTable, start: UInt64, limit: UInt64) {
    philox = Philox(key: key)
    self.table = table
    self.limit = limit
    chunk = start / Self.chunkLength
    cursor = chunk * Self.chunkLength
    chunkEnd = cursor + Self.chunkLength
    guard start < limit else { return }
    repeat { advance() } while upcoming < start
  }

  /// Goes on to the next seed.
  mutating func advance() {
    while true {
      if cursor == chunkEnd {
        guard chunkEnd < limit else { break }
        chunk &+= 1
        chunkEnd &+= Self.chunkLength
        drawIndex = 0
      }
      if drawIndex & 15 == 0 { refill() }
      let gap = table.gap(draws[Int(drawIndex & 15)])
      drawIndex &+= 1
      let position = cursor &+ UInt64(truncatingIfNeeded: gap)
      if position < chunkEnd {
        cursor = position &+ 1
        guard position < limit else { break }
        upcoming = position
        return
      }
      cursor = chunkEnd
    }
    // Whatever is left of the chunk lies beyond the limit.
    cursor = chunkEnd
    upcoming = .max
  }

  /// Draws i … i + 15 of the chunk, from the counters (lo32(j), hi32(j), i/2 …, 1).
  private mutating func refill() {
    let words = philox.words(
      (
        Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk)),
        Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk &>> 32)),
        Philox.Words(repeating: drawIndex / 2) &+ Philox.lanes,
        Philox.Words(repeating: 1)
      ))
    for lane in 0..<8 {
      draws[2 * lane] = UInt64(words.0[lane]) | UInt64(words.1[lane]) &<< 32
      draws[2 * lane + 1] = UInt64(words.2[lane]) | UInt64(words.3[lane]) &<< 32
    }
    randomWords &+= 32
  }
}
