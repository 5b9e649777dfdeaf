import Testing

@testable import DropBlockGenerators

@Suite struct BulkTests {
  private func drawn(
    _ count: Int, _ width: FloatWidth, _ style: Bulk.Style, case index: UInt64
  ) throws -> (bulk: Bulk, recorded: ChoiceSequence) {
    var draw = Draw(key: 5, caseIndex: index, property: "bulk")
    let bulk = try draw.bulk(count: count, of: width, style: style)
    return (bulk, draw.recorded)
  }

  @Test(arguments: FloatWidth.allCases, Bulk.Style.allCases)
  func `a replay gives the same elements, every pattern comes up, and few choices are enough`(
    width: FloatWidth, style: Bulk.Style
  ) throws {
    var patterns: Set<BulkPattern> = []
    for index in 0..<300 as Range<UInt64> {
      let (bulk, recorded) = try drawn(37, width, style, case: index)
      patterns.insert(bulk.pattern)
      var again = Draw(replaying: recorded)
      #expect(try again.bulk(count: 37, of: width, style: style) == bulk)
      if bulk.pattern != .listed { #expect(recorded.count <= 2) }
      var elements: [UInt64] = []
      bulk.forEach { elements.append($0) }
      #expect(elements == (0..<37).map { bulk.bits(at: $0) })
      #expect(elements.allSatisfy { $0 >> UInt64(width.bitCount - 1) <= 1 })
    }
    #expect(patterns == Set(BulkPattern.all(style)))
  }

  @Test(arguments: FloatWidth.allCases)
  func `moderate numbers have a magnitude of a half up to 2`(width: FloatWidth) throws {
    for index in 0..<500 as Range<UInt64> {
      let numbers = try drawn(23, width, .moderate, case: index).bulk.doubles
      #expect(numbers.allSatisfy { (0.5...2).contains($0.magnitude) }, "\(numbers)")
    }
  }

  @Test func `counting stays with whole numbers that the format has`() {
    for width in FloatWidth.allCases {
      let kind = Bulk.Kind(count: 5_000, width: width, style: .any)
      let bulk = Bulk(kind: kind, pattern: .counting, key: 0, overrides: [])
      let period = min(1 << min(width.fractionBits + 1, 12), 4096) - 1
      #expect(bulk.doubles == (0..<5_000).map { Double($0 % period + 1) })
    }
  }

  private func elements(
    _ pattern: BulkPattern, _ width: FloatWidth, key: UInt64 = 0, count: Int = 130
  ) -> [Double] {
    let kind = Bulk.Kind(count: count, width: width, style: .any)
    return Bulk(kind: kind, pattern: pattern, key: key, overrides: []).doubles
  }

  @Test(arguments: FloatWidth.allCases)
  func `every element of a pattern is the one that its comment names`(width: FloatWidth) {
    #expect(elements(.zeros, width) == Array(repeating: 0, count: 130))
    #expect(elements(.ones, width) == Array(repeating: 1, count: 130))
    let rising = (0..<130).map { (place: Int) -> Double in 1 + Double(place % 64) / 64 }
    #expect(elements(.rising, width) == rising)
    let alternating = (0..<130).map { (place: Int) -> Double in place % 2 == 0 ? 1 : -1.5 }
    #expect(elements(.alternating, width) == alternating)
    for key in [0, 1, 129, 130, 267, .max] as [UInt64] {
      let place = Int(key % 130)
      var single = [Double](repeating: 0, count: 130)
      single[place] = 1
      #expect(elements(.single, width, key: key) == single)
    }
  }

  @Test(arguments: FloatWidth.allCases)
  func `problem values are all there, in turn from the key on`(width: FloatWidth) {
    let values = elements(.special, width, count: 32)
    #expect(values[0] == 1 && values[1].isNaN && values[2] == .infinity && values[3] == -.infinity)
    #expect(values.contains { $0 == 0 && $0.sign == .minus })
    #expect(values.contains { $0 == 0 && $0.sign == .plus })
    #expect(Set(values.filter { !$0.isNaN }.map(\.bitPattern)).count == 15)
    let largest = values.filter { $0.isFinite }.max() ?? 0
    #expect(values.contains(-largest) && largest > 60_000)
    let least = values.filter { $0 > 0 }.min() ?? 0
    #expect(values.contains(-least) && values.contains(3 * least))
    for key in UInt64(0)..<20 {
      let turned = elements(.special, width, key: key, count: 16).map(\.bitPattern)
      let expected = values.map(\.bitPattern)[Int(key % 16)...].prefix(16)
      #expect(turned == Array(expected))
    }
  }

  @Test(arguments: FloatWidth.allCases)
  func `keyed elements differ from place to place, from key to key, and in sign`(
    width: FloatWidth
  ) {
    for pattern in [BulkPattern.scattered, .random] {
      let kind = Bulk.Kind(count: 1_000, width: width, style: .any)
      let words = [UInt64(1), 2].map { key in
        let bulk = Bulk(kind: kind, pattern: pattern, key: key, overrides: [])
        return (0..<1_000).map { bulk.bits(at: $0) }
      }
      for own in words {
        // Of 256 patterns at least, as scattered ones of the 16 bits of a brain float have them.
        #expect(Set(own).count > 200, "\(pattern)")
        let negative = own.count { $0 >> UInt64(width.bitCount - 1) == 1 }
        #expect((400...600).contains(negative), "\(pattern): \(negative) of 1000")
      }
      #expect(words[0] != words[1])
    }
  }

  @Test func `no elements take no choice, and a negative count is rejected`() throws {
    let (bulk, recorded) = try drawn(0, .single, .any, case: 0)
    #expect(bulk.doubles.isEmpty)
    #expect(recorded.count == 0)
    #expect(throws: Rejection.self) { try drawn(-1, .single, .any, case: 0) }
  }

  @Test func `of two elements at one place the later holds`() {
    let kind = Bulk.Kind(count: 3, width: .double, style: .any)
    let two = Double(2).bitPattern
    let bulk = Bulk(
      kind: kind, pattern: .listed, key: 0,
      overrides: [.init(place: 1, bits: 1), .init(place: 1, bits: two)])
    #expect(bulk.doubles == [0, 2, 0])
    #expect(bulk.bits(at: 1) == two)
  }
}

@Suite struct BulkShrinkingTests {
  /// The smallest failing bulk that a run finds.
  private func smallest(
    key: UInt64, count: ClosedRange<Int>, style: Bulk.Style = .any,
    _ fails: @escaping (Bulk) -> Bool
  ) throws -> (bulk: Bulk?, counterexample: Counterexample?) {
    func draw(_ draw: inout Draw) throws(Rejection) -> Bulk {
      let size = try draw.integer(in: Int64(count.lowerBound)...Int64(count.upperBound))
      return try draw.bulk(count: Int(size), of: .single, style: style)
    }
    let report = try PropertyCheck(name: "bulk", key: key, cases: 2_000).run { cases in
      let bulk = try draw(&cases)
      return fails(bulk)
        ? .fails(PropertyFailure(site: "bulk", kind: "wrong", message: "\(bulk)")) : .holds
    }
    guard case .fails(let counterexample) = report else { return (nil, nil) }
    var again = Draw(replaying: counterexample.choices)
    return (try draw(&again), counterexample)
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `one element that matters is found among zeros`(key: UInt64) throws {
    let (bulk, counterexample) = try smallest(key: key, count: 18...60) {
      $0.doubles[17] != 0
    }
    let found = try #require(bulk)
    #expect(found.description == "18 elements: zeros but 1.0 at 17")
    #expect(counterexample?.shrinkFinished == true)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `a NaN anywhere comes to the first place`(key: UInt64) throws {
    let (bulk, _) = try smallest(key: key, count: 1...100_000) { bulk in
      var isFound = false
      bulk.forEach { if Float(bitPattern: UInt32($0)).isNaN { isFound = true } }
      return isFound
    }
    let found = try #require(bulk)
    #expect(found.description == "1 element: zeros but nan at 0")
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `an element far in a large tensor is listed`(key: UInt64) throws {
    let (bulk, counterexample) = try smallest(key: key, count: 100_000...100_000) {
      Double(Float(bitPattern: UInt32($0.bits(at: 70_001)))) >= 0.75
    }
    let found = try #require(bulk)
    #expect(found.description == "100000 elements: zeros but 1.0 at 70001")
    #expect((counterexample?.evaluations ?? .max) < 400)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `where every element matters, the pattern stays`(key: UInt64) throws {
    let (bulk, _) = try smallest(key: key, count: 100...100) { bulk in
      bulk.doubles.filter { $0 != 0 }.count >= 60
    }
    let found = try #require(bulk)
    #expect(found.pattern == .ones)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `moderate numbers shrink to ones`(key: UInt64) throws {
    let (bulk, _) = try smallest(key: key, count: 1...50, style: .moderate) { bulk in
      bulk.doubles.contains { $0 < -1 }
    }
    let found = try #require(bulk)
    #expect(found.description == "1 element: ones but -2.0 at 0")
  }

  @Test func `a token of a list replays it`() throws {
    let (bulk, counterexample) = try smallest(key: 3, count: 18...60) { $0.doubles[17] != 0 }
    let token = try #require(counterexample).token
    let report = try replay(try Token(parsing: token.description), name: "bulk") { draw in
      let size = try draw.integer(in: 18...60)
      let again = try draw.bulk(count: Int(size), of: .single)
      return again == bulk ? .holds : .discarded
    }
    #expect(!report.isStale)
    #expect(report.outcome == .holds)
  }
}
