import Testing

@testable import DropBlockGenerators

@Suite struct CoverTests {
  @Test func `a share outside 0...1 is the bound next to it`() {
    let expected: [(Double, Double)] = [
      (-1, 0), (0, 0), (0.3, 0.3), (1, 1), (20, 1), (.infinity, 1), (.nan, 1),
    ]
    for (given, share) in expected {
      #expect(Cover("c", atLeast: given).share == share, "\(given)")
    }
  }

  @Test func `no hit at all is not covered, once there are cases enough`() {
    var count = CoverCount(Cover("never", atLeast: 0.5), errorRate: 1e-9)
    var undecided = 0
    while count.verdict == .undecided, undecided < 1_000 {
      count.count(isHit: false)
      undecided += 1
    }
    // 2ⁿ / (n + 1) comes to 10⁹ at n = 36.
    #expect(count.verdict == .notCovered && undecided == 36, "after \(undecided)")
    #expect(count.limits.lowerBound == 0 && count.limits.upperBound < 0.5)
    for _ in 0..<10_000 { count.count(isHit: true) }
    #expect(count.verdict == .notCovered && count.hits == 10_000)
    #expect(count.description.contains("10000 of 10036 cases"))
  }

  @Test func `a share of 0 is covered, and a share of 1 is not after one miss`() {
    #expect(CoverCount(Cover("c", atLeast: 0), errorRate: 1e-9).verdict == .covered)
    var count = CoverCount(Cover("c", atLeast: 1), errorRate: 1e-9)
    for _ in 0..<100 { count.count(isHit: true) }
    #expect(count.verdict == .undecided)
    count.count(isHit: false)
    #expect(count.verdict == .notCovered)
  }
}
