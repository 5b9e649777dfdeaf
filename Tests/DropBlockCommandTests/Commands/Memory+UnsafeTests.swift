import Testing

@testable import DropBlockCommand

struct MemoryTests {
  @Test(arguments: [1, 2, 3, 16])
  func `a copy is the whole array, whatever the number of threads`(threads: Int) {
    for count in [0, 1, 2, 15, 16, 17, 1000] {
      let input = (0..<count).map { Float($0) }
      var output = [Float](repeating: -1, count: count)
      Memory.copy(input, into: &output, threads: threads)
      #expect(output == input, "\(count) elements, \(threads) threads")
    }
  }
}
