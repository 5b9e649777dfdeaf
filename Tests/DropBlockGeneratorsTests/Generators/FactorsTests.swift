import Testing

@testable import DropBlockGenerators

@Suite struct FactorsTests {
  enum Mode: Sendable, CaseIterable { case training, inference }

  struct Options {
    var factors = Factors()
    let rank: Factors.Factor<Int>
    let layout: Factors.Factor<String>
    let mode: Factors.Factor<Mode>

    init() {
      rank = factors.add("rank", [2, 1, 3])
      layout = factors.add("layout", ["dense", "last", "strided"])
      mode = factors.add("mode", Mode.allCases)
      factors.exclude("strided needs two axes", rank, layout) { $0 == 1 && $1 == "strided" }
    }
  }

  @Test func `the first cases are the table's rows, later ones are random and admissible`() throws {
    let options = Options()
    let rows = options.factors.table.rows
    let drawn = try sample(options.factors.generator(), 3_000)
    #expect(drawn.prefix(rows.count).map(\.numbers) == rows)
    #expect(Set(drawn.dropFirst(rows.count)).count == (9 - 1) * 2)
    #expect(drawn.allSatisfy { $0[options.rank] != 1 || $0[options.layout] != "strided" })
    let simplest = drawn.first { $0.numbers == [0, 0, 0] }
    #expect(simplest?.description == "rank: 2, layout: dense, mode: training")
  }

  @Test func `the table is met whatever is drawn before it, from any case on`() throws {
    let options = Options()
    let generator = options.factors.generator()
    let rows = options.factors.table.rows
    var seen: [[Int]] = []
    let check = PropertyCheck(name: "any case", key: 9, cases: 4, firstCase: 3)
    _ = try check.run { draw in
      _ = try draw(Generator<[Int]>.arrays(of: .integers, count: 0...9))
      seen.append(try draw(generator).numbers)
      return .holds
    }
    #expect(seen == Array(rows[3..<7]))
  }

  @Test func `a fault of two options is found in the table, shrinks and replays`() throws {
    let options = Options()
    let generator = options.factors.generator()
    let numbers = Generator<[Int]>.arrays(of: .integers, count: 0...9)
    let property = { (draw: inout Draw) throws -> PropertyOutcome in
      let row = try draw(generator)
      _ = try draw(numbers)
      return row[options.rank] == 3 && row[options.layout] == "strided"
        ? .fails(PropertyFailure(site: "options", kind: "pair", message: "\(row)")) : .holds
    }
    for key in UInt64(0)..<50 {
      let report = try PropertyCheck(name: "pair", key: key).run(property)
      guard case .fails(let found) = report else {
        Issue.record("key \(key): \(report)")
        continue
      }
      #expect(found.caseIndex < UInt64(options.factors.table.rows.count))
      #expect(found.smallest.message == "rank: 3, layout: strided, mode: training")
      #expect(found.choices.count == 4 && found.shrinkFinished)
      for token in [found.token, found.caseToken] {
        let again = try replay(Token(parsing: "\(token)"), name: "pair", property)
        guard case .fails = again.outcome else {
          Issue.record("\(token): \(again)")
          continue
        }
        #expect(!again.isStale)
      }
    }
  }

  @Test func `a row that is hard to find at random is found`() throws {
    var factors = Factors()
    let first = factors.add("first", Array(0..<40))
    let second = factors.add("second", Array(0..<40))
    factors.exclude("unequal", first, second) { $0 != $1 }
    let drawn = try sample(factors.generator(), 500)
    #expect(Set(drawn.map { $0[first] }).count == 40)
    #expect(drawn.allSatisfy { $0[first] == $0[second] })
  }

  @Test func `a factor without values and exclusions without a rest are rejected by name`() {
    var empty = Factors()
    _ = empty.add("size", [1, 2])
    _ = empty.add("mode", [] as [Int])
    var nothing = Factors()
    let size = nothing.add("size", [1, 2])
    nothing.exclude("any size", size) { _ in true }
    var hidden = Factors()
    let parts = (0..<9).map { hidden.add("part \($0)", Array(0..<10)) }
    hidden.exclude(
      "all", parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7],
      parts[8]
    ) { _, _, _, _, _, _, _, _, _ in true }
    for (factors, problem) in [
      (empty, "factor \"mode\" has no values, not at least 1"),
      (nothing, "no row is left by \"any size\""),
      (hidden, "no row was found past \"all\"; whether there is one is not known"),
    ] {
      var draw = Draw(key: 1, caseIndex: 0, property: "bad")
      let expected = Rejection(generator: "Factors", reason: .impossible(problem: problem))
      #expect(throws: expected) { _ = try draw(factors.generator()) }
    }
    #expect(throws: Never.self) {
      var draw = Draw(key: 1, caseIndex: 0, property: "none")
      _ = try draw(Factors().generator())
    }
  }
}
