import Testing

@testable import DropBlockGenerators

extension FuzzTargetTests {
  @Test func `the bytes at an address are the case, and nil is no bytes`() {
    let target = FuzzTarget("bytes") { draw in
      var sum: Int64 = 0
      for _ in 0..<4 { sum = 256 * sum + (try draw.integer(in: 0...255)) }
      return sum == 0x0102_0300 ? .holds : .discarded
    }
    let bytes: [UInt8] = [9, 1, 2, 3, 9]
    let verdicts = unsafe bytes.withUnsafeBytes { region in
      [(1, 3), (1, 4), (0, 5), (1, 0)].map { start, count in
        unsafe target.judge(region.baseAddress?.advanced(by: start), count)
      }
    }
    #expect(verdicts == [0, -1, -1, -1])
    let simplest = FuzzTarget("no bytes") { draw in
      try draw.integer(in: 0...255) == 0 ? .holds : .discarded
    }
    #expect(unsafe simplest.judge(nil, 3) == 0)
  }
}
