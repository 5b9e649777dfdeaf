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

  @Test func `details stand in for a message, and have no part in equality`() {
    var failure = PropertyFailure(site: "a", kind: "b", details: 17)
    #expect(failure.description == "a: b, magnitude 1.0, 17")
    #expect(failure.details as? Int == 17)
    #expect(failure == PropertyFailure(site: "a", kind: "b"))
    #expect(failure.hashValue == PropertyFailure(site: "a", kind: "b").hashValue)
    failure.message = "in words"
    #expect(failure.description == "a: b, magnitude 1.0, in words")
    #expect(failure != PropertyFailure(site: "a", kind: "b"))
  }

  @Test func `a counterexample has the details of its smallest case`() throws {
    let check = PropertyCheck(name: "details", key: 1, cases: 100)
    let report = try check.run { draw in
      let number = try draw.integer(in: 0...1_000_000, towards: 0)
      return number < 700
        ? .holds : .fails(PropertyFailure(site: "s", kind: "k", details: number))
    }
    guard case .fails(let counterexample) = report else {
      Issue.record("\(report)")
      return
    }
    #expect(counterexample.smallest.details as? Int64 == 700)
  }
}
