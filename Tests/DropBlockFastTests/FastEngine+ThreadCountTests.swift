import DropBlockContract
import DropBlockFast
import Testing

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
