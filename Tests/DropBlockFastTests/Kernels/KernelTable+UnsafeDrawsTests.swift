import Foundation
import Testing

@testable import DropBlockFast

@Suite struct KernelDrawsTests {
  @Test func `the population of any range is the number of its bits`() {
    var choices = Choices(1)
    var string = BitString(count: 3_000)
    for index in string.words.indices.dropLast() { string.words[index] = choices.next() }
    var before = [0]
    for index in 0..<3_000 { before.append(before[index] + (string[index] ? 1 : 0)) }
    var ranges: [Range<Int>] = []
    for low in 0...140 { for high in low...200 { ranges.append(low..<high) } }
    for _ in 0..<500 {
      let low = choices.int(0...3_000)
      ranges.append(low..<choices.int(low...3_000))
    }
    for (name, table) in kernels {
      let wrong = ranges.first {
        table.population(string, $0) != before[$0.upperBound] - before[$0.lowerBound]
      }
      #expect(wrong == nil, "\(name)")
    }
  }

  @Test func `words of Bernoulli seeds are those of the definition, from any word on`() {
    var choices = Choices(2)
    // Counters pass 2³² at word 2²⁸, and go on to their last.
    let firsts: [UInt64] = [
      0, 1, 2, 3, 0x0FFF_FFFD, 0x0FFF_FFFE, 0x0FFF_FFFF, 0x1000_0000, 0x1000_0001, 1 << 36,
      (1 << 57) + 5, (1 << 60) - 70, choices.next() >> 5,
    ]
    let thresholds: [UInt32] = [
      1, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, .max, .max - 1, 0x0019_0000,
      UInt32(choices.next() >> 32),
    ]
    for threshold in thresholds {
      let seeds = BernoulliSeeds(key: choices.next(), threshold: threshold)
      for first in firsts {
        let wanted = (0..<70).map { seeds.word(first + $0) }
        for (name, table) in kernels {
          for count in [0, 1, 2, 3, 4, 5, 63, 64, 70] {
            var words = Array(repeating: UInt64(0xA5A5), count: count)
            table.bernoulli(seeds, from: first, count: count, into: &words)
            #expect(
              words.hasBytes(of: Array(wanted.prefix(count))),
              "\(name), threshold \(threshold), \(count) words from \(first)")
          }
        }
      }
    }
  }

  @Test func `a word of Bernoulli seeds in the upper counters is that of the oracle`() {
    let seeds = BernoulliSeeds(key: 99, threshold: 1 << 30)
    for (name, table) in kernels {
      var words: [UInt64] = [0, 0, 0]
      table.bernoulli(seeds, from: 0x0FFF_FFFF, count: 3, into: &words)
      for bit in 0..<192 {
        let position = 0x0FFF_FFFF * 64 + UInt64(bit)
        #expect(
          (words[bit / 64] >> UInt64(bit % 64) & 1 == 1)
            == Oracle.isBernoulliSeed(position, gamma: 0.25, key: 99), "\(name), bit \(bit)")
      }
    }
  }

  @Test func `the seeds of a window are those of its draws' gaps`() throws {
    var choices = Choices(3)
    let gammas =
      [
        1e-12, 1e-9, 1e-6, 1e-5, 1e-4, 3e-4, 0.001, 0.0026, 0.01, 0.1, 0.5, 0.9, 0.999,
        1 - 0x1p-53, 0x1p-53,
      ] + (0..<10).map { _ in choices.unit() * choices.unit() }
    for gamma in gammas {
      let law = GapLaw(try #require(GapLaw.q(gamma: gamma)))
      for chunk: UInt64 in [0, 1, 0xFFFF_FFFF, 0x1_0000_0000, choices.next() >> 12] {
        for runs: UInt32 in [1, 2, 4] {
          let window = DrawWindow(
            chunk: chunk, firstDraw: choices.one([0, 16, 48, 1_024, 4_080]), runs: runs,
            cursor: choices.one([0, 0, 1, 2_000, 4_095, 4_096]))
          let key = choices.next()
          let wanted = seeds(of: window, law, key: key)
          for (name, table) in kernels {
            var places = Places(repeating: 0xA5A5)
            table.seeds(law, key: key, window, into: &places)
            // All places beyond the chunk mean the same.
            let got = (0..<64).map { min(Int(places[$0]), 4_096) }
            #expect(got == wanted, "\(name), gamma \(gamma), \(window)")
          }
        }
      }
    }
  }

  @Test func `draws at the edge between two gaps are decided by the definition`() {
    // Q is chosen so that the draw is Sₖ, as nearly as a Double can say: no logarithm can tell.
    for key: UInt64 in 0..<2 {
      let window = DrawWindow(chunk: 5, firstDraw: 0, runs: 1, cursor: 0)
      var draws: [UInt64] = []
      window.forEachDraw(key: key) { _, draw in draws.append(draw) }
      for first in stride(from: 0, to: 64, by: window.drawsPerChunk) {
        for k in [1, 2, 3, 7, 50, 400, 3_000] {
          let share = pow(Double(draws[first]) * 0x1p-64, 1 / Double(k))
          for share in [share.nextDown, share, share.nextUp] where share < 1 {
            let law = GapLaw(UInt64(share * 0x1p64))
            let wanted = seeds(of: window, law, key: key)
            for (name, table) in kernels {
              var places = Places(repeating: 0xA5A5)
              table.seeds(law, key: key, window, into: &places)
              let got = (0..<64).map { min(Int(places[$0]), 4_096) }
              #expect(got == wanted, "\(name), key \(key), gap \(k), share \(share)")
            }
          }
        }
      }
    }
  }

  /// The places of a window's seeds, by the definition; 4096 for all that lie beyond the chunk.
  private func seeds(of window: DrawWindow, _ law: GapLaw, key: UInt64) -> [Int] {
    var places: [Int] = []
    var cursor = 0
    window.forEachDraw(key: key) { index, draw in
      if index % window.drawsPerChunk == 0 { cursor = Int(window.cursor) }
      let place = min(cursor + law.step(draw), 4_096)
      places.append(place)
      cursor = min(place + 1, 4_096)
    }
    return places
  }

  @Test func `draws of a chunk are the words of its counters`() {
    for (chunk, first, runs): (UInt64, UInt32, UInt32) in [
      (0, 0, 1), (7, 16, 4), (0x1_0000_0002, 32, 2), (1 << 50, 4_080, 4), (0xFFFF_FFFE, 0, 1),
    ] {
      let window = DrawWindow(chunk: chunk, firstDraw: first, runs: runs, cursor: 0)
      window.forEachDraw(key: 0x1234_5678_9ABC_DEF0) { index, draw in
        let owner = chunk + UInt64(index / window.drawsPerChunk)
        let number = first + UInt32(index % window.drawsPerChunk)
        let words = Oracle.philox(
          [
            UInt32(truncatingIfNeeded: owner), UInt32(truncatingIfNeeded: owner >> 32), number / 2,
            1,
          ], key: 0x1234_5678_9ABC_DEF0)
        let half = Int(number % 2) * 2
        #expect(draw == UInt64(words[half]) | UInt64(words[half + 1]) << 32, "\(index)")
      }
    }
  }
}
