import Testing

@testable import DropBlockGenerators

/// The values of the first cases of a run.
func sample<Value>(
  _ generator: Generator<Value>, _ count: UInt64 = 2_000, from first: UInt64 = 0
) throws -> [Value] {
  try (first..<first + count).map { caseIndex in
    var draw = Draw(key: 17, caseIndex: caseIndex, property: "sample")
    return try draw(generator)
  }
}

@Suite struct GeneratorTests {
  @Test func `map and flatMap draw what they are made of`() throws {
    let pairs = Generator<Int>.integers(in: 1...9).flatMap { low in
      Generator<Int>.integers(in: low...(low + 3)).map { [low, $0] }
    }
    for pair in try sample(pairs) {
      #expect(pair[0] >= 1 && pair[0] <= 9 && pair[1] >= pair[0] && pair[1] <= pair[0] + 3)
    }
    #expect(Set(try sample(pairs)).count == 36)
  }

  @Test func `a filter keeps what passes and names itself when nothing does`() throws {
    let even = Generator<Int>.integers(in: 0...99).filter("even") { $0 % 2 == 0 }
    #expect(try sample(even).allSatisfy { $0 % 2 == 0 })
    for attempts in [Int.min, 0, 1, 7] {
      let none = Generator<Int>.integers.filter("none", attempts: attempts) { _ in false }
      var draw = Draw(key: 1, caseIndex: 1, property: "filter")
      let expected = Rejection(generator: "none", reason: .filtered(attempts: max(1, attempts)))
      #expect(throws: expected) { _ = try draw(none) }
      #expect(draw.recorded.count == 0)
    }
  }

  @Test func `a rejection names the labelled spans that it comes from, outermost first`() throws {
    let cells = Generator<Int>.element(of: []).labelled("cells")
    let rows = Generator { (draw: inout Draw) throws(Rejection) in
      try draw.span("rows") { draw throws(Rejection) in try draw(cells) }
    }
    var draw = Draw(key: 1, caseIndex: 1, property: "place")
    let bad = #expect(throws: Rejection.self) { _ = try draw(rows) }
    #expect(bad?.description == "rows: cells: element(of:): no values, not at least 1")
    let never = Generator<Int>.integers.filter("odd and even") { _ in false }.labelled("number")
    let filtered = #expect(throws: Rejection.self) { _ = try draw(never) }
    #expect(
      filtered?.description
        == "number: odd and even: no value passed the filter in 100 attempts")
    let endless = Generator<[Int]>.arrays(of: .constant(0), count: 8_000...9_000)
    let overrun = #expect(throws: Rejection.self) {
      _ = try draw(zip(endless, endless).labelled("pair"))
    }
    #expect(overrun?.description == "pair: draw: more than 8192 choices")
    let precondition = #expect(throws: Rejection.self) {
      try draw.span("part") { draw throws(Rejection) in try draw.assume(false, "is even") }
    }
    #expect(precondition == Rejection(assuming: "is even"))
  }

  @Test func `a closure that calls itself without end is an overrun, not a crash`() {
    func endless(_ draw: inout Draw) throws(Rejection) -> Int {
      let more = Int(try draw.integer(in: 0...1))
      return more + (try endless(&draw))
    }
    var draw = Draw(key: 1, caseIndex: 1, property: "endless")
    #expect(throws: Rejection(generator: "draw", reason: .overrun(limit: 8_192))) {
      _ = try endless(&draw)
    }
  }

  @Test func `a constant makes no choice`() throws {
    var draw = Draw(key: 1, caseIndex: 1, property: "constant")
    let drawn1 = try draw(Generator.constant(5))
    #expect(drawn1 == 5)
    #expect(draw.recorded.count == 0)
  }
}
