import Testing

@testable import DropBlockFast

@Suite struct SparseSeedsTests {
  private func walk(gamma: Double, key: UInt64, _ range: Range<UInt64>) throws -> [UInt64] {
    let q = try #require(GapLaw.q(gamma: gamma))
    var answers: Set<[UInt64]> = []
    for kernel in FastKernel.available {
      var seeds = SparseSeeds(
        key: key, law: GapLaw(q), kernel: try #require(KernelTable(kernel.instructions)),
        start: range.lowerBound)
      var found: [UInt64] = []
      // In two strides, since a walk goes on where it stopped.
      let middle = range.lowerBound + UInt64(range.count) / 3
      seeds.walk(to: middle) { found.append($0) }
      seeds.walk(to: range.upperBound) { found.append($0) }
      answers.insert(found)
    }
    #expect(answers.count == 1)
    return try #require(answers.first)
  }

  @Test func `a walk meets the seeds of every chunk, wherever it begins and ends`() throws {
    for gamma in [1e-5, 0.003, 0.2, 0.9] {
      for chunk: UInt64 in [0, 1, 0xFFFF_FFFF, 1 << 40] {
        let wanted = (chunk...chunk + 2).flatMap { j in
          Oracle.sparseChunk(j, gamma: gamma, key: 11).map { j * 4096 + UInt64($0) }
        }
        let base = chunk * 4096
        for (start, end): (UInt64, UInt64) in [
          (0, 12_288), (1, 12_287), (4095, 4097), (4096, 8192), (100, 101), (5000, 5000),
          (4000, 9000),
        ] {
          let got = try walk(gamma: gamma, key: 11, base + start..<base + end)
          let part = wanted.filter { base + start <= $0 && $0 < base + end }
          #expect(got == part, "gamma \(gamma), chunk \(chunk), \(start)..<\(end)")
        }
      }
    }
  }

  @Test func `a chunk of seeds alone takes a draw for each of them`() throws {
    let got = try walk(gamma: 1 - 0x1p-53, key: 2, 0..<4096)
    #expect(got == Array(0..<4096))
  }
}
