import DropBlockContract
import DropBlockReference
import Testing

@Suite struct SparseSamplerTests {
  @Test func `the survival table is the floor of each product`() {
    for gamma in [1e-9, 0.003, 0.1, 0.5, 0.9, 1] {
      let table = SparseSampler.survivalTable(gamma: gamma)
      let q = UInt128((1 - gamma) * 0x1p64)
      var expected = UInt128(1) << 64
      #expect(table.count == SparseSampler.chunkLength)
      for (index, entry) in table.enumerated() {
        expected = (expected * q) >> 64
        #expect(UInt128(entry) == expected, "gamma \(gamma), k \(index + 1)")
      }
    }
  }

  @Test func `the table is the geometric law to within k · 2⁻⁶⁴`() {
    // gamma = 1/2: S_k = 2⁶⁴⁻ᵏ exactly. gamma = 1/4: 3ᵏ · 2⁶⁴⁻²ᵏ, exact up to k = 32.
    let halves = SparseSampler.survivalTable(gamma: 0.5)
    for k in 1...64 { #expect(halves[k - 1] == 1 << (64 - k)) }
    #expect(halves[64] == 0)
    let quarters = SparseSampler.survivalTable(gamma: 0.25)
    var power: UInt128 = 1 << 64
    for k in 1...32 {
      power = power / 4 * 3
      #expect(UInt128(quarters[k - 1]) == power, "k \(k)")
    }
  }

  @Test func `draws and gaps as the page has them, for one chunk by hand`() {
    // An independent walk: gaps from comparisons with 128-bit powers, seeds as a set of positions.
    let key: UInt64 = 0x0DDB_1A5E_5BAD_5EED
    for (gamma, chunk) in [(0.01, 0), (0.2, 5), (0.7, 1 << 33), (1.0, 3)] {
      let q = UInt128((1 - gamma) * 0x1p64)
      var expected: Set<Int> = []
      var cursor = 0
      var index: UInt32 = 0
      while cursor < 4096 {
        let block = Philox4x32.block(
          counter: (UInt32(chunk & 0xFFFF_FFFF), UInt32(chunk >> 32), index / 2, 1), key: key)
        let pair = index % 2 == 0 ? (block.0, block.1) : (block.2, block.3)
        let draw = UInt128(pair.0) + UInt128(pair.1) * 0x1_0000_0000
        index += 1
        var survival = ((UInt128(1) << 64) * q) >> 64
        while draw < survival && cursor < 4096 {
          cursor += 1
          survival = (survival * q) >> 64
        }
        if cursor < 4096 { expected.insert(cursor) }
        cursor += 1
      }
      let got = SparseSampler.seeds(gamma: gamma, key: key, first: chunk * 4096, count: 4096)
      let positions = Set(got.seeds.indices.filter { got.seeds[$0] })
      let wrong = positions.symmetricDifference(expected).min()
      #expect(wrong == nil, "gamma \(gamma): first wrong position")
      #expect(got.words == 2 * Int(index), "gamma \(gamma)")
    }
  }

  @Test func `gamma 1 seeds every position, a gamma below 2⁻⁵⁴ none`() {
    let all = SparseSampler.seeds(gamma: 1, key: 7, first: 4000, count: 5000)
    #expect(all.seeds.allSatisfy { $0 })
    for gamma in [0, 1e-300, 0x1p-55] {
      let none = SparseSampler.seeds(gamma: gamma, key: 7, first: 4000, count: 5000)
      #expect(!none.seeds.contains(true), "gamma \(gamma)")
      #expect(none.words == 0, "gamma \(gamma)")
    }
    let rare = SparseSampler.seeds(gamma: 0x1p-53, key: 7, first: 0, count: 100_000)
    #expect(!rare.seeds.contains(true))
    #expect(rare.words == 50, "one draw for each of 25 chunks")
    #expect(SparseSampler.seeds(gamma: 0.5, key: 7, first: 3, count: 0).seeds.isEmpty)
  }

  @Test func `a part equals that part of the whole, across chunk borders too`() {
    for gamma in [0.001, 0.4] {
      let whole = SparseSampler.seeds(gamma: gamma, key: 99, first: 0, count: 20_000).seeds
      for (first, count) in [
        (0, 1), (4095, 1), (4096, 1), (4095, 2), (4090, 12), (1, 8191), (8192, 4096),
        (12_345, 7655),
      ] {
        let part = SparseSampler.seeds(gamma: gamma, key: 99, first: first, count: count).seeds
        #expect(
          part.elementsEqual(whole[first..<first + count]), "gamma \(gamma): \(first), \(count)")
      }
    }
  }

  @Test(arguments: [0.003, 0.0526, 0.3, 0.97])
  func `seeds are independent with probability gamma`(gamma: Double) {
    expectBernoulli(gamma, Gamma.realised(gamma, by: .sparse)) { key, first, count in
      SparseSampler.seeds(gamma: gamma, key: key, first: first, count: count).seeds
    }
  }
}
