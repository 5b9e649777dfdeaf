import Foundation
import Testing

@testable import DropBlockGenerators

@Suite struct CoverEvidenceTests {
  /// Words of a number of runs, repeatable.
  static func runs(_ count: Int, of cases: Int, share: Double, _ body: ([Bool]) -> Void) {
    let limit = UInt64(share * 0x1p53)
    for run in 0..<count {
      var stream = CaseStream(key: 11, property: UInt64(share * 1e6), caseIndex: UInt64(run))
      body((0..<cases).map { _ in stream.next() >> 11 < limit })
    }
  }

  /// The least count that `trials` coins of a probability come to with a chance of at most 10⁻⁹.
  static func limit(trials: Int, probability p: Double) -> Int {
    var tail = 0.0
    for count in stride(from: trials, through: 0, by: -1) {
      let (k, n) = (Double(count), Double(trials))
      let ways: Double = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
      tail += exp(ways + k * log(p) + (n - k) * log(1 - p))
      if tail > 1e-9 { return count + 1 }
    }
    return 0
  }

  static func verdicts(
    _ runs: Int, of cases: Int, share: Double, asked: Double, errorRate: Double
  ) -> [CoverCount.Verdict: Int] {
    var verdicts: [CoverCount.Verdict: Int] = [:]
    Self.runs(runs, of: cases, share: share) { hits in
      var count = CoverCount(Cover("c", atLeast: asked), errorRate: errorRate)
      for hit in hits { count.count(isHit: hit) }
      verdicts[count.verdict, default: 0] += 1
    }
    return verdicts
  }

  @Test(arguments: [0.01, 0.05, 0.3, 0.5, 0.8, 0.99])
  func `the ratio is the product of what each case adds`(share: Double) {
    Self.runs(3, of: 500, share: 0.4) { cases in
      var logarithm = 0.0
      var hits = 0
      for (place, hit) in cases.enumerated() {
        // By Laplace's rule of succession.
        let hitChance = Double(hits + 1) / Double(place + 2)
        logarithm += hit ? log(hitChance / share) : log((1 - hitChance) / (1 - share))
        if hit { hits += 1 }
        let ratio = CoverEvidence.logRatio(hits: hits, cases: place + 1, share: share)
        #expect(abs(ratio - logarithm) < 1e-9, "case \(place), expected \(logarithm), got \(ratio)")
      }
    }
  }

  @Test func `the ratio at the bounds 0 and 1 is infinite once they are ruled out`() {
    #expect(CoverEvidence.logRatio(hits: 0, cases: 0, share: 0.5) == 0)
    #expect(CoverEvidence.logRatio(hits: 4, cases: 5, share: 1) == .infinity)
    #expect(CoverEvidence.logRatio(hits: 1, cases: 5, share: 0) == .infinity)
    #expect(abs(CoverEvidence.logRatio(hits: 5, cases: 5, share: 1) + log(6)) < 1e-12)
    #expect(abs(CoverEvidence.logRatio(hits: 0, cases: 5, share: 0) + log(6)) < 1e-12)
  }

  @Test(arguments: [0.02, 0.1, 0.5, 0.9])
  func `at the share asked for, verdicts are as rare as stated`(share: Double) {
    let verdicts = Self.verdicts(2_000, of: 500, share: share, asked: share, errorRate: 0.05)
    let wrong = 2_000 - (verdicts[.undecided] ?? 0)
    let limit = Self.limit(trials: 2_000, probability: 0.05)
    #expect(wrong < limit, "\(verdicts), at most \(limit) expected")
    #expect(wrong > 0)
  }

  @Test(arguments: [(0.12, 0.1), (0.55, 0.5), (0.93, 0.9)])
  func `near the share asked for, wrong verdicts are as rare as stated`(
    larger: Double, smaller: Double
  ) {
    let limit = Self.limit(trials: 2_000, probability: 0.05)
    let above = Self.verdicts(2_000, of: 300, share: larger, asked: smaller, errorRate: 0.05)
    #expect(above[.notCovered] ?? 0 < limit, "\(above)")
    let below = Self.verdicts(2_000, of: 300, share: smaller, asked: larger, errorRate: 0.05)
    #expect(below[.covered] ?? 0 < limit, "\(below)")
  }

  @Test(arguments: [(0.5, 0.2), (0.2, 0.02), (0.99, 0.7)])
  func `clear cases are decided at the default rate`(larger: Double, smaller: Double) {
    let above = Self.verdicts(300, of: 500, share: larger, asked: smaller, errorRate: 1e-9)
    #expect(above == [.covered: 300])
    let below = Self.verdicts(300, of: 500, share: smaller, asked: larger, errorRate: 1e-9)
    #expect(below == [.notCovered: 300])
  }

  @Test(arguments: [0.0, 0.03, 0.5, 1.0])
  func `the limits hold the true share after every case, as often as stated`(share: Double) {
    var lost = 0
    Self.runs(400, of: 100, share: share) { cases in
      var hits = 0
      var isLost = false
      for (place, hit) in cases.enumerated() {
        if hit { hits += 1 }
        let limits = CoverEvidence.limits(hits: hits, cases: place + 1, errorRate: 0.05)
        if !limits.contains(share) { isLost = true }
        #expect(limits.contains(Double(hits) / Double(place + 1)))
      }
      if isLost { lost += 1 }
    }
    #expect(lost < Self.limit(trials: 400, probability: 0.05), "\(lost) of 400")
  }
}
