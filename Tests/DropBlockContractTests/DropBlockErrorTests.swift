import DropBlockContract
import Testing

@Suite struct DropBlockErrorTests {
  @Test func `each error names the value and what would be admissible`() {
    let cases: [(DropBlockError, [String])] = [
      (.dropProbability(1.5), ["drop probability", "1.5", "0…1"]),
      (.dropProbability(.nan), ["nan", "0…1"]),
      (.gamma(-0.5), ["gamma", "-0.5", "0…1"]),
      (.gammaFactor(.infinity), ["gamma factor", "inf", "at least 0"]),
      (.scale(-2), ["scale", "-2.0", "at least 0"]),
      (.blockSize([3, 0]), ["3×0", "below 1"]),
      (.blockAxes(given: 1, needed: 2), ["has 1 side,", "2 spatial axes"]),
      (.blockAxes(given: 2, needed: 1), ["has 2 sides,", "1 spatial axis"]),
      (.blockExceedsMap(block: [7, 7], map: [6, 9]), ["7×7", "6×9"]),
      (.rank(4), ["4", "1, 2 or 3"]),
      (.size(axis: "channels", -1), ["channels", "-1", "0 or more"]),
      (.mapTooLarge([9, 8], most: 70), ["9×8", "too large", "at most 70"]),
      (.strides([1, 1], "units share"), ["1×1", "units share"]),
      (.elementCount("output", given: 3, needed: 4), ["output", "3 elements", "4"]),
      (.elementCount("output", given: 1, needed: 4), ["output holds 1 element,", "4"]),
      (.firstSample(-7), ["-7", "negative"]),
      (.scheduleValue("from", 1.5), ["from", "1.5", "0…1"]),
      (.scheduleSteps(1, atLeast: 2), ["1 step;", "at least 2"]),
      (.group(9), ["9", "1…4"]),
    ]
    for (error, words) in cases {
      for word in words {
        #expect(error.description.contains(word), "\(error.description): lacks \(word)")
      }
      #expect(!error.description.contains("\n"))
    }
  }

  @Test func `of the limits on sizes the one that is hit is named, and no other`() {
    let limits = ["Int.max / 8", "2³¹", "2²⁶", "2²⁴"]
    for (sizes, limit) in [
      ([1 << 30, 1 << 30, 1, 1], "Int.max / 8"), ([.max, .max, 2], "Int.max / 8"),
      ([1 << 40, 1 << 20, 0, 5], "Int.max / 8"), ([1 << 40, 3, 4, 5], "2³¹"),
      ([1 << 13, 1 << 14, 0, 5], "2²⁶"),
    ] {
      let text = DropBlockError.tooManyUnits(sizes).description
      #expect(text.contains(sizes.map(String.init).joined(separator: "×")))
      for other in limits {
        #expect(text.contains(other) == (other == limit), "\(sizes): \(text)")
      }
    }
  }
}
