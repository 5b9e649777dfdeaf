import DropBlockContract
import Testing

@testable import DropBlockCommand

struct BenchMemoryTests {
  private func values(_ memory: BenchMemory, _ count: Int, _ region: BenchMemory.Region) throws
    -> [Float]
  {
    try memory.withTensor(Float.self, count, in: region) { tensor throws(DropBlockError) in
      tensor.indices.map { tensor[$0] }
    }
  }

  @Test(arguments: [1, 2, 3, 16])
  func `a copy is the whole tensor and no more, whatever the number of threads`(threads: Int)
    throws
  {
    for count in [0, 1, 15, 16, 17, 1000] {
      let memory = BenchMemory(byteCount: 4 * 1001)
      memory.fill(Float.self, count: count)
      try memory.withTensor(Float.self, 1001, in: .output) { tensor throws(DropBlockError) in
        for index in tensor.indices { tensor[index] = -9.1 }
      }
      memory.copy(4 * count, from: .input, to: .output, threads: threads)
      let copied = try values(memory, 1001, .output)
      #expect(Array(copied[..<count]) == (try values(memory, count, .input)), "\(count) elements")
      #expect(copied[count...].allSatisfy { $0 == -9.1 }, "\(count) elements, \(threads) threads")
    }
  }

  @Test(arguments: [1, 2, 3, 16])
  func `every element is multiplied once, whatever the number of threads`(threads: Int) throws {
    for count in [0, 1, 15, 16, 17, 1000] {
      let memory = BenchMemory(byteCount: 4 * 1001)
      memory.fill(Float.self, count: 1001)
      #expect(memory.multiply(.float32, count, in: .output, threads: threads))
      let (before, after) = (try values(memory, 1001, .input), try values(memory, 1001, .output))
      for index in 0..<1001 {
        let expected = index < count ? before[index] * 1.0009765625 : before[index]
        #expect(after[index] == expected, "element \(index) of \(count), \(threads) threads")
      }
    }
    let memory = BenchMemory(byteCount: 64)
    #expect(!memory.multiply(.bfloat16, 8, in: .output, threads: threads))
  }

  @Test(arguments: [1, 250, 251, 252, 3000])
  func `a filled tensor has no zeros, both signs, and is filled to its end`(count: Int) throws {
    let memory = BenchMemory(byteCount: 4 * 3000)
    memory.fill(Float.self, count: count)
    for region in BenchMemory.Region.allCases {
      let filled = try values(memory, count, region)
      #expect(filled.allSatisfy { $0 != 0 && $0.magnitude < 2 })
      #expect(count < 250 || filled.contains { $0 > 0 })
      #expect(filled[count - 1] == filled[(count - 1) % 251])
    }
  }
}
