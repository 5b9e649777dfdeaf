import Testing

@testable import DropBlockGenerators

@Suite struct DrawTests {
  /// A generator that uses every sort of choice.
  static let everything = Generator<String> { draw throws(Rejection) in
    let numbers = try draw(.arrays(of: .integers, count: 0...6) as Generator<[Int]>)
    let small = try draw(Generator<Int8>.integers(in: -5...100, towards: 7))
    let float = try draw(Generator<Float>.floats)
    let double = try draw(Generator<Double>.floats(in: -1...1))
    let half = try draw(Generator<UInt16>.halfBits)
    let maybe = try draw(Generator<UInt64?>.optional(.words))
    let sizes = try draw(Generator<Int>.sizes(in: 1...40, boundaries: [7]))
    let word = try draw(.oneOf([.constant("a"), .element(of: ["b", "c"])]) as Generator<String>)
    let even = try draw(Generator<Int>.integers(in: 0...1_000).filter("even") { $0 % 2 == 0 })
    return "\(numbers) \(small) \(float) \(double) \(half) \(maybe as Any) \(sizes) \(word) \(even)"
  }

  @Test func `replaying recorded choices gives the value again`() throws {
    for caseIndex in UInt64(0)..<2_000 {
      var draw = Draw(key: 3, caseIndex: caseIndex, property: "replay")
      let value = try draw(Self.everything)
      var again = Draw(replaying: draw.recorded)
      let drawn1 = try again(Self.everything)
      #expect(drawn1 == value, "case \(caseIndex)")
      #expect(again.recorded == draw.recorded, "case \(caseIndex)")
      #expect(!again.isMisaligned)
    }
  }

  @Test func `a case that is not recorded has the same values`() throws {
    let brackets = Generator<String>.recursive(depth: 40, base: .constant("[]")) { inner in
      Generator<[String]>.arrays(of: inner, count: 0...9).map { "[\($0.joined())]" }
    }
    let both = zip(Self.everything, brackets)
    var longest = 0
    for caseIndex in UInt64(0)..<2_000 {
      var recorded = Draw(key: 3, caseIndex: caseIndex, property: "record")
      var unrecorded = Draw(unrecorded: 3, caseIndex: caseIndex, property: "record")
      let expected = try recorded(both)
      let got = try unrecorded(both)
      #expect(got == expected, "case \(caseIndex)")
      #expect(unrecorded.recorded.count == 0 && unrecorded.recorded.spans.isEmpty)
      #expect(unrecorded.taken == recorded.recorded.count)
      longest = max(longest, recorded.recorded.count)
    }
    // The budgets that depend on the number of choices are met.
    #expect(longest > Draw.recursionBudget)
    var endless = Draw(unrecorded: 3, caseIndex: 1, property: "record")
    let rejection = #expect(throws: Rejection.self) { while true { _ = try endless.word() } }
    #expect(rejection?.reason == .overrun(limit: Draw.choiceLimit))
  }

  @Test func `a case is the same alone and in any order`() throws {
    func value(_ caseIndex: UInt64) throws -> String {
      var draw = Draw(key: 11, caseIndex: caseIndex, property: "order")
      return try draw(Self.everything)
    }
    let forwards = try (0..<200).map { try value($0) }
    let backwards = try (0..<200).reversed().map { try value($0) }
    #expect(forwards == backwards.reversed())
    #expect(Set(forwards).count > 190, "\(Set(forwards).count) different of 200")
  }

  @Test func `key and property change the case`() throws {
    var values: Set<UInt64> = []
    for (key, name) in [(1, "a"), (2, "a"), (1, "b"), (2, "b")] as [(UInt64, String)] {
      var draw = Draw(key: key, caseIndex: 5, property: name)
      for _ in 0..<3 {
        values.insert(try draw.integer(in: 0...1 << 40).magnitude ^ draw.stream.next())
      }
    }
    #expect(values.count == 12)
  }

  @Test func `past the end of a record every choice is the simplest`() throws {
    var draw = Draw(replaying: ChoiceSequence([]))
    let drawn2 = try draw.boolean()
    #expect(!drawn2)
    let drawn3 = try draw.integer(in: 3...9, towards: 5)
    #expect(drawn3 == 5)
    let drawn4 = try draw.integer(in: 3...9, towards: 50)
    #expect(drawn4 == 9)
    let drawn5 = try draw.index(below: 4)
    #expect(drawn5 == 0)
    let drawn6 = try draw.word()
    #expect(drawn6 == 0)
    let drawn7 = try draw.floatBits(.double)
    #expect(drawn7 == 0)
    let drawn8 = try draw.double(in: 2.5...3)
    #expect(drawn8 == 2.5)
    let drawn9 = try draw(.arrays(of: .booleans, count: 2...5))
    #expect(drawn9 == [false, false])
  }

  @Test func `a record of other kinds and bounds is taken as far as it goes`() throws {
    var draw = Draw(
      replaying: ChoiceSequence([
        Choice(kind: .integer(low: 0, high: 100, target: 0), index: 70),
        Choice(kind: .boolean, index: 1),
      ]))
    let drawn10 = try draw.integer(in: 0...10)
    #expect(drawn10 == 10)
    let drawn11 = try draw.integer(in: 0...10)
    #expect(drawn11 == 0)
    #expect(draw.isMisaligned)
  }

  @Test func `the choice after the last admitted one is rejected`() throws {
    var draw = Draw(key: 1, caseIndex: 1, property: "limit")
    for _ in 0..<Draw.choiceLimit { _ = try draw.boolean() }
    #expect(throws: Rejection(generator: "draw", reason: .overrun(limit: 8_192))) {
      _ = try draw.boolean()
    }
    #expect(draw.recorded.count == 8_192)
  }

  @Test func `an index below nothing is rejected by name`() {
    for bound in [0, -1, Int.min] {
      var draw = Draw(key: 1, caseIndex: 1, property: "index")
      #expect(throws: Rejection.self) { _ = try draw.index(below: bound) }
    }
  }

  @Test func `spans nest and keep their choices, rejected ones too`() throws {
    var draw = Draw(key: 1, caseIndex: 1, property: "spans")
    try draw.span("outer") { draw throws(Rejection) in
      _ = try draw.boolean()
      try draw.span("inner") { draw throws(Rejection) in _ = try draw.boolean() }
      do {
        try draw.span("inner") { draw throws(Rejection) in
          _ = try draw.boolean()
          throw Rejection(assuming: "nothing")
        }
      } catch {}
    }
    _ = try draw.boolean()
    let spans = draw.recorded.spans
    #expect(spans.map { [$0.start, $0.end, $0.parent] } == [[0, 3, -1], [1, 2, 0], [2, 3, 0]])
    #expect(spans[1].label == spans[2].label && spans[0].label != spans[1].label)
  }

  @Test func `a filter leaves only the attempt that passed in the record`() throws {
    let rare = Generator<Int>.integers(in: 0...15).filter("is 7") { $0 == 7 }
    for caseIndex in UInt64(0)..<50 {
      var draw = Draw(key: 1, caseIndex: caseIndex, property: "filter")
      guard let value = try? draw(rare.labelled("rare")) else { continue }
      #expect(value == 7)
      #expect(draw.recorded.count == 1 && draw.recorded.spans.count == 1)
    }
  }
}
