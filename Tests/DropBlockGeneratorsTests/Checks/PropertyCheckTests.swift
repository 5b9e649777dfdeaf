import Testing

@testable import DropBlockGenerators

@Suite struct PropertyCheckTests {
  struct Stop: Error, Equatable {}

  @Test func `the same key gives the same cases, in a run and alone`() throws {
    func cases(key: UInt64) throws -> [String] {
      var seen: [String] = []
      _ = try PropertyCheck(name: "same", key: key, cases: 100).run { draw in
        seen.append(try draw(DrawTests.everything))
        return .holds
      }
      return seen
    }
    let run = try cases(key: 5)
    #expect(try cases(key: 5) == run)
    #expect(try cases(key: 6) != run)
    for (caseIndex, value) in run.enumerated() {
      var draw = Draw(key: 5, caseIndex: UInt64(caseIndex), property: "same")
      let drawn1 = try draw(DrawTests.everything)
      #expect(drawn1 == value, "case \(caseIndex)")
    }
    var rest: [String] = []
    _ = try PropertyCheck(name: "same", key: 5, cases: 40, firstCase: 60).run { draw in
      rest.append(try draw(DrawTests.everything))
      return .holds
    }
    #expect(rest == Array(run[60...]))
  }

  @Test func `a run counts cases, discards, labels and progress`() throws {
    var progress: [Int] = []
    let report = try PropertyCheck(name: "counts", key: 1, cases: 50).run(
      progress: { progress.append($0) }
    ) { draw in
      let number = try draw.integer(in: 0...9)
      try draw.assume(number != 3, "not three")
      draw.label(number % 2 == 0 ? "even" : "odd")
      draw.label("any")
      draw.label("any")
      return number == 4 ? .discarded : .holds
    }
    guard case .holds(let cases, let discarded, let run) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(cases == 50 && discarded > 0)
    #expect(progress == Array(1...50))
    #expect(run.labels["any"] == 50)
    #expect((run.labels["even"] ?? 0) + (run.labels["odd"] ?? 0) == 50)
  }

  @Test func `a filter that nothing passes is an error that names it`() throws {
    let never = Generator<Int>.integers(in: 0...9).filter("above nine") { $0 > 9 }
    let report = try PropertyCheck(name: "never", key: 1, cases: 100).run { draw in
      _ = try draw(never)
      return .holds
    }
    guard case .exhausted(0, let discarded, let run) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(discarded == 1_000)
    #expect(
      run.rejections == [
        .rejection(Rejection(generator: "above nine", reason: .filtered(attempts: 100))): 1_000
      ])
    #expect(report.description.contains("above nine"))
    #expect(!report.holds)
  }

  @Test func `a discard is counted for the property, the precondition or the generator`() throws {
    let odd = Generator<Int>.integers(in: 0...99).filter("odd", attempts: 1) { $0 & 1 == 1 }
    let check = PropertyCheck(name: "sources", key: 1, cases: 1_000, discardsPerCase: 0)
    let report = try check.run { draw in
      let number = try draw(odd)
      // A precondition may say of itself what a report says of the property.
      try draw.assume(number != 3, "the property: discarded")
      return .discarded
    }
    let filtered = Rejection(generator: "odd", reason: .filtered(attempts: 1))
    let assumed = Rejection(assuming: "the property: discarded")
    let rejections = report.run.rejections
    #expect(Set(rejections.keys) == [.property, .rejection(filtered), .rejection(assumed)])
    #expect(rejections.values.reduce(0, +) == 1_000)
    let own = try #require(rejections[.property])
    #expect(report.description.contains("; \(own) × the property: discarded;"), "\(report)")
    #expect(report.description.contains(" × odd: no value passed the filter in 1 attempts"))
  }

  @Test func `too many discards are an error, not a pass`() throws {
    let report = try PropertyCheck(name: "few", key: 1, cases: 200).run { draw in
      try draw.integer(in: 0...99) == 50 ? .holds : .discarded
    }
    guard case .exhausted(let cases, let discarded, _) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(cases > 0 && cases < 200 && discarded == 2_001, "got \(report)")
  }

  @Test func `a generator without a value ends the run at once, by name`() throws {
    let bad: [(String, Generator<Int>)] = [
      ("element(of:)", .element(of: [])), ("oneOf", .oneOf([])), ("weighted", .weighted([])),
      ("weighted", .weighted([(0, .constant(1))])), ("weighted", .weighted([(-1, .constant(1))])),
      ("weighted", .weighted([(.max, .constant(1)), (1, .constant(2))])),
      ("arrays", Generator<[Int]>.arrays(of: .constant(1), count: -2...3).map(\.count)),
      ("arrays", Generator<[Int]>.arrays(of: .constant(1), count: .max ... .max).map(\.count)),
    ]
    for (name, generator) in bad {
      let report = try PropertyCheck(name: "bad", key: 1).run { draw in
        _ = try draw(generator)
        return .holds
      }
      guard case .exhausted(0, 1, let run) = report else {
        Issue.record("\(name): \(report)")
        continue
      }
      let rejections = run.rejections
      #expect(rejections.keys.allSatisfy { "\($0)".hasPrefix(name) }, "\(name): \(rejections)")
    }
  }

  @Test func `another error ends the run and comes out of it`() {
    #expect(throws: Stop()) {
      _ = try PropertyCheck(name: "stop", key: 1).run { draw in
        if try draw.boolean() { throw Stop() }
        return .holds
      }
    }
  }

  @Test func `an error while shrinking keeps the failure and is reported`() throws {
    let report = try PropertyCheck(name: "late", key: 1).run { draw in
      let number = try draw.integer(in: 0...1_000)
      if number == 0, draw.source == .replay { throw Stop() }
      return number < 300 ? .holds : .fails(PropertyFailure(site: "late", kind: "large"))
    }
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(!found.shrinkFinished && found.interruption == "Stop()")
  }

  @Test func `a property that draws otherwise after equal choices is reported`() throws {
    var calls = 0
    let report = try PropertyCheck(name: "flaky", key: 1).run { draw in
      calls += 1
      let number = try draw.integer(in: 0...(calls % 2 == 0 ? 1_000 : 1_001))
      let other = try draw.integer(in: 0...(calls % 3 == 0 ? 1_000 : 1_001))
      return number + other < 300 ? .holds : .fails(PropertyFailure(site: "flaky", kind: "large"))
    }
    guard case .fails(let found) = report else {
      Issue.record("got \(report)")
      return
    }
    #expect(!found.shrinkFinished && found.interruption?.contains("differently") == true)
  }

  @Test func `the failure is reported before it is shrunk`() throws {
    var events: [String] = []
    _ = try PropertyCheck(name: "early", key: 1).run(
      found: { token, failure in events.append("found \(failure.kind) \(token)") }
    ) { draw in
      let number = try draw.integer(in: 0...1_000)
      events.append("call")
      return number < 300 ? .holds : .fails(PropertyFailure(site: "early", kind: "large"))
    }
    let place = events.firstIndex { $0.hasPrefix("found large dbp1.") }
    #expect(
      place.map { $0 < events.count - 1 && events[..<$0].allSatisfy { $0 == "call" } } == true)
  }

  @Test func `the budget ends shrinking, and its token goes on`() throws {
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...1_000), count: 0...50))
      return list.reduce(0, +) < 1_500
        ? .holds : .fails(PropertyFailure(site: "sum", kind: "large", message: "\(list)"))
    }
    let check = PropertyCheck(name: "budget", key: 1, cases: 500, shrinkEvaluations: 3)
    guard case .fails(let found) = try check.run(property) else {
      Issue.record("no failure")
      return
    }
    #expect(!found.shrinkFinished && found.evaluations == 3)
    let more = PropertyCheck(name: "budget", key: 99)
    guard case .fails(let smaller) = try more.resume(found.token, property) else {
      Issue.record("no failure")
      return
    }
    #expect(smaller.shrinkFinished && smaller.smallest.message == "[500, 1000]")
    let none = PropertyCheck(name: "budget", key: 1, cases: 500, shrinkEvaluations: 0)
    guard case .fails(let asFound) = try none.run(property) else {
      Issue.record("no failure")
      return
    }
    #expect(asFound.evaluations == 0 && asFound.smallest == asFound.first)
  }

  @Test func `time ends shrinking, and the token goes on`() throws {
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...1_000), count: 0...50))
      return list.reduce(0, +) < 1_500
        ? .holds : .fails(PropertyFailure(site: "sum", kind: "large", message: "\(list)"))
    }
    for seconds: Double in [0, -1, .nan, -Double.infinity] {
      let check = PropertyCheck(name: "time", key: 1, cases: 500, shrinkSeconds: seconds)
      guard case .fails(let found) = try check.run(property) else {
        Issue.record("no failure")
        return
      }
      #expect(found.isTimeUp && !found.shrinkFinished && found.interruption == nil)
      #expect(found.evaluations == 0 && found.smallest == found.first)
      #expect(found.description.contains("not finished in time"))
      for enough: Double in [1e3, Double.infinity] {
        let more = PropertyCheck(name: "time", key: 99, shrinkSeconds: enough)
        guard case .fails(let smaller) = try more.resume(found.token, property) else {
          Issue.record("no failure")
          return
        }
        #expect(
          smaller.shrinkFinished && !smaller.isTimeUp
            && smaller.origin == Counterexample.Origin.token)
        #expect(smaller.smallest.message == "[500, 1000]")
      }
    }
  }

  @Test func `the best so far is kept when time is up`() throws {
    var calls = 0
    let check = PropertyCheck(name: "slow", key: 1, cases: 500, shrinkSeconds: 0.05)
    let report = try check.run { draw in
      let number = try draw.integer(in: 0...1_000_000)
      guard number >= 1_000 else { return .holds }
      calls += 1
      // The third call outlasts the time; those before it do not need any.
      if calls == 3 {
        let end = ContinuousClock.now + .milliseconds(60)
        while ContinuousClock.now < end {}
      }
      return .fails(PropertyFailure(site: "slow", kind: "large", message: "\(number)"))
    }
    guard case .fails(let found) = report else {
      Issue.record("no failure")
      return
    }
    #expect(found.isTimeUp && calls == 3, "\(calls) calls, \(found)")
    #expect(found.smallest.message != found.first.message)
  }

  @Test func `resuming from exact choices keeps the power of two of a deviation`() throws {
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let number = try draw.integer(in: 0...1_000)
      return number == 0
        ? .holds
        : .fails(
          PropertyFailure(site: "s", kind: "k", magnitude: Double(number), message: "\(number)"))
    }
    let check = PropertyCheck(name: "large", key: 1)
    let start = ChoiceSequence([
      Choice(kind: .integer(low: 0, high: 1_000, target: 0), index: 900)
    ])
    guard
      case .fails(let found) = try check.resume(Token(exact: start, property: "large"), property)
    else {
      Issue.record("no failure")
      return
    }
    #expect(found.smallest.message == "64" && found.worst.message == "900")
  }

  @Test func `every report names the property and its key, and says the same again`() throws {
    let properties: [(String, (inout Draw) throws -> PropertyOutcome)] = [
      (
        "holds",
        { draw in
          draw.collect(try draw.integer(in: 0...30))
          draw.label(try draw.boolean() ? "a" : "b")
          return .holds
        }
      ),
      (
        "fails",
        { draw in
          try draw.integer(in: 0...9) < 5
            ? .holds : .fails(PropertyFailure(site: "five", kind: "large"))
        }
      ),
      (
        "exhausted",
        { draw in
          try draw.assume(false, try draw.boolean() ? "one" : "other")
          return .holds
        }
      ),
      (
        "not covered",
        { draw in
          draw.cover("half", atLeast: 0.5, try draw.integer(in: 0...99) == 0)
          return .holds
        }
      ),
    ]
    for (word, property) in properties {
      let check = PropertyCheck(name: "a\nname", key: 77, cases: 400)
      let text = try check.run(property).description
      #expect(text.hasPrefix(word), "\(text)")
      #expect(text.contains("\n  property: a\\nname, key 77"), "\(text)")
      #expect(try check.run(property).description == text)
    }
  }
}
