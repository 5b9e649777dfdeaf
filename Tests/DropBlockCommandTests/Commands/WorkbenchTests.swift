import DropBlockContract
import Testing

@testable import DropBlockCommand

struct WorkbenchTests {
  @Test func `each case has one time per round, the copy first`() throws {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
    let request = DropBlockRequest(configuration, shape: .nchw(1, 2, 8, 8), key: 0)
    var bench = Workbench<Float>(request, threads: 1)
    let timings = try bench.measure(runs: 4)
    #expect(timings.count == 7 && timings[0].name == "memcpy")
    for timing in timings {
      #expect(timing.seconds.count == 4, "\(timing.name)")
      #expect(timing.seconds.allSatisfy { $0 >= 0 })
    }
    #expect(bench.checksum != 0)
  }
}
