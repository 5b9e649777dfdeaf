import Synchronization
import Testing

@testable import DropBlockCommand

private struct Stop: Error {}

struct JobsTests {
  @Test(arguments: [1, 2, 7]) func `results come in order, each job is done once`(jobs: Int)
    throws
  {
    let calls = Mutex<[Int]>([])
    let results = try Jobs.map(50, jobs: jobs) { index in
      calls.withLock { $0.append(index) }
      return index * index
    }
    #expect(results == (0..<50).map { $0 * $0 })
    #expect(calls.withLock { $0.sorted() } == Array(0..<50))
    #expect(try Jobs.map(0, jobs: jobs) { $0 }.isEmpty)
  }

  @Test func `an error is thrown, and nothing new is begun after it`() {
    let calls = Mutex(0)
    #expect(throws: Stop.self) {
      try Jobs.map(1_000, jobs: 1) { index in
        calls.withLock { $0 += 1 }
        if index == 3 { throw Stop() }
      }
    }
    #expect(calls.withLock { $0 } == 4)
  }
}
