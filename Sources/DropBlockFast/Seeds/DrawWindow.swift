#if canImport(Darwin)
  /// The seeds of a window of draws, as places in their chunks; more than 4095 where a draw leads out.
  ///
  /// A vector, because `InlineArray` is not there before macOS 26.
  typealias Places = SIMD64<UInt16>
#else
  /// The seeds of a window of draws, as places in their chunks; more than 4095 where a draw leads out.
  typealias Places = InlineArray<64, UInt16>
#endif

/// Sixty-four draws of the sampler `sparse` that are made at one time: four runs of sixteen.
///
/// Where a chunk takes few draws, the runs are the first ones of four chunks, or of two; elsewhere
/// all four are of the same chunk. Draw i of chunk j comes from counter (lo32(j), hi32(j), i/2, 1).
struct DrawWindow: Sendable {
  /// How many draws a window has.
  static let size = 64

  /// The chunk of its first run.
  let chunk: UInt64
  /// The draw of each chunk with which its runs begin; a multiple of 16.
  let firstDraw: UInt32
  /// How many runs it has of each chunk: 1, 2 or 4.
  let runs: UInt32
  /// The place in each chunk where the draws begin.
  let cursor: UInt32

  /// How many runs of sixteen draws are made of a chunk, when a position is a seed with chance `gamma`.
  ///
  /// A chunk takes a draw for each seed, and one that leads out of it; about one chunk in ten takes
  /// more draws than this gives it, and a window of its own.
  static func runs(gamma: Double) -> UInt32 {
    let seeds = gamma * Double(GapLaw.chunkLength)
    let draws = seeds + 1.3 * seeds.squareRoot() + 1
    return draws <= 16 ? 1 : draws <= 32 ? 2 : 4
  }

  /// How many draws it has of each chunk.
  var drawsPerChunk: Int { 16 * Int(runs) }

  /// How many chunks it has draws of.
  var chunkCount: UInt64 { UInt64(4 / runs) }

  /// Finds the seeds, draw by draw: each gap, and the seed behind it, moves the cursor on.
  func find(_ law: GapLaw, key: UInt64, into places: inout Places) {
    let beyond = GapLaw.chunkLength
    var cursor = 0
    forEachDraw(key: key) { index, draw in
      if index % drawsPerChunk == 0 { cursor = Int(self.cursor) }
      if cursor < beyond { cursor += law.gap(draw) }
      places[index] = UInt16(cursor)
      cursor = min(cursor + 1, beyond)
    }
  }

  /// Calls `body` with the number of each draw in the window, and the draw.
  @inline(__always)
  func forEachDraw(key: UInt64, _ body: (_ index: Int, _ draw: UInt64) -> Void) {
    let philox = Philox(key: key)
    for run in 0..<4 as Range<UInt32> {
      let chunk = chunk &+ UInt64(run / runs)
      let counter = (firstDraw &+ 16 &* (run % runs)) / 2
      let words = philox.words(
        (
          Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk)),
          Philox.Words(repeating: UInt32(truncatingIfNeeded: chunk &>> 32)),
          Philox.Words(repeating: counter) &+ Philox.lanes,
          Philox.Words(repeating: 1)
        ))
      for lane in 0..<8 {
        let index = Int(run) &* 16 &+ 2 &* lane
        body(index, UInt64(words.0[lane]) | UInt64(words.1[lane]) &<< 32)
        body(index &+ 1, UInt64(words.2[lane]) | UInt64(words.3[lane]) &<< 32)
      }
    }
  }
}
