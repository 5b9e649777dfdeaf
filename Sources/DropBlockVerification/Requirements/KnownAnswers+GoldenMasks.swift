import DropBlockContract

extension KnownAnswers {
  /// Masks of both samplers, both grids, every rank and kind of sharing; also in `Vectors/masks.txt`.
  package static let goldenMasks: [GoldenMask] = [
    golden(
      "paper-7", .nchw(1, 2, 9, 11), block: 3, p: 0.3, key: 7,
      "0000700e01c0001c0380700e0000700e07c0e01c00e01c0380"),
    golden(
      "bernoulli-7", .nchw(1, 2, 9, 11), block: 3, p: 0.3, key: 7, sampler: .bernoulli,
      "00fc1f83f387f0ff9ef1de03800000700e01c0380780700e00"),
    golden(
      "whole-even", .nchw(2, 1, 8, 8), block: 4, p: 0.2, key: 0x0123_4567_89ab_cdef,
      grid: .whole(.lowerCentre),
      "c0f87878780000000000000000000000"),
    golden(
      "upper-even", .nchw(2, 1, 8, 8), block: 4, p: 0.2, key: 0x0123_4567_89ab_cdef,
      grid: .whole(.upperCentre), sampler: .bernoulli,
      "0000000000e0e0e00303e3e0e0e00000"),
    golden(
      "sequence", .ncw(2, 2, 40), block: 5, p: 0.25, key: UInt64.max,
      "0000001ff00003e00000f80000ff80007df00000"),
    golden(
      "volume", .ncdhw(1, 2, 4, 5, 6), block: 2, p: 0.25, key: 1 << 63,
      "000186000006180c300c3030c030c0000c30c00036db00c31860030c0000"),
    golden(
      "shared-channels", .nchw(2, 3, 6, 6), block: 2, p: 0.3, key: 99, sharing: .channels,
      "61b0cc30061b0cc30061b0cc3000000030c00000030c00000030c0"),
    golden(
      "later-samples", .nchw(2, 2, 7, 7), block: 2, p: 0.3, key: 5, first: 40,
      "00183307830000019b31e3000c1860c0018318376e0000000"),
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
