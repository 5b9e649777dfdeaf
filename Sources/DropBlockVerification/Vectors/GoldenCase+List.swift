import DropBlockContract

extension GoldenCase {
  /// Every case, in the order of the files.
  package static let all: [GoldenCase] =
    grids + rates + scopes + sizes + batches + identities

  private static let map = Shape.nchw(2, 2, 6, 7)

  private static let grids = [
    GoldenCase("paper", "The paper's defaults.", map, block: 3, p: 0.2, key: 1),
    GoldenCase(
      "paper-bernoulli", "The paper's defaults, one word per grid position.", map, block: 3, p: 0.2,
      key: 1
    ) { $0.configuration.sampler = .bernoulli },
    GoldenCase("even-valid", "An even block on the valid grid.", map, block: 4, p: 0.3, key: 2),
    GoldenCase(
      "even-lower-centre", "An even block, whole grid, cut at the border.", map, block: 4, p: 0.2,
      key: 4
    ) { $0.configuration.seedGrid = .whole(.lowerCentre) },
    GoldenCase(
      "even-upper-centre", "The same seeds, blocks one unit further up.", map, block: 4, p: 0.2,
      key: 4
    ) { $0.configuration.seedGrid = .whole(.upperCentre) },
    GoldenCase(
      "even-corner", "The same seeds, blocks that begin at the seed.", map, block: 4, p: 0.2, key: 4
    ) { $0.configuration.seedGrid = .whole(.corner) },
    GoldenCase(
      "odd-lower-centre", "An odd block, whole grid, Bernoulli.", map, block: 3, p: 0.2, key: 5
    ) {
      $0.configuration.seedGrid = .whole(.lowerCentre)
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase(
      "odd-upper-centre", "Both centres agree for an odd block.", map, block: 3, p: 0.2, key: 5
    ) {
      $0.configuration.seedGrid = .whole(.upperCentre)
      $0.configuration.sampler = .bernoulli
    },
  ]

  private static let rates = [
    GoldenCase("block-volume", "Gamma p / Πb′.", map, block: 3, p: 0.4, key: 6) {
      $0.configuration.gammaRule = .blockVolume
    },
    GoldenCase("calibrated", "Calibrated gamma, valid grid.", map, block: 3, p: 0.4, key: 7) {
      $0.configuration.gammaRule = .calibrated
    },
    GoldenCase(
      "calibrated-whole", "Calibrated gamma, whole grid, Bernoulli.", map, block: 4, p: 0.4, key: 8
    ) {
      $0.configuration.gammaRule = .calibrated
      $0.configuration.seedGrid = .whole(.lowerCentre)
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase("fixed-gamma", "A given gamma; p is not used.", map, block: 2, p: 0, key: 9) {
      $0.configuration.gammaRule = .fixed(0.09)
    },
    GoldenCase("gamma-factor", "The paper's factor of group 3.", map, block: 3, p: 0.9, key: 10) {
      $0.configuration.gammaFactor = 0.25
    },
    GoldenCase(
      "gamma-cut", "A product above 1 is cut at 1: every position is a seed.", map, block: 2,
      p: 0.5,
      key: 11
    ) { $0.configuration.gammaFactor = 100 },
    GoldenCase(
      "gamma-below-sampler", "Gamma 2⁻⁶⁰ gives the sparse sampler no seeds; it is no identity.",
      map,
      block: 2, p: 0.5, key: 12
    ) { $0.configuration.gammaRule = .fixed(0x1p-60) },
  ]

  private static let scopes = [
    GoldenCase("shared-channels", "One mask per sample.", map, block: 3, p: 0.3, key: 13) {
      $0.configuration.sharing = .channels
    },
    GoldenCase("shared-samples", "One mask per channel.", map, block: 3, p: 0.3, key: 14) {
      $0.configuration.sharing = .samples
    },
    GoldenCase("shared-both", "One mask for all maps.", map, block: 3, p: 0.6, key: 44) {
      $0.configuration.sharing = [.channels, .samples]
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase("scale-sample", "A factor per sample.", map, block: 3, p: 0.3, key: 16) {
      $0.configuration.scale = .sample
    },
    GoldenCase("scale-map", "A factor per map.", map, block: 3, p: 0.3, key: 17) {
      $0.configuration.scale = .map
    },
    GoldenCase("scale-fixed", "A given factor.", map, block: 3, p: 0.3, key: 18) {
      $0.configuration.scale = .fixed(1.1)
    },
    GoldenCase("scale-none", "Kept units keep their value.", map, block: 3, p: 0.3, key: 19) {
      $0.configuration.scale = .none
    },
    GoldenCase(
      "map-without-kept", "Some maps keep nothing; their factor is 0.", .nchw(3, 3, 3, 4),
      block: [3, 4], p: 0, key: 20
    ) {
      $0.configuration.gammaRule = .fixed(0.5)
      $0.configuration.scale = .map
    },
    GoldenCase(
      "nothing-kept", "All is dropped: the output is +0, never NaN.", .nchw(1, 2, 4, 4), block: 4,
      p: 1, key: 21),
    GoldenCase(
      "nothing-kept-bernoulli", "The threshold 2³² makes every position a seed.",
      .nchw(1, 2, 4, 4), block: 4, p: 1, key: 21
    ) { $0.configuration.sampler = .bernoulli },
    GoldenCase(
      "special-values", "NaN in dropped units; infinities, zeros and extremes in kept ones.", map,
      block: 3, p: 0.4, key: 22, isSpecial: true),
  ]

  private static let sizes = [
    GoldenCase("block-one", "Block size 1 is dropout.", map, block: 1, p: 0.3, key: 23) {
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase("rectangle", "One side per axis.", map, block: [2, 4], p: 0.3, key: 24),
    GoldenCase(
      "clipped", "A block larger than its map along both axes.", .nchw(3, 3, 3, 4), block: [5, 9],
      p: 0.4, key: 25),
    GoldenCase(
      "clipped-one-axis", "A block larger than its map along one axis.", .nchw(2, 3, 6, 3),
      block: [2, 9], p: 0.4, key: 26
    ) { $0.configuration.sampler = .bernoulli },
    GoldenCase("sequence", "One spatial axis.", .ncw(2, 3, 20), block: 4, p: 0.25, key: 27),
    GoldenCase(
      "sequence-whole", "One spatial axis, whole grid, Bernoulli.", .ncw(2, 3, 20), block: 5,
      p: 0.25, key: 28
    ) {
      $0.configuration.seedGrid = .whole(.upperCentre)
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase(
      "volume", "Three spatial axes.", .ncdhw(1, 2, 4, 5, 4), block: [2, 3, 2], p: 0.3, key: 29),
    GoldenCase(
      "volume-whole", "Three spatial axes, whole grid, Bernoulli.", .ncdhw(1, 2, 4, 5, 4), block: 2,
      p: 0.3, key: 30
    ) {
      $0.configuration.seedGrid = .whole(.lowerCentre)
      $0.configuration.sampler = .bernoulli
    },
  ]

  private static let batches = [
    GoldenCase(
      "later-samples", "Samples 56 and 57: their grid positions cross a chunk's end at 4096.",
      .nchw(2, 2, 7, 7), block: 2, p: 0.3, key: 31
    ) { $0.firstSample = 56 },
    GoldenCase(
      "later-samples-bernoulli",
      "The first position, 63, is the last word of its counter, and a seed.",
      .nchw(3, 1, 5, 5), block: 3, p: 0.3, key: 58
    ) {
      $0.firstSample = 7
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase(
      "later-samples-shared", "Over shared samples the first sample has no influence.", map,
      block: 3, p: 0.3, key: 14
    ) {
      $0.firstSample = 9
      $0.configuration.sharing = .samples
    },
    GoldenCase(
      "high-counter", "Grid positions above 2⁴⁰ reach the counter's second word.", map, block: 3,
      p: 0.3, key: UInt64.max
    ) {
      $0.firstSample = 1 << 40
      $0.configuration.sampler = .bernoulli
    },
    GoldenCase(
      "high-chunk", "Chunks above 2³² reach the counter's second word.", map, block: 3, p: 0.3,
      key: 0x0123_4567_89AB_CDEF
    ) { $0.firstSample = 1 << 45 },
  ]

  private static let identities = [
    GoldenCase("inference", "The input back, bit for bit.", map, block: 3, p: 0.3, key: 33) {
      $0.mode = .inference
    },
    GoldenCase(
      "zero", "p is 0: the input back, whatever the scale rule.", map, block: 3, p: 0, key: 34
    ) { $0.configuration.scale = .fixed(1.25) },
    GoldenCase(
      "factor-zero", "A factor of 0 on gamma is an identity.", map, block: 3, p: 0.3, key: 35
    ) {
      $0.configuration.gammaFactor = 0
      $0.configuration.scale = .map
    },
    GoldenCase(
      "empty", "No samples: every result is empty.", .nchw(0, 2, 6, 7), block: 3, p: 0.3, key: 36),
  ]
}
