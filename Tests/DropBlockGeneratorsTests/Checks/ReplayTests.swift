import Testing

@testable import DropBlockGenerators

@Suite struct ReplayTests {
  static func counterexample() throws -> Counterexample {
    let report = try PropertyCheck(name: "below", key: 4, cases: 500).run(below(limit: 1_000))
    guard case .fails(let counterexample) = report else {
      throw Rejection(assuming: "the property fails")
    }
    return counterexample
  }

  static func below(limit: Int) -> (inout Draw) throws -> PropertyOutcome {
    { draw in
      let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...limit), count: 0...9))
      let sum = list.reduce(0, +)
      return sum < 700
        ? .holds
        : .fails(PropertyFailure(site: "sum", kind: "too large", message: "\(list)"))
    }
  }

  @Test func `both tokens of a counterexample fail as they did`() throws {
    let found = try Self.counterexample()
    #expect(found.smallest.message == "[700]")
    for (token, failure) in [
      (found.token, found.smallest), (found.caseToken, found.first),
      (found.worstToken, found.worst),
    ] {
      let again = try replay(
        Token(parsing: token.description), name: "below", Self.below(limit: 1_000))
      #expect(!again.isStale)
      #expect(again.outcome == .fails(failure), "\(token)")
    }
  }

  @Test func `a token whose generator changed is stale and reports no outcome`() throws {
    let found = try Self.counterexample()
    for token in [found.token, found.caseToken] {
      for changed in [
        Self.below(limit: 1_001),
        { draw in
          _ = try draw.boolean()
          return try Self.below(limit: 1_000)(&draw)
        },
        { draw in
          let outcome = try Self.below(limit: 1_000)(&draw)
          _ = try draw.boolean()
          return outcome
        },
        { _ in .fails(PropertyFailure(site: "sum", kind: "too large")) },
      ] as [(inout Draw) throws -> PropertyOutcome] {
        let again = try replay(token, name: "below", changed)
        #expect(again.isStale && again.outcome == .discarded, "\(token)")
        #expect(throws: TokenError.stale) {
          _ = try PropertyCheck(name: "below", key: 4).resume(token, changed)
        }
      }
    }
  }

  @Test func `the token of another property is rejected`() throws {
    let found = try Self.counterexample()
    #expect(throws: TokenError.self) {
      _ = try replay(found.token, name: "above", Self.below(limit: 1_000))
    }
  }

  @Test func `a case that passes now says so`() throws {
    let found = try Self.counterexample()
    let fixed = { (draw: inout Draw) throws -> PropertyOutcome in
      _ = try Self.below(limit: 1_000)(&draw)
      return .holds
    }
    let again = try replay(found.token, name: "below", fixed)
    #expect(!again.isStale && again.outcome == .holds)
  }
}
