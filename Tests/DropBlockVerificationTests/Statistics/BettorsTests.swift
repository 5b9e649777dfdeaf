import Foundation
import Testing

@testable import DropBlockVerification

/// The probability of every count of `n` coins of probability `p`.
func binomialLaw(_ n: Int, _ p: Double) -> [Double] {
  var law = [1.0]
  for _ in 0..<n {
    var next = [Double](repeating: 0, count: law.count + 1)
    for (count, probability) in law.enumerated() {
      next[count] += probability * (1 - p)
      next[count + 1] += probability * p
    }
    law = next
  }
  return law
}

@Suite struct BettorsTests {
  @Test(arguments: [0.001, 0.1, 0.25, 0.5, 0.9, 0.999])
  func `on coins of the supposed mean a crowd owns 1 in the mean`(p: Double) {
    for side in [Bettors.Side.either, .below, .above] {
      let crowd = Bettors(mean: p, range: 1, side: side)
      for n in [1, 2, 7, 30] {
        let mean = binomialLaw(n, p).enumerated().reduce(0) {
          $0 + $1.element * exp(crowd.logCapital([n - $1.offset, $1.offset]))
        }
        #expect(abs(mean - 1) < 1e-9, "p \(p), n \(n), \(side): \(mean)")
      }
    }
  }

  @Test func `on any bounded quantity of the supposed mean a crowd owns 1 in the mean`() {
    // Values 0, 1, 2, 3 of 3 with these probabilities; the mean is 0.4.
    let law = [0.4, 0.2, 0.2, 0.2]
    let crowd = Bettors(mean: (0.2 + 0.4 + 0.6) / 3, range: 3)
    var mean = 0.0
    for first in 0...3 {
      for second in 0...3 {
        for third in 0...3 {
          var counts = [0, 0, 0, 0]
          for value in [first, second, third] { counts[value] += 1 }
          mean += law[first] * law[second] * law[third] * exp(crowd.logCapital(counts))
        }
      }
    }
    #expect(abs(mean - 1) < 1e-12, "\(mean)")
  }

  @Test func `a one-sided crowd loses in the mean where its side is wrong`() {
    for (side, mean) in [(Bettors.Side.above, 0.25), (.below, 0.35)] {
      // Evidence against E[X] ≤ 0.3, of coins of 0.25; and the other way round.
      let crowd = Bettors(mean: 0.3, range: 1, side: side)
      for n in [1, 10, 40] {
        let capital = binomialLaw(n, mean).enumerated().reduce(0) {
          $0 + $1.element * exp(crowd.logCapital([n - $1.offset, $1.offset]))
        }
        #expect(capital < 1, "\(side), n \(n): \(capital)")
      }
    }
  }

  @Test func `paths of correct coins cross a threshold no more often than Ville allows`() {
    let crowd = Bettors(mean: 0.1, range: 1)
    var generator = SplitMix(seed: 7)
    var crossings = 0
    let paths = 400
    for _ in 0..<paths {
      var counts = [0, 0]
      var isCrossed = false
      for toss in 1...400 {
        counts[generator.next() % 10 == 0 ? 1 : 0] += 1
        if toss % 4 == 0, crowd.logCapital(counts) >= log(10) { isCrossed = true }
      }
      crossings += isCrossed ? 1 : 0
    }
    // 40 are allowed in the mean; 75 or more would be seen with probability below 10⁻⁷.
    #expect(crossings < 75, "\(crossings) of \(paths)")
  }

  @Test func `evidence grows where the mean is off, on either side, and only there`() {
    let crowd = Bettors(mean: 0.1, range: 1)
    #expect(crowd.logCapital([90_000, 10_000]) < 0)
    #expect(crowd.logCapital([88_000, 12_000]) > 100)
    #expect(crowd.logCapital([92_000, 8_000]) > 100)
  }

  @Test func `what cannot be is infinite evidence, and nothing seen is none`() {
    #expect(Bettors(mean: 0, range: 1).logCapital([1_000, 1]) == .infinity)
    #expect(Bettors(mean: 0, range: 1).logCapital([1_000, 0]) == 0)
    #expect(Bettors(mean: 1, range: 4).logCapital([0, 0, 0, 1, 9]) == .infinity)
    #expect(Bettors(mean: 1, range: 4).logCapital([0, 0, 0, 0, 9]) == 0)
    #expect(Bettors(mean: 0.3, range: 1).logCapital([0, 0]) == 0)
    #expect(Bettors(mean: 0.3, range: 1).logCapital([]) == 0)
  }
}
