import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorIntegersTests {
  static func bounds<Value: FixedWidthInteger & Sendable>(_: Value.Type) throws {
    let ranges: [ClosedRange<Value>] = [
      .min ... .max, .min ... .min, .max ... .max, .min...(.min + 1), (.max - 1) ... .max,
      0 ... .max, .min...0, 1...100,
    ]
    for range in ranges {
      for target in [Value.min, 0, 5, .max] {
        let generator = Generator<Value>.integers(in: range, towards: target)
        let values = try sample(generator, 300)
        #expect(values.allSatisfy(range.contains), "\(range): \(values)")
        var draw = Draw(replaying: ChoiceSequence([]))
        let nearest = min(max(target, range.lowerBound), range.upperBound)
        let drawn1 = try draw(generator)
        #expect(drawn1 == nearest, "\(range) towards \(target)")
      }
      let sizes = try sample(.sizes(in: range, boundaries: [.min, 0, 7, .max]), 300)
      #expect(sizes.allSatisfy(range.contains), "\(range): \(sizes)")
    }
    let all = Set(try sample(Generator<Value>.integers(in: .min ... .max), 4_000))
    #expect(all.contains(.min) && all.contains(.max) && all.contains(0) && all.contains(1))
  }

  @Test func `every integer type keeps to its bounds and meets them`() throws {
    try Self.bounds(Int8.self)
    try Self.bounds(UInt8.self)
    try Self.bounds(Int16.self)
    try Self.bounds(UInt16.self)
    try Self.bounds(Int32.self)
    try Self.bounds(UInt32.self)
    try Self.bounds(Int64.self)
    try Self.bounds(UInt64.self)
    try Self.bounds(Int.self)
    try Self.bounds(UInt.self)
  }

  @Test func `small ranges are drawn evenly`() throws {
    var counts = [Int](repeating: 0, count: 16)
    for value in try sample(Generator<Int>.integers(in: 0...15), 32_000) { counts[value] += 1 }
    // Mean 2,000, standard deviation 43; 16 counts, 6 deviations: a chance of 3 · 10⁻⁸.
    #expect(counts.allSatisfy { abs($0 - 2_000) <= 6 * 43 }, "got \(counts)")
  }

  @Test func `every number of a range of a hundred comes up`() throws {
    let values = Set(try sample(Generator<Int>.integers(in: 0...99), 10_000, from: 100))
    #expect(values.count == 100)
  }

  @Test func `early cases stay near the target, later ones reach everywhere`() throws {
    let generator = Generator<Int>.integers(in: 0...1_000_000)
    let early = try sample(generator, 20).sorted()
    let late = try sample(generator, 1_000, from: 100).sorted()
    #expect(early[10] < 20_000, "got \(early)")
    #expect(late[600] > 100_000)
  }

  @Test func `sizes meet 0, 1, the boundaries, powers of two, and their neighbours`() throws {
    let values = Set(
      try sample(Generator<Int>.sizes(in: 0...300, boundaries: [7, 100, 9_999]), 8_000))
    for wanted in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 99, 100, 101, 255, 256, 257, 299, 300]
    {
      #expect(values.contains(wanted), "\(wanted) is missing")
    }
    #expect(values.allSatisfy { (0...300).contains($0) })
    #expect(values.count > 250)
  }

  @Test func `problem values are the ends, numbers and powers, and what is next to them`() {
    func expected<Value: FixedWidthInteger>(
      _ range: ClosedRange<Value>, _ numbers: [Value]
    ) -> [Value] {
      let powers = (0..<Value.bitWidth - 1).map { Value(1) << $0 }
      let all = ([range.lowerBound, range.upperBound] + numbers + powers).flatMap {
        [$0, $0.subtractingReportingOverflow(1).0, $0.addingReportingOverflow(1).0]
      }
      return Set(all).filter(range.contains).sorted()
    }
    func law<Value: FixedWidthInteger & Sendable>(_: Value.Type) {
      let ranges: [ClosedRange<Value>] = [
        .min ... .max, 0...100, 5...5, 7 ... .max, (.max - 3) ... .max,
      ]
      for range in ranges {
        for numbers in [[], [3, .max, 50], [.min, 9]] as [[Value]] {
          let codes = IntegerCode.edgeCases(
            in: IntegerCode.encode(range.lowerBound)...IntegerCode.encode(range.upperBound),
            numbers.map { IntegerCode.encode($0) }, zero: IntegerCode.encode(0 as Value),
            powers: Value.bitWidth - 1)
          let problems = codes.map { IntegerCode.decode($0) as Value }
          #expect(problems == expected(range, numbers), "\(Value.self) \(range) \(numbers)")
        }
      }
    }
    law(Int8.self)
    law(UInt8.self)
    law(Int.self)
    law(UInt64.self)
    law(Int64.self)
  }

  @Test func `numbers of more than 64 bits are rejected`() {
    var draw = Draw(key: 1, caseIndex: 1, property: "wide")
    #expect(throws: Rejection.self) { _ = try draw(Generator<Int128>.integers(in: 0...5)) }
    #expect(throws: Rejection.self) { _ = try draw(Generator<UInt128>.sizes(in: 0...5)) }
  }

  @Test func `words are even but for problem values`() throws {
    let words = try sample(Generator<UInt64>.words, 4_000)
    #expect(words.contains(0) && words.contains(.max))
    #expect(Set(words).count > 3_500)
  }

  @Test func `a boolean is true as often as asked`() throws {
    for (share, expected) in [(0.25, 0.25), (-3, 0), (7, 1), (Double.nan, 0)] as [(Double, Double)]
    {
      let count = try sample(Generator<Bool>.booleans(share: share), 10_000).filter { $0 }.count
      // Standard deviation at most 50.
      #expect(abs(Double(count) - expected * 10_000) <= 300, "share \(share): \(count)")
    }
    let fair = try sample(Generator<Bool>.booleans, 10_000).filter { $0 }.count
    #expect(abs(fair - 5_000) <= 300)
  }
}
