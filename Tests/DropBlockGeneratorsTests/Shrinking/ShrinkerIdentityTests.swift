import Testing

@testable import DropBlockGenerators

@Suite struct ShrinkerIdentityTests {
  @Test func `a large deviation is not traded for a small one`() throws {
    let check = PropertyCheck(name: "large", key: 3, cases: 1_000)
    let report = try check.run { draw in
      let error = Double(try draw.integer(in: 0...1_000_000)) / 1_000
      return error <= 500 ? .holds : .fails(PropertyFailure(site: "s", kind: "k", magnitude: error))
    }
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(found.first.magnitudeBucket == 6)
    #expect(found.smallest.magnitude == 500.001, "\(found)")
    #expect(found.worst.magnitude >= found.first.magnitude)
    let slipping = try check.run { draw in
      let number = Double(try draw.integer(in: 0...1_000_000))
      if number < 10 { return .holds }
      if number < 600_000 {
        return .fails(PropertyFailure(site: "other", kind: "k", magnitude: 1_000))
      }
      return .fails(PropertyFailure(site: "s", kind: "k", magnitude: number / 10_000))
    }
    guard case .fails(let kept) = slipping else {
      Issue.record("got \(slipping)")
      return
    }
    #expect(kept.smallest.site == kept.first.site)
  }
}
