import DropBlockContract
import DropBlockFast
import Testing

@testable import DropBlockCommand

struct BenchSweepTests {
  @Test func `sizes are the powers of 2, with every kernel's work at each`() throws {
    #expect(BenchSweep.exponents(isQuick: false) == 12...27)
    let kernels = FastKernel.available
    for exponent in [12, 18, 20] {
      let group = try #require(BenchSweep.group(exponent, kernels, threads: 1))
      #expect(group.units == 1 << exponent)
      #expect(group.cases.count == 2 + 3 * kernels.count)
      for item in group.cases { #expect(item.request.shape.unitCount == 1 << exponent) }
      for kernel in kernels { #expect(group.cases.count { $0.kernel == kernel } == 3) }
    }
  }

  @Test func `a line has a point per size, in nanoseconds per unit`() throws {
    let groups = try [12, 13].map {
      try #require(BenchSweep.group($0, [try FastKernel.named("portable")], threads: 1))
    }
    var run = BenchRun(groups)
    try run.measure(rounds: 1)
    let lines = BenchSweep.lines(run)
    #expect(lines.map(\.name).prefix(3) == ["memcpy", "multiply in place", "forward, portable"])
    for (place, line) in lines.enumerated() {
      #expect(line.points.map(\.units) == [4096, 8192])
      let seconds = run.timings[1][place].quartiles.middle
      #expect(line.points[1].nanoseconds == 1e9 * seconds / 8192)
    }
    #expect(BenchSweep.table(lines).count == 5)
  }
}
