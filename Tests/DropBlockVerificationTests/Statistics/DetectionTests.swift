import Foundation
import Testing

@testable import DropBlockVerification

/// The exact probability that a crowd under `mean` stays below a threshold on `n` coins of `truth`.
private func exactMiss(_ n: Int, mean: Double, truth: Double, logThreshold: Double) -> Double {
  let crowd = Bettors(mean: mean, range: 1)
  return binomialLaw(n, truth).enumerated().reduce(0) {
    crowd.logCapital([n - $1.offset, $1.offset]) >= logThreshold ? $0 : $0 + $1.element
  }
}

@Suite struct DetectionTests {
  @Test(arguments: [(0.1, 0.3), (0.1, 0.5), (0.5, 0.2), (0.02, 0.1), (0.9, 0.99), (0.3, 0.0)])
  func `the bound is never below the exact probability of a miss`(mean: Double, truth: Double) {
    for n in [10, 50, 100, 200] {
      for logThreshold in [1.0, 5, 15] {
        let bound = Detection(observations: n, logThreshold: logThreshold).logMiss(
          .coin(truth), under: mean, bettors: 2 * Bettors.stakesPerSide)
        let exact = exactMiss(n, mean: mean, truth: truth, logThreshold: logThreshold)
        #expect(
          exact <= exp(bound) * (1 + 1e-9),
          "\(mean) → \(truth), n \(n), threshold \(logThreshold): \(exact) > \(exp(bound))")
      }
    }
  }

  @Test func `the bound for any quantity is not below that for coins, which are one`() {
    for (mean, truth) in [(0.1, 0.2), (0.5, 0.4), (0.05, 0.02)] {
      for n in [100, 1_000, 10_000] {
        let detection = Detection(observations: n, logThreshold: 10)
        let coin = detection.logMiss(.coin(truth), under: mean, bettors: 80)
        let bounded = detection.logMiss(
          .bounded(mean: truth, variance: truth * (1 - truth)), under: mean, bettors: 80)
        #expect(bounded >= coin - 1e-9, "\(mean) → \(truth), n \(n): \(bounded) < \(coin)")
      }
    }
  }

  @Test(arguments: [200, 1_000])
  func `the smallest fault is found, and is not far above the exact one`(n: Int) throws {
    let (mean, threshold) = (0.2, 5.0)
    var detection = Detection(observations: n, logThreshold: threshold)
    detection.miss = 1e-3
    let size = try #require(
      detection.smallestFault(upTo: 0.8) { (.coin(mean + $0), mean) })
    let at = exactMiss(n, mean: mean, truth: mean + size, logThreshold: threshold)
    let below = exactMiss(n, mean: mean, truth: mean + size / 1.6, logThreshold: threshold)
    #expect(at <= 1e-3, "\(size): missed with \(at)")
    #expect(below > 1e-3, "\(size / 1.6) would have done: missed with \(below)")
  }

  @Test func `four times the observations find half the fault`() throws {
    func size(_ n: Int) -> Double? {
      Detection(observations: n, logThreshold: 25).smallestFault(upTo: 0.9) {
        (.coin(0.1 + $0), 0.1)
      }
    }
    let (few, many) = (try #require(size(1 << 20)), try #require(size(1 << 22)))
    #expect(abs(few / many - 2) < 0.05, "\(few) and \(many)")
  }

  @Test func `what cannot be found has no smallest fault`() {
    let detection = Detection(observations: 10, logThreshold: 25)
    #expect(detection.smallestFault(upTo: 0.1) { (.coin(0.1 - $0), 0.1) } == nil)
    #expect(
      Detection(observations: 0, logThreshold: 1).logMiss(.coin(1), under: 0.5, bettors: 80) == 0)
  }

  @Test func `under a mean of 0 one observation is enough`() {
    let bound = Detection(observations: 100, logThreshold: 25).logMiss(
      .coin(0.1), under: 0, bettors: 80)
    #expect(abs(bound - 100 * log(0.9)) < 1e-9)
  }
}
