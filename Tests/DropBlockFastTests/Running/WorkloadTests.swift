import Testing

@testable import DropBlockFast

@Suite struct WorkloadTests {
  @Test func `every slab and consumer has exactly one part`() {
    for masks in [1, 2, 3, 7, 40] {
      for consumers in [1, 2, 5, 31] {
        for threads in [1, 2, 3, 8, 100, Int.max] {
          let workload = Workload(slabs: masks, consumers: consumers, threads: threads)
          #expect(workload.parts.count <= min(threads, Workload.threadLimit))
          var seen = Array(repeating: 0, count: masks * consumers)
          for part in workload.parts {
            #expect(!part.slabs.isEmpty && !part.consumers.isEmpty)
            for mask in part.slabs {
              for consumer in part.consumers { seen[mask * consumers + consumer] += 1 }
            }
          }
          #expect(
            seen.allSatisfy { $0 == 1 },
            "\(masks) masks, \(consumers) consumers, \(threads) threads")
        }
      }
    }
  }

  @Test func `the largest counts are divided without overflow`() {
    let workload = Workload(slabs: .max / 8, consumers: 1, threads: 255)
    #expect(workload.parts.map(\.slabs.count).reduce(0, +) == .max / 8)
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
