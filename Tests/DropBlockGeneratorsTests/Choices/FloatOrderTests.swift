import Testing

@testable import DropBlockGenerators

@Suite struct FloatOrderTests {
  @Test(arguments: [FloatWidth.half, .brain])
  func `the order of a 16-bit format is a permutation of its patterns`(width: FloatWidth) {
    let order = FloatOrder(width: width)
    #expect(order.last == 65_535)
    var seen: Set<UInt64> = []
    for index in UInt64(0)...65_535 {
      let pattern = order.pattern(at: index)
      let isNew = seen.insert(pattern).inserted
      #expect(pattern <= 65_535 && isNew, "index \(index): \(pattern)")
      #expect(order.index(ofPattern: pattern) == index, "pattern \(pattern)")
    }
  }

  @Test(arguments: [FloatWidth.single, .double])
  func `index and pattern are inverse in wide formats`(width: FloatWidth) {
    let order = FloatOrder(width: width)
    var stream = CaseStream(key: 1, property: 2, caseIndex: 3)
    for round in 0..<200_000 {
      let shift = UInt64(round % width.bitCount)
      let pattern = stream.next() & order.last >> shift
      let index = order.index(ofPattern: pattern)
      #expect(index <= order.last)
      #expect(order.pattern(at: index) == pattern, "pattern \(pattern), index \(index)")
      let other = stream.next() & order.last >> shift
      #expect(order.index(ofPattern: order.pattern(at: other)) == other, "index \(other)")
    }
  }

  @Test func `whole numbers come first, then fractions, then infinity and NaN`() {
    let order = FloatOrder(width: .double)
    let values = (0..<8).map { order.value(at: UInt64($0)) }
    #expect(
      values.map(\.description) == ["0.0", "-0.0", "1.0", "-1.0", "2.0", "-2.0", "3.0", "-3.0"])
    let rising: [Double] = [
      0, 1, 2, 1_000_000, 1.5, 1.25, 2.5, 0.5, 0.75, 0.25, 0x1p60, .infinity, .nan,
    ]
    let indices = rising.map { order.index(of: $0) }
    #expect(indices == indices.sorted(), "got \(Array(zip(rising, indices)))")
  }

  @Test(arguments: FloatWidth.allCases)
  func `a value goes back to its position in every format`(width: FloatWidth) {
    let order = FloatOrder(width: width)
    var stream = CaseStream(key: 4, property: 5, caseIndex: 6)
    for _ in 0..<50_000 {
      let index = stream.next() & order.last
      let value = order.value(at: index)
      if value.isNaN { continue }
      #expect(order.index(of: value) == index, "value \(value)")
    }
    #expect(order.value(at: order.index(of: order.greatestFinite)) == order.greatestFinite)
    #expect(order.index(of: .infinity) == order.index(of: order.greatestFinite) + 2)
  }
}
