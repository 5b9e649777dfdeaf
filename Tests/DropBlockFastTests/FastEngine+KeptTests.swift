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
