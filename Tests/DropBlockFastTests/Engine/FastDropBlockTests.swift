import DropBlockContract
import DropBlockFast
import Testing

@Suite struct FastDropBlockTests {
  @Test func `a layer is the paper's configuration and the fast engine`() throws {
    let drop = FastDropBlock(blockSize: 3, dropProbability: 0.1, threads: 2)
    #expect(drop.configuration == DropBlockConfiguration(blockSize: 3, dropProbability: 0.1))
    #expect(drop.engine.threads == 2)
    #expect(drop.engine.name == "fast")
    let ones = Array(repeating: Float(1), count: 2 * 3 * 81)
    var output = ones
    let kept = try drop.forward(ones, shape: .nchw(2, 3, 9, 9), key: 7, into: &output)
    #expect(output.filter { $0 != 0 }.count == kept.counts[0])
    #expect(output.allSatisfy { $0 == 0 || $0 == Float(kept.scales[0]) })
  }
}
