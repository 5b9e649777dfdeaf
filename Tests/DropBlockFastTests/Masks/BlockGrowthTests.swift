import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct BlockGrowthTests {
  /// The packed masks of a request, made in one way.
  private func masks(_ request: DropBlockRequest, _ growth: BlockGrowth) throws -> [Bool] {
    try FastEngine(threads: 1, growth: growth).stages(request).mask
  }

  @Test func `both ways give the same masks at widths 1 to 200`() throws {
    for width in 1...200 {
      var choices = Choices(width)
      for rank in 1...3 {
        let spatial = [choices.int(1...3), choices.int(1...9), width].suffix(rank)
        var configuration = DropBlockConfiguration(
          blockSize: .perAxis(spatial.map { choices.int(1...$0 + 1) }), dropProbability: 0)
        configuration.gammaRule = .fixed(choices.one([0.003, 0.05, 0.5]))
        configuration.seedGrid = choices.one([.valid, .whole(choices.one(Anchor.allCases))])
        configuration.sampler = choices.one(Sampler.allCases)
        let request = DropBlockRequest(
          configuration, shape: Shape(samples: 1, channels: 3, spatial: Array(spatial)),
          key: UInt64(width))
        let fill = try masks(request, .fill)
        let dilate = try masks(request, .dilate)
        #expect(fill == dilate, "\(request)")
      }
    }
  }

  @Test func `few seeds are filled and many are dilated`() {
    var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    configuration.gammaRule = .paper
    let request = DropBlockRequest(configuration, shape: .nchw(1, 1, 56, 56), key: 0)
    let geometry = Geometry(request, sides: [7, 7])
    #expect(BlockGrowth(geometry, gamma: 0.0026) == .fill)
    #expect(BlockGrowth(geometry, gamma: 0.1) == .dilate)
  }

  @Test func `a block of one unit is its seed`() throws {
    for growth in BlockGrowth.allCases {
      var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.3)
      configuration.sampler = .bernoulli
      let request = DropBlockRequest(configuration, shape: .nchw(2, 3, 9, 70), key: 6)
      let stages = try FastEngine(threads: 1, growth: growth).stages(request)
      #expect(stages.mask == stages.seeds, "\(growth)")
    }
  }
}
