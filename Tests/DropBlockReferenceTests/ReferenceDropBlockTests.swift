import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ReferenceDropBlockTests {
  @Test func `two arguments make the paper's layer`() throws {
    let drop = ReferenceDropBlock(blockSize: 3, dropProbability: 0.3)
    #expect(drop.configuration == DropBlockConfiguration(blockSize: 3, dropProbability: 0.3))
    #expect(drop.mode == .training)
    #expect(drop.engine.name == "reference")
  }

  @Test func `the layer drops what the engine drops`() throws {
    let drop = ReferenceDropBlock(blockSize: [2, 3], dropProbability: 0.3)
    let shape = Shape.nhwc(2, 7, 6, 3)
    let input = (1...252).map { Float($0) }
    var output = Array(repeating: Float(-1), count: 252)
    let kept = try drop.forward(input, shape: shape, key: 5, into: &output)

    let request = DropBlockRequest(drop.configuration, shape: shape, key: 5)
    let stages = try ReferenceEngine().stages(request)
    #expect(kept.counts == stages.keptCounts)
    #expect(kept.scales == stages.scales)
    #expect(output.count { $0 != 0 } == stages.keptCounts[0])

    var inPlace = input
    #expect(try drop.forward(inPlace: &inPlace, shape: shape, key: 5) == kept)
    #expect(inPlace == output)
  }
}
