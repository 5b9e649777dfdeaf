import Testing

@testable import DropBlockFast

@Suite struct BernoulliSeedsTests {
  @Test func `bit i of a word is grid position 64 · index + i`() throws {
    for gamma in [0.001, 0.25, 0.5, 0.999] {
      let threshold = try #require(UInt32(exactly: BernoulliSeeds.threshold(gamma: gamma)))
      let seeds = BernoulliSeeds(key: 77, threshold: threshold)
      for index: UInt64 in [0, 1, 5, 0x0FFF_FFFF, 0x1000_0000, 1 << 40] {
        let word = seeds.word(index)
        for bit: UInt64 in 0..<64 {
          let wanted = Oracle.isBernoulliSeed(index * 64 + bit, gamma: gamma, key: 77)
          #expect((word >> bit & 1 == 1) == wanted, "gamma \(gamma), word \(index), bit \(bit)")
        }
      }
    }
  }

  @Test func `the threshold is gamma · 2³², rounded with ties away from zero`() {
    #expect(BernoulliSeeds.threshold(gamma: 0) == 0)
    #expect(BernoulliSeeds.threshold(gamma: 0x1p-33) == 1)
    #expect(BernoulliSeeds.threshold(gamma: 0x1.fffffp-34) == 0)
    #expect(BernoulliSeeds.threshold(gamma: 1 - 0x1p-33) == 1 << 32)
    #expect(BernoulliSeeds.threshold(gamma: 1 - 0x1p-32) == (1 << 32) - 1)
    #expect(BernoulliSeeds.threshold(gamma: 1) == 1 << 32)
  }

  @Test func `the least and the greatest threshold divide the words there`() {
    // The published block of counter 0 at key 0: a word is a seed when it is below the threshold.
    for (bit, word) in PhiloxTests.known[0].block.enumerated() {
      let mask: UInt64 = 1 << UInt64(bit)
      #expect(BernoulliSeeds(key: 0, threshold: word).word(0) & mask == 0, "word \(bit)")
      #expect(BernoulliSeeds(key: 0, threshold: word + 1).word(0) & mask != 0, "word \(bit)")
    }
    #expect(BernoulliSeeds(key: 0, threshold: .max).word(0) == .max)
    #expect(BernoulliSeeds(key: 0, threshold: 1).word(0) == 0)
  }
}
