import Testing
import DropBlockVerification

@Suite struct JSONTests {
  @Test(
    arguments: [
      (nil, "null"), (true, "true"), (-7, "-7"), (0.1, "0.1"), (1e300, "1e+300"),
      (.number(-0.0), "-0.0"), (.number(.nan), "\"NaN\""), (.number(.infinity), "\"Infinity\""),
      (.number(-.infinity), "\"-Infinity\""), ([], "[]"), ([1, "a"], "[1,\"a\"]"),
      (["b": 1, "a": nil], "{\"b\":1,\"a\":null}"),
      ("\u{0}\u{1F}\n\r\t\"\\é\u{1F600}", "\"\\u0000\\u001f\\n\\r\\t\\\"\\\\é\u{1F600}\""),
    ] as [(JSON, String)])
  func `a value is written on one line with its members in order`(value: JSON, text: String) {
    #expect(value.description == text)
  }

  @Test func `a finite Double is given back to the bit`() throws {
    var state = SplitMix(seed: 1)
    for bits in [0, 1, 1 << 63, 0x3FB9_9999_9999_999A, 0x7FEF_FFFF_FFFF_FFFF]
      + (0..<10_000).map({ _ in state.next() })
    {
      let value = Double(bitPattern: bits)
      guard value.isFinite else { continue }
      let text = JSON.number(value).description
      let read = try JSON(parsing: Array(text.utf8)).doubleValue
      #expect(
        read?.bitPattern == bits, "\(text): expected \(value), got \(String(describing: read))")
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is given back`(value: Double) throws {
    let read = try #require(
      try JSON(parsing: Array(JSON.number(value).description.utf8)).doubleValue)
    #expect(read.isNaN == value.isNaN)
    #expect(value.isNaN || read == value, "expected \(value), got \(read)")
  }

  @Test func `an accessor gives nil for a value of another kind`() {
    let value: JSON = ["a": 1.5, "b": 2.0, "c": "x"]
    #expect(value["a"]?.intValue == nil)
    #expect(value["b"]?.intValue == 2)
    #expect(value["c"]?.doubleValue == nil)
    #expect(value["d"] == nil)
    #expect(JSON.number(1e30).intValue == nil)
    #expect(JSON.integer(.max).intValue == .max)
    #expect(value.arrayValue == nil && value.stringValue == nil && value.boolValue == nil)
    #expect(!value.isNull && JSON.null.isNull)
  }

  @Test func `equal values have the same kind, order and bits`() {
    #expect(["a": 1, "b": 2] as JSON == ["a": 1, "b": 2])
    #expect(["a": 1, "b": 2] as JSON != ["b": 2, "a": 1])
    #expect(JSON.number(0.0) != .number(-0.0))
    #expect(JSON.number(1) != .integer(1))
    #expect(JSON.number(.nan) == .number(.nan))
  }
}
