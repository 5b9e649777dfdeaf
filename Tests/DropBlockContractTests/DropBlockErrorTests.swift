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
      (.blockAxes(given: 1, needed: 2), ["1 sides", "2 spatial axes"]),
      (.blockExceedsMap(block: [7, 7], map: [6, 9]), ["7×7", "6×9"]),
      (.rank(4), ["4", "1, 2 or 3"]),
      (.size(axis: "channels", -1), ["channels", "-1", "0 or more"]),
      (.tooManyUnits([1, 2, 3]), ["1×2×3", "too many", "Int.max / 8", "2³¹", "2²⁶"]),
      (.strides([1, 1], "units share"), ["1×1", "units share"]),
      (.elementCount("output", given: 3, needed: 4), ["output", "3", "4"]),
      (.firstSample(-7), ["-7", "negative"]),
      (.scheduleValue("from", 1.5), ["from", "1.5", "0…1"]),
      (.scheduleSteps(1, atLeast: 2), ["1", "at least 2"]),
      (.group(9), ["9", "1…4"]),
    ]
    for (error, words) in cases {
      for word in words {
        #expect(error.description.contains(word), "\(error.description): lacks \(word)")
      }
      #expect(!error.description.contains("\n"))
    }
  }
}
