import DropBlockContract
import DropBlockFast
import Testing

@Suite struct KeptTests {
  @Test func `what is counted without a tensor is what the stages count`() throws {
    for number in 2000..<2300 {
      let request = DropBlockRequest.tiny(number)
      let stages = try FastEngine().stages(request)
      for threads in [1, 3] {
        let kept = try FastEngine(threads: threads).kept(request)
        #expect(kept.counts == stages.keptCounts, "request \(number): \(request)")
        #expect(kept.scales == stages.scales, "request \(number): \(request)")
      }
    }
  }

  @Test(arguments: [ScaleRule.tensor, .sample, .map, .fixed(2), .none])
  func `it is what forward reports, of batches and of slabs`(scale: ScaleRule) throws {
    for spatial in [[14, 14], [700, 700]] {
      var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.1)
      configuration.scale = scale
      let shape = Shape(samples: 2, channels: 3, spatial: spatial)
      let request = DropBlockRequest(configuration, shape: shape, key: 5)
      var tensor = Array(repeating: Float(1), count: shape.unitCount)
      var span = tensor.mutableSpan
      let wanted = try FastEngine(threads: 1).forward(inPlace: &span, request)
      for threads in [1, 2] {
        #expect(try FastEngine(threads: threads).kept(request) == wanted, "\(spatial)")
      }
      #expect(wanted.counts.reduce(0, +) < shape.unitCount, "\(spatial)")
    }
  }

  @Test func `an identity and an empty tensor keep everything`() throws {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
    let inference = DropBlockRequest(
      configuration, shape: .nchw(2, 3, 5, 6), key: 1, mode: .inference)
    #expect(try FastEngine().kept(inference) == Kept(counts: [180], scales: [1]))
    let empty = DropBlockRequest(configuration, shape: .nchw(2, 3, 0, 6), key: 1)
    #expect(try FastEngine().kept(empty) == Kept(counts: [0], scales: [1]))
  }

  @Test func `a report beyond any memory is refused`() throws {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    let shape = Shape(samples: 1 << 40, channels: 1 << 10, spatial: [1])
    for scale in [ScaleRule.map, .sample] {
      configuration.scale = scale
      let request = DropBlockRequest(configuration, shape: shape, key: 0)
      #expect(throws: DropBlockError.tooManyUnits([1 << 40, 1 << 10, 1])) {
        try FastEngine().kept(request)
      }
    }
  }
}

@Suite struct MaskTests {
  private func check(_ request: DropBlockRequest, _ text: String) throws {
    let stages = try FastEngine().stages(request)
    var mask = Array(repeating: UInt8(9), count: request.shape.unitCount)
    var span = mask.mutableSpan
    let kept = try FastEngine().mask(request, into: &span)
    // Not compared as arrays: to describe the difference of long ones takes minutes.
    let wrong = mask.indices.first { mask[$0] != (stages.mask[$0] ? 1 : 0) }
    #expect(wrong == nil, "\(text): \(request)")
    #expect(kept == Kept(counts: stages.keptCounts, scales: stages.scales), "\(text): \(request)")
  }

  @Test func `bytes are those of the stages`() throws {
    for number in 3000..<3300 { try check(.tiny(number), "request \(number)") }
  }

  @Test func `slabs and batches are put where they belong`() throws {
    for sharing in [MaskSharing(), .channels, .samples, [.channels, .samples]] {
      for spatial in [[700, 700], [1, 1], [28, 28], [1, 500_000], [9, 200, 300]] {
        var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: 0.2)
        configuration.sharing = sharing
        let shape = Shape(samples: 2, channels: 65, spatial: spatial)
        let small = Shape(samples: 2, channels: 2, spatial: spatial)
        let fitting = spatial.reduce(1, *) > 1000 ? small : shape
        try check(DropBlockRequest(configuration, shape: fitting, key: 3), "\(sharing)")
      }
    }
  }

  @Test func `a mask of another size is refused, and an identity is all zeros`() throws {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.5)
    let request = DropBlockRequest(
      configuration, shape: .nchw(1, 1, 3, 3), key: 1, mode: .inference)
    var mask = Array(repeating: UInt8(9), count: 10)
    #expect(throws: DropBlockError.elementCount("mask", given: 10, needed: 9)) {
      var span = mask.mutableSpan
      try FastEngine().mask(request, into: &span)
    }
    #expect(mask == Array(repeating: 9, count: 10))
    mask.removeLast()
    var span = mask.mutableSpan
    #expect(try FastEngine().mask(request, into: &span) == Kept(counts: [9], scales: [1]))
    #expect(mask == Array(repeating: 0, count: 9))
  }
}

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

@Suite struct ThreadCountTests {
  private func request(_ shape: Shape, _ mode: Mode = .training) -> DropBlockRequest {
    DropBlockRequest(
      DropBlockConfiguration(blockSize: 3, dropProbability: 0.1), shape: shape, key: 1, mode: mode)
  }

  @Test func `small tensors stay on one thread, unless threads are asked for`() throws {
    let small = request(.nchw(1, 255, 32, 32))
    #expect(small.shape.unitCount < FastEngine.sharedUnits)
    #expect(try FastEngine().threadCount(small) == 1)
    #expect(try FastEngine(threads: 5).threadCount(small) == 5)
    let large = request(.nchw(1, 256, 32, 32))
    #expect(large.shape.unitCount == FastEngine.sharedUnits)
    #expect(try FastEngine().threadCount(large) == min(FastEngine().mostThreads, 256))
  }

  @Test func `there are no more threads than pieces of work, and 256 at most`() throws {
    #expect(try FastEngine(threads: 9).threadCount(request(.nchw(2, 2, 8, 8))) == 4)
    #expect(try FastEngine(threads: 4).threadCount(request(.nchw(1, 1, 2000, 2000))) == 4)
    #expect(try FastEngine(threads: 4).threadCount(request(.nchw(1, 0, 8, 8))) == 1)
    #expect(FastEngine(threads: 1000).mostThreads == 256)
    #expect(try FastEngine(threads: 1000).threadCount(request(.nchw(40, 40, 1, 1))) == 256)
  }

  @Test func `a copy is cut anywhere`() throws {
    let engine = FastEngine(threads: 4)
    #expect(try engine.threadCount(request(.nchw(1, 1, 8, 8), .inference)) == 4)
    let strided = Shape(
      samples: 1, channels: 2, spatial: [8], layout: .strided([20, 10, 1]))
    #expect(try engine.threadCount(request(strided, .inference)) == 2)
  }

  @Test func `what is refused elsewhere is refused here`() {
    let wrong = request(.nchw(-1, 1, 8, 8))
    #expect(throws: DropBlockError.self) { try FastEngine().threadCount(wrong) }
  }
}
