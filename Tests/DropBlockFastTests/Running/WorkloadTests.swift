import Testing

@testable import DropBlockFast

@Suite struct WorkloadTests {
  @Test func `every piece and use has exactly one part`() {
    for masks in [1, 2, 3, 7, 40] {
      for uses in [1, 2, 5, 31] {
        for threads in [1, 2, 3, 8, 100, Int.max] {
          let workload = Workload(pieces: masks, uses: uses, threads: threads)
          #expect(workload.parts.count <= min(threads, Workload.threadLimit))
          var seen = Array(repeating: 0, count: masks * uses)
          for part in workload.parts {
            #expect(!part.pieces.isEmpty && !part.uses.isEmpty)
            for mask in part.pieces { for use in part.uses { seen[mask * uses + use] += 1 } }
          }
          #expect(seen.allSatisfy { $0 == 1 }, "\(masks) masks, \(uses) uses, \(threads) threads")
        }
      }
    }
  }

  @Test func `the largest counts are divided without overflow`() {
    let workload = Workload(pieces: .max / 8, uses: 1, threads: 255)
    #expect(workload.parts.map(\.pieces.count).reduce(0, +) == .max / 8)
  }

  @Test func `small tensors are not shared out unasked, and counts below 1 are 1`() {
    #expect(Workload.threads(nil, units: 65_535) == 1)
    #expect(Workload.threads(nil, units: 65_536) >= 1)
    #expect(Workload.threads(5, units: 1) == 5)
    #expect(FastEngine(threads: 0).threads == 1)
    #expect(FastEngine(threads: .min).threads == 1)
    #expect(FastEngine(threads: .max).threads == 256)
    #expect(FastEngine().threads == nil)
  }
}
