import Foundation
import Testing

@testable import Verification

/// The probability of every count of `n` coins of probability `p`.
private func binomialLaw(_ n: Int, _ p: Double) -> [Double] {
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

@Suite struct TailBoundsTests {
  @Test(arguments: [0.001, 0.01, 0.1, 0.25, 0.5, 0.7, 0.9, 0.999])
  func `a binomial bound is never below the exact probability of looking as wrong`(p: Double) {
    for n in 1...60 {
      let law = binomialLaw(n, p)
      let tails = law.indices.map { TailBounds.binomial($0, of: n, probability: p) }
      for count in law.indices {
        let exact = law.indices.filter { tails[$0] <= tails[count] }.reduce(0) { $0 + law[$1] }
        #expect(
          exact <= exp(tails[count]) * (1 + 1e-12),
          "n \(n), p \(p), count \(count): exact \(exact), bound \(exp(tails[count]))")
      }
    }
  }

  @Test func `a binomial bound is within a small factor of the exact tail far out`() {
    // Otherwise it would be a bound that finds nothing: 2·(n + 1) is what Chernoff's proof loses.
    let (n, p) = (200, 0.1)
    let law = binomialLaw(n, p)
    for count in [40, 60, 100] {
      let exact = law[count...].reduce(0, +)
      let bound = exp(TailBounds.binomial(count, of: n, probability: p))
      #expect(bound <= exact * 2 * Double(n + 1), "count \(count): exact \(exact), bound \(bound)")
    }
  }

  @Test func `counts that cannot be have the bound 0, and no trials say nothing`() {
    #expect(TailBounds.binomial(1, of: 10, probability: 0) == -.infinity)
    #expect(TailBounds.binomial(9, of: 10, probability: 1) == -.infinity)
    #expect(TailBounds.binomial(0, of: 10, probability: 0) == 0)
    #expect(TailBounds.binomial(10, of: 10, probability: 1) == 0)
    #expect(TailBounds.binomial(0, of: 0, probability: 0.5) == 0)
    #expect(TailBounds.binomial(5, of: 10, probability: 0.5) == 0)
  }

  @Test(arguments: [
    [(0, 0.9), (1, 0.1)], [(0, 0.5), (1, 0.5)], [(0, 0.97), (7, 0.03)],
    [(0, 0.3), (1, 0.3), (5, 0.4)], [(0, 0.99), (3, 0.005), (20, 0.005)],
  ])
  func `a Bernstein bound is never below the exact probability`(law: [(value: Int, p: Double)]) {
    let mean = law.reduce(0) { $0 + Double($1.value) * $1.p }
    let variance = law.reduce(0) {
      $0 + (Double($1.value) - mean) * (Double($1.value) - mean) * $1.p
    }
    let range = law.map { abs(Double($0.value) - mean) }.max() ?? 0
    var sums = [0: 1.0]
    for n in 1...40 {
      var next: [Int: Double] = [:]
      for (sum, probability) in sums {
        for term in law { next[sum + term.value, default: 0] += probability * term.p }
      }
      sums = next
      for sum in sums.keys {
        let deviation = Double(sum) - Double(n) * mean
        let exact = sums.filter { abs(Double($0.key) - Double(n) * mean) >= abs(deviation) - 1e-9 }
          .values.reduce(0, +)
        let bound = exp(
          TailBounds.sum(deviation: deviation, terms: n, variance: variance, range: range))
        #expect(
          exact <= bound * (1 + 1e-9),
          "law \(law), n \(n), sum \(sum): exact \(exact), bound \(bound)")
      }
    }
  }

  @Test
  func `a sum without deviation is as likely as anything, and one of constants can't deviate`() {
    #expect(TailBounds.sum(deviation: 0, terms: 0, variance: 0, range: 0) == 0)
    #expect(TailBounds.sum(deviation: 1, terms: 5, variance: 0, range: 0) == -.infinity)
    #expect(
      TailBounds.sum(deviation: -3, terms: 5, variance: 1, range: 1)
        == TailBounds.sum(deviation: 3, terms: 5, variance: 1, range: 1))
  }
}
