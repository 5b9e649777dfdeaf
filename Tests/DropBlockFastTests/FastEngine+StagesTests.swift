import DropBlockContract
import DropBlockFast
import Testing

@Suite struct StagesTests {
  @Test func `stages are those of the specification`() throws {
    for number in 1000..<1300 {
      let request = DropBlockRequest.tiny(number)
      let stages = try FastEngine().stages(request)
      let oracle = try Oracle(request, gamma: request.fixedGamma)
      #expect(stages.gamma == oracle.gamma, "request \(number)")
      #expect(stages.seedGrid == oracle.grid, "request \(number)")
      #expect(stages.seeds == oracle.seeds, "request \(number): \(request)")
      #expect(stages.mask == oracle.mask, "request \(number): \(request)")
      #expect(stages.keptCounts == oracle.kept, "request \(number): \(request)")
      #expect(stages.scales == oracle.scales, "request \(number): \(request)")
    }
  }

  @Test func `an identity draws nothing and keeps everything`() throws {
    var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
    configuration.scale = .fixed(4)
    let request = DropBlockRequest(
      configuration, shape: .nchw(2, 3, 5, 6), key: 1, mode: .inference)
    let stages = try FastEngine().stages(request)
    let wanted = DropBlockStages(
      gamma: 0, seedGrid: [2, 3, 3, 4], seeds: Array(repeating: false, count: 72),
      mask: Array(repeating: false, count: 180), keptCounts: [180], scales: [1], randomWords: 0)
    #expect(stages == wanted)
  }

  @Test func `an empty tensor has a grid of zeros and as many scopes as ever`() throws {
    for (scale, count) in [(ScaleRule.tensor, 1), (.sample, 4), (.map, 12), (.none, 1)] {
      var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
      configuration.scale = scale
      let stages = try FastEngine().stages(
        DropBlockRequest(configuration, shape: .nchw(4, 3, 5, 0), key: 1))
      let wanted = DropBlockStages(
        gamma: 0, seedGrid: [0, 0, 0, 0], seeds: [], mask: [],
        keptCounts: Array(repeating: 0, count: count),
        scales: Array(repeating: 1, count: count), randomWords: 0)
      #expect(stages == wanted, "\(scale)")
    }
  }

  @Test func `gamma 1 drops everything, and the scale is 0`() throws {
    for sampler in Sampler.allCases {
      var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
      configuration.gammaRule = .fixed(1)
      configuration.sampler = sampler
      let stages = try FastEngine().stages(
        DropBlockRequest(configuration, shape: .nchw(1, 3, 11, 13), key: 1))
      #expect(stages.mask.allSatisfy { $0 })
      #expect(stages.seeds.allSatisfy { $0 })
      #expect(stages.keptCounts == [0] && stages.scales == [0])
    }
  }

  @Test
  func `the sparse sampler draws about a word pair per seed, the other one a word per position`()
    throws
  {
    var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
    let shape = Shape.nchw(2, 16, 56, 56)
    let sparse = try FastEngine().stages(DropBlockRequest(configuration, shape: shape, key: 1))
    configuration.sampler = .bernoulli
    let dense = try FastEngine().stages(DropBlockRequest(configuration, shape: shape, key: 1))
    #expect(dense.randomWords >= 80_000)
    #expect(sparse.randomWords > 0 && sparse.randomWords < dense.randomWords / 50)
  }

  @Test func `sizes beyond any memory are refused, and empty ones are not`() throws {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
    let vast = Shape(samples: 1, channels: 1 << 30, spatial: [1 << 20, 1 << 8])
    #expect(throws: DropBlockError.tooManyUnits([1, 1 << 30, 1 << 20, 1 << 8])) {
      try FastEngine().stages(DropBlockRequest(configuration, shape: vast, key: 0))
    }
    let empty = Shape(samples: 1, channels: 1 << 50, spatial: [0])
    let stages = try FastEngine().stages(DropBlockRequest(configuration, shape: empty, key: 0))
    #expect(stages.keptCounts == [0])
  }
}
