import DropBlockContract

/// What it takes to make masks, in nanoseconds for a unit, by a model with measured constants.
///
/// It decides between two ways to the same result only: masks that are needed twice are
/// made twice, or are kept where the output will be (Documentation/Performance.md).
enum MaskCost {
  /// A random word of the sampler `bernoulli`.
  private static let word = 0.5
  /// A seed of the sampler `sparse`: a draw, its gap, and its place in the frame.
  private static let seed = 4.0
  /// A word that a block is written to.
  private static let write = 0.8
  /// A word that a dilation passes over.
  private static let pass = 0.5
  /// A word that is cut out of a frame.
  private static let cut = 2.4
  /// To keep a mask and to fetch it back: the 32nd part of a float's transfer, twice.
  private static let keeping = 0.06

  /// Whether making masks takes longer than keeping them.
  static func isHigh(
    _ geometry: Geometry, gamma: Double, sampler: Sampler, growth: BlockGrowth,
    wordsPerBlock: Int?
  ) -> Bool {
    let positions = Double(geometry.grid.volume)
    let seeds = gamma * positions
    var cost = sampler == .bernoulli ? word * positions : seed * seeds
    switch growth {
    case .fill:
      let words = wordsPerBlock ?? 2 * geometry.block.depth * geometry.block.height
      cost += write * seeds * Double(words)
    case .dilate:
      let words = Double(geometry.frame.volume) / 64
      cost += pass * words * Double(BlockGrowth.passes(geometry.block))
    }
    if geometry.isCropped {
      let map = geometry.map
      cost += cut * Double(map.depth * map.height * BitString.wordCount(map.width))
    }
    return cost > keeping * Double(geometry.map.volume)
  }
}
