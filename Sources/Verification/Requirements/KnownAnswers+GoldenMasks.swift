import DropBlockContract

extension KnownAnswers {
  /// Masks of both samplers, both grids, every rank and kind of sharing; also in `Vectors/masks.txt`.
  public static let goldenMasks: [GoldenMask] = [
    golden("paper-7", .nchw(1, 2, 9, 11), block: 3, p: 0.3, key: 7, ""),
    golden("bernoulli-7", .nchw(1, 2, 9, 11), block: 3, p: 0.3, key: 7, sampler: .bernoulli, ""),
    golden(
      "whole-even", .nchw(2, 1, 8, 8), block: 4, p: 0.2, key: 0x0123_4567_89ab_cdef,
      grid: .whole(.lowerCentre), ""),
    golden(
      "upper-even", .nchw(2, 1, 8, 8), block: 4, p: 0.2, key: 0x0123_4567_89ab_cdef,
      grid: .whole(.upperCentre), sampler: .bernoulli, ""),
    golden("sequence", .ncw(2, 2, 40), block: 5, p: 0.25, key: UInt64.max, ""),
    golden("volume", .ncdhw(1, 2, 4, 5, 6), block: 2, p: 0.25, key: 1 << 63, ""),
    golden(
      "shared-channels", .nchw(2, 3, 6, 6), block: 2, p: 0.3, key: 99, sharing: .channels, ""),
    golden("later-samples", .nchw(2, 2, 7, 7), block: 2, p: 0.3, key: 5, first: 40, ""),
  ]

  private static func golden(
    _ name: String, _ shape: Shape, block: Int, p: Double, key: UInt64,
    grid: SeedGrid = .valid, sampler: Sampler = .sparse, sharing: MaskSharing = [],
    first: Int = 0, _ mask: String
  ) -> GoldenMask {
    var configuration = DropBlockConfiguration(blockSize: .uniform(block), dropProbability: p)
    configuration.seedGrid = grid
    configuration.sampler = sampler
    configuration.sharing = sharing
    let request = DropBlockRequest(configuration, shape: shape, key: key, firstSample: first)
    return GoldenMask(name: name, request: request, mask: mask)
  }
}
