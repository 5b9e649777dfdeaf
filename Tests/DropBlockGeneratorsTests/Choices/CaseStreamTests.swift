import Testing

@testable import DropBlockGenerators

@Suite struct CaseStreamTests {
  @Test func `one key, property and case give one stream`() {
    var first = CaseStream(key: 9, property: 8, caseIndex: 7)
    var second = CaseStream(key: 9, property: 8, caseIndex: 7)
    for _ in 0..<100 {
      let words = (first.next(), second.next())
      #expect(words.0 == words.1)
    }
  }

  @Test func `neighbouring cases, keys and properties do not meet`() {
    var seen: Set<UInt64> = []
    for value in UInt64(0)..<3_000 {
      var streams = [
        CaseStream(key: 1, property: 1, caseIndex: value),
        CaseStream(key: value + 2, property: 1, caseIndex: 1),
        CaseStream(key: 1, property: value + 2, caseIndex: 2),
      ]
      for place in streams.indices {
        for _ in 0..<4 {
          let isNew1 = seen.insert(streams[place].next()).inserted
          #expect(isNew1, "stream \(place) of \(value)")
        }
      }
    }
  }

  @Test func `every bit of the first words is even over cases`() {
    // 65,536 fair bits: one standard deviation is 128; with 192 counts, 6 deviations are
    // passed by chance less than once in 10⁶.
    let cases = 65_536
    for word in 0..<3 {
      var ones = [Int](repeating: 0, count: 64)
      for caseIndex in 0..<cases {
        var stream = CaseStream(key: 5, property: 6, caseIndex: UInt64(caseIndex))
        for _ in 0..<word { _ = stream.next() }
        let bits = stream.next()
        for place in 0..<64 where bits >> UInt64(place) & 1 == 1 { ones[place] += 1 }
      }
      for (place, count) in ones.enumerated() {
        #expect(abs(count - cases / 2) <= 6 * 128, "word \(word), bit \(place): \(count)")
      }
    }
  }

  @Test func `numbers up to a bound are in it and even`() {
    var stream = CaseStream(key: 5, property: 6, caseIndex: 7)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<100_000 { counts[Int(stream.upTo(9))] += 1 }
    // Standard deviation √(10⁵ · 0.1 · 0.9) ≈ 95.
    for count in counts { #expect(abs(count - 10_000) <= 6 * 95, "got \(counts)") }
    let number2 = stream.upTo(0)
    #expect(number2 == 0)
    _ = stream.upTo(.max)
  }
}
