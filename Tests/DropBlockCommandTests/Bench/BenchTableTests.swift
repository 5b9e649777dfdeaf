import DropBlockContract
import DropBlockFast
import Testing

@testable import DropBlockCommand

struct BenchTableTests {
  private func groups(isQuick: Bool = false, threads: Int = 1) throws -> [BenchGroup] {
    BenchTable.groups(try FastKernel.named("portable"), threads: threads, isQuick: isQuick)
  }

  @Test func `every request is admissible, and compared with a limit of its own group and size`()
    throws
  {
    for isQuick in [false, true] {
      for group in try groups(isQuick: isQuick) {
        for (place, item) in group.cases.enumerated() {
          try item.request.validate()
          #expect(item.request.shape.unitCount == group.units, "\(group.title): \(item.name)")
          if let limit = item.limit { #expect(limit < place, "\(group.title): \(item.name)") }
          if item.target != nil { #expect(item.limit != nil, "\(group.title): \(item.name)") }
        }
      }
    }
  }

  @Test func `the targets are those that were set`() throws {
    func targets(_ title: String) throws -> [String: BenchTarget] {
      let group = try #require(try groups().first { $0.title.contains(title) }, "\(title)")
      return Dictionary(
        group.cases.compactMap { item in item.target.map { (item.name, $0) } }
      ) { a, _ in a }
    }
    for sizes in [
      "32×256×56×56", "32×512×28×28", "32×1024×14×14", "128×2048×7×7", "8×64×112×112",
      "2×32×16×56×56",
    ] {
      let found = try targets(sizes)
      #expect(found["forward"] == .atMost(1.1), "\(sizes)")
      #expect(found["in place"] == .atMost(1.1), "\(sizes)")
      #expect(found["forward+backward"] == .atMost(1.1), "\(sizes)")
      #expect(found["drop only"] == .atMost(0.25), "\(sizes)")
      if System.processorCount > 1, sizes != "2×32×16×56×56" {
        #expect(found["forward, two threads"] == .atLeast(1.6), "\(sizes)")
      }
    }
    #expect(try targets("1×64×28×28,") == ["forward": .atMost(1.3)])
    #expect(try targets("1×64×56×56,") == ["forward": .atMost(1.3)])
    #expect(try targets("channels last") == ["forward": .atMost(1.5)])
    #expect(try targets("bfloat16") == ["forward": .atMost(2)])
    #expect(try targets("random words") == ["drop only, bernoulli": .atLeast(8)])
  }

  @Test func `other configurations are measured for every p and block, against 2`() throws {
    let summed = try groups().filter(\.isSummed)
    #expect(summed.count == 6)
    for group in summed {
      #expect(
        group.cases.count == 17
          && group.cases.dropFirst().allSatisfy {
            $0.target == .atMost(2)
          })
    }
    #expect(Set(summed.flatMap(\.cases).map(\.request.configuration)).count == 6 * 16)
  }

  @Test func `the words of both are as many, on one thread`() throws {
    let words = try #require(try groups(threads: 4).first { $0.title.hasPrefix("random words") })
    #expect(words.cases.allSatisfy { $0.threads == 1 })
    let request = words.cases[1].request
    #expect(request.configuration.sampler == .bernoulli && request.configuration.scale == .none)
    let small = DropBlockRequest(request.configuration, shape: .nchw(1, 1, 8, 8), key: 0)
    // A word per unit: block 1 has every unit as a position.
    #expect(try FastEngine().stages(small).mask.count == 64)
  }
}
