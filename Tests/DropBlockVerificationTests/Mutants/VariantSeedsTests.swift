import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct VariantSeedsTests {
  static let samplers: [(name: String, sampler: VariantSampler)] = Variant.all.map {
    ($0.name, $0.sampler)
  }

  private func geometry(_ map: [Int], samples: Int = 1) throws -> BlockGeometry {
    try BlockGeometry(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: samples, channels: 1, spatial: map), key: 0))
  }

  @Test(arguments: Variant.all.map(\.name))
  func `each position is drawn once at most, all at gamma 1, and none is out of range`(
    name: String
  ) throws {
    let sampler = try #require(Variant.named(name)).sampler
    let grid = try geometry([29, 37], samples: 3)
    for gamma in [1e-12, 0.01, 0.5, 0.9] {
      for key in 0..<20 as Range<UInt64> {
        let seeds = sampler(gamma, key, grid)
        #expect(Set(seeds).count == seeds.count)
        #expect(seeds.allSatisfy { (0..<grid.positionCount).contains($0) })
      }
    }
    #expect(sampler(1, 7, grid).sorted() == Array(0..<grid.positionCount))
  }

  @Test(arguments: Variant.all.map(\.name), [0.003, 0.3, 0.8])
  func `seeds are as many as gamma says, to within six deviations`(
    name: String, gamma: Double
  ) throws {
    let sampler = try #require(Variant.named(name)).sampler
    let grid = try geometry([30, 40], samples: 50)
    var count = 0
    for key in 0..<20 as Range<UInt64> { count += sampler(gamma, key, grid).count }
    let draws = Double(20 * grid.positionCount)
    let deviation = (draws * gamma * (1 - gamma)).squareRoot()
    #expect(abs(Double(count) - draws * gamma) < 6 * deviation, "\(count) of \(draws)")
  }

  @Test func `PCG's integers reach every number below a count, and no other`() {
    var random = PCG32(key: 3, stream: 4)
    let seen = Set((0..<1_000).map { _ in random.index(below: 7) })
    #expect(seen == Set(0..<7))
  }

  @Test func `SplitMix64's first words for state 0 are the published ones`() {
    var random = SplitMix64(0)
    #expect(random.next() == 0xE220_A839_7B1D_CDAF)
    #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test func `a part's seeds are those of the whole, where a part may be asked for`() throws {
    for variant in Variant.all where !variant.lacks.contains(.firstSample) {
      let whole = try geometry([9, 11], samples: 5)
      var part = try geometry([9, 11], samples: 2)
      part.firstPosition = 3 * part.positionsPerMap
      let seeds = variant.sampler(0.1, 9, whole).map { $0 - part.firstPosition }.filter { $0 >= 0 }
      #expect(seeds.sorted() == variant.sampler(0.1, 9, part).sorted(), "\(variant.name)")
    }
  }
}
