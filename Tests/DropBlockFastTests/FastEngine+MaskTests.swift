import DropBlockContract
import DropBlockFast
import Testing

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
