import Testing

@testable import DropBlockGenerators

@Suite struct PropertyFailureTests {
  @Test func `magnitudes are counted in powers of two up to 64`() {
    let expected: [(Double, Int)] = [
      (-1, 0), (0, 0), (0.5, 0), (1, 0), (1.99, 0), (2, 1), (3.9, 1), (4, 2), (63.9, 5), (64, 6),
      (1e300, 6), (.infinity, 6), (.nan, 6), (-.infinity, 0), (.leastNonzeroMagnitude, 0),
    ]
    for (magnitude, bucket) in expected {
      let failure = PropertyFailure(site: "s", kind: "k", magnitude: magnitude)
      #expect(failure.magnitudeBucket == bucket, "magnitude \(magnitude)")
    }
  }

  @Test func `a deviation may halve, but not become marginal, nor another failure`() {
    func failure(_ magnitude: Double, site: String = "s", kind: String = "k") -> PropertyFailure {
      PropertyFailure(site: site, kind: kind, magnitude: magnitude, message: "\(magnitude)")
    }
    #expect(failure(8).isSame(as: failure(16)))
    #expect(!failure(7).isSame(as: failure(16)))
    #expect(!failure(1.5).isSame(as: failure(2)))
    #expect(failure(1.5).isSame(as: failure(1)))
    #expect(failure(1_000).isSame(as: failure(1)))
    #expect(!failure(4, site: "t").isSame(as: failure(4)))
    #expect(!failure(4, kind: "l").isSame(as: failure(4)))
  }

  @Test func `a NaN is worse than any number`() {
    func failure(_ magnitude: Double) -> PropertyFailure {
      PropertyFailure(site: "a", kind: "b", magnitude: magnitude)
    }
    #expect(failure(.nan).isWorse(than: failure(.infinity)))
    #expect(!failure(.infinity).isWorse(than: failure(.nan)))
    #expect(!failure(.nan).isWorse(than: failure(.nan)))
    #expect(failure(3).isWorse(than: failure(2)) && !failure(2).isWorse(than: failure(3)))
  }
}
