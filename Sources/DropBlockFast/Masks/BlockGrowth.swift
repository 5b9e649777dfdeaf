/// How blocks are grown from seeds: two ways to the same mask.
///
/// Rule: `fill` when the words that it is expected to touch are fewer than those that `dilate` has
/// to pass over. Filling touches ⌊b′_d/64⌋ + 2 words in each of a block's rows; dilating passes over all
/// words of the frame once for every doubling along every axis, ⌈log₂ b′ᵢ⌉ of them.
enum BlockGrowth: String, Sendable, CaseIterable {
  /// Each seed writes the rows of its block.
  case fill
  /// All seeds are set, then the whole frame is or-ed with itself, moved by doubling distances.
  case dilate

  /// The way that the rule chooses for seeds of probability `gamma`.
  init(_ geometry: Geometry, gamma: Double) {
    let block = geometry.block
    let rowWords = Double(block.width / 64 + 2)
    let touched =
      gamma * Double(geometry.grid.volume) * Double(block.depth * block.height) * rowWords
    let passed = Double(geometry.frame.volume) / 64 * Double(Self.passes(block))
    self = touched < passed ? .fill : .dilate
  }

  /// How often a dilation passes over the frame: the sum of ⌈log₂ b′ᵢ⌉.
  static func passes(_ block: Extent) -> Int {
    doublings(block.depth) + doublings(block.height) + doublings(block.width)
  }

  private static func doublings(_ side: Int) -> Int {
    Int.bitWidth - (side - 1).leadingZeroBitCount
  }
}

extension BitString {
  /// Grows every set bit of a string of frames to a block with that bit as its lowest corner.
  ///
  /// No block leaves its frame, so the moves need no care for rows, planes and frames: a moved bit
  /// never passes the end of the row, plane or frame that its block belongs to.
  mutating func dilate(_ block: Extent, frame: Extent, count: Int) {
    spread(side: block.width, step: 1, count: count)
    spread(side: block.height, step: frame.width, count: count)
    spread(side: block.depth, step: frame.height * frame.width, count: count)
  }

  /// Ors the moves by 0, 1, …, side − 1 steps: each round doubles the reach, the last one completes it.
  private mutating func spread(side: Int, step: Int, count: Int) {
    var reached = 1
    while reached < side {
      let more = min(reached, side - reached)
      orShifted(by: more * step, count: count)
      reached += more
    }
  }
}
