import DropBlockContract
import DropBlockReference
import Testing

@Suite struct BernoulliSamplerTests {
  @Test func `position q takes word q mod 4 of counter q div 4`() {
    let key: UInt64 = 0xFEED_FACE_CAFE_BEEF
    let gamma = 0.3
    for first in [0, 1, 2, 3, 4, 4093, (1 << 34) - 2, (1 << 60) + 5] {
      let got = BernoulliSampler.seeds(gamma: gamma, key: key, first: first, count: 9).seeds
      for (index, seed) in got.enumerated() {
        let q = UInt64(first + index)
        let block = Philox4x32.block(
          counter: (UInt32(q >> 2 & 0xFFFF_FFFF), UInt32(q >> 34), 0, 0), key: key)
        let word: UInt32 =
          switch q & 3 {
          case 0: block.0
          case 1: block.1
          case 2: block.2
          default: block.3
          }
        // round(0.3 · 2³²) = 1,288,490,189
        #expect(seed == (word < 1_288_490_189), "position \(q), word \(word)")
      }
    }
  }

  @Test func `T is gamma · 2³² rounded, ties away from zero`() {
    for (gamma, threshold) in [
      (0.0, 0), (1.0, 1 << 32), (0.5, 1 << 31), (0x1p-33, 1), (0x1.8p-32, 2), (0x1.4p-31, 3),
      (0x1.FFFFFp-34, 0), (1e-300, 0), (1 - 0x1p-53, 1 << 32), (0.3, 1_288_490_189),
    ] {
      #expect(BernoulliSampler.threshold(gamma: gamma) == UInt64(threshold), "gamma \(gamma)")
    }
  }

  @Test func `gamma 1 seeds every position, gamma 0 none, and all draw a word each`() {
    let all = BernoulliSampler.seeds(gamma: 1, key: 7, first: 3, count: 5000)
    #expect(all.seeds.allSatisfy { $0 })
    #expect(all.words == 5000)
    let none = BernoulliSampler.seeds(gamma: 1e-300, key: 7, first: 3, count: 5000)
    #expect(!none.seeds.contains(true))
    #expect(BernoulliSampler.seeds(gamma: 0.5, key: 7, first: 3, count: 0).seeds.isEmpty)
  }

  @Test func `a part equals that part of the whole`() {
    let whole = BernoulliSampler.seeds(gamma: 0.4, key: 99, first: 0, count: 10_000).seeds
    for (first, count) in [(0, 1), (1, 4), (7, 4100), (4095, 2), (5000, 5000)] {
      let part = BernoulliSampler.seeds(gamma: 0.4, key: 99, first: first, count: count).seeds
      #expect(part.elementsEqual(whole[first..<first + count]), "\(first), \(count)")
    }
  }

  @Test(arguments: [0.003, 0.0526, 0.3, 0.97])
  func `seeds are independent with probability gamma`(gamma: Double) {
    expectBernoulli(gamma, Gamma.realised(gamma, by: .bernoulli)) { key, first, count in
      BernoulliSampler.seeds(gamma: gamma, key: key, first: first, count: count).seeds
    }
  }
}
