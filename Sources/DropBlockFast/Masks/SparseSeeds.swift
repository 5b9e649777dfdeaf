/// The sampler `sparse`: walks from seed to seed, in rising order, from anywhere in the grid.
///
/// Chunk j holds the grid positions j·L … j·L + L − 1, and each chunk begins anew, so a walk begins
/// at the chunk of its first position and leaves out the seeds before it (specification, section 5).
struct SparseSeeds {
  private static let chunkLength = UInt64(GapLaw.chunkLength)

  /// How many 32-bit words were drawn so far.
  private(set) var randomWords = 0

  /// The positions from here on are yet to be walked.
  private(set) var next: UInt64

  private let key: UInt64
  private let law: GapLaw
  private let kernel: KernelTable
  private var chunk: UInt64
  /// The draws that are at hand, and the seeds they give.
  private var window: DrawWindow
  private var places = Places(repeating: 0)
  /// Where in `places` the chunk's next seed is, and where its seeds at hand end.
  private var index = 0
  private var end = 0

  /// A walk over the seeds from grid position `start` on.
  init(key: UInt64, law: GapLaw, kernel: KernelTable, start: UInt64) {
    self.key = key
    self.law = law
    self.kernel = kernel
    next = start
    chunk = start / Self.chunkLength
    window = DrawWindow(chunk: chunk, firstDraw: 0, runs: law.runs, cursor: 0)
    load()
    let first = UInt16(start % Self.chunkLength)
    if first > 0 { walkChunk(to: first) { _ in } }
  }

  /// Calls `body` with the seeds from where the walk stands to `limit`, and goes there.
  @inline(__always)
  mutating func walk(to limit: UInt64, _ body: (UInt64) -> Void) {
    while next < limit {
      let chunkStart = chunk &* Self.chunkLength
      let stop = min(limit &- chunkStart, Self.chunkLength)
      walkChunk(to: UInt16(truncatingIfNeeded: stop)) { body(chunkStart &+ UInt64($0)) }
      next = chunkStart &+ stop
      if stop == Self.chunkLength { beginChunk() }
    }
  }

  /// Calls `body` with the chunk's seeds before place `stop`, as far as they were not met yet.
  @inline(__always)
  private mutating func walkChunk(to stop: UInt16, _ body: (UInt16) -> Void) {
    while true {
      var index = index
      while index < end, places[index] < stop {
        body(places[index])
        index &+= 1
      }
      self.index = index
      guard index == end, places[end &- 1] < UInt16(GapLaw.chunkLength) else { return }
      refill()
    }
  }

  /// Takes the window's draws of the next chunk, or another window.
  private mutating func beginChunk() {
    chunk &+= 1
    let number = chunk &- window.chunk
    if number < window.chunkCount, window.firstDraw == 0 {
      index = Int(number) * window.drawsPerChunk
      end = index + window.drawsPerChunk
    } else {
      window = DrawWindow(chunk: chunk, firstDraw: 0, runs: law.runs, cursor: 0)
      load()
    }
  }

  /// Makes more draws of the same chunk, from behind the last seed on.
  private mutating func refill() {
    let done = Int(chunk &- window.chunk) * window.drawsPerChunk
    window = DrawWindow(
      chunk: chunk, firstDraw: window.firstDraw + UInt32(end - done), runs: 4,
      cursor: UInt32(places[end - 1]) + 1)
    load()
  }

  private mutating func load() {
    kernel.seeds(law, key: key, window, into: &places)
    index = 0
    end = window.drawsPerChunk
    randomWords &+= 2 * DrawWindow.size
  }
}
