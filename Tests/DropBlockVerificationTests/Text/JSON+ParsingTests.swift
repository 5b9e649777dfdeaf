import Testing
@testable import DropBlockVerification

@Suite struct JSONParsingTests {
  static func parse(_ text: String) throws(JSONError) -> JSON {
    try JSON(parsing: Array(text.utf8))
  }

  @Test(
    arguments: [
      (" null ", nil), ("true", true), ("\t[ ]\r\n", []), ("{ }", [:]), ("-0", .number(-0.0)),
      ("12", 12), ("1.0", .number(1)), ("1E2", .number(100)), ("1e-2", .number(0.01)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(0x1p63)), ("1e-999", .number(0)),
      ("{\"a\":[1,{\"b\":null}]}", ["a": [1, ["b": nil]]]),
      ("\"\\u00e9\\ud83d\\ude00\\b\\f\\/\"", "é\u{1F600}\u{8}\u{C}/"),
    ] as [(String, JSON)])
  func `JSON text is read`(text: String, value: JSON) throws {
    #expect(try Self.parse(text) == value, "\(text)")
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd),
      ("{\"a\"", .unexpectedEnd),
      ("nul", .unexpectedEnd), ("\"\\u12", .unexpectedEnd), ("-", .unexpectedEnd),
      ("NaN", .unexpectedByte), ("+1", .unexpectedByte), (".5", .unexpectedByte),
      ("1.", .unexpectedEnd),
      ("[1,]", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("{a:1}", .unexpectedByte),
      ("\"a\nb\"", .unexpectedByte), ("'a'", .unexpectedByte), ("[1 2]", .unexpectedByte),
      ("01", .trailingBytes), ("1 2", .trailingBytes), ("nullx", .trailingBytes),
      ("1e999", .numberOutOfRange), ("-1e999", .numberOutOfRange),
      ("\"\\x\"", .badEscape), ("\"\\ud800\"", .badEscape), ("\"\\udc00\"", .badEscape),
      ("\"\\ud800\\ud800\"", .badEscape), ("\"\\u00g0\"", .badEscape),
      ("{\"a\":1,\"a\":2}", .duplicateName),
      (String(repeating: "[", count: 100_000), .tooDeep),
      (String(repeating: "{\"a\":", count: 100_000), .tooDeep),
      (String(repeating: "9", count: 100_000), .numberOutOfRange),
    ] as [(String, JSONError.Reason)])
  func `what is not JSON is refused, and the reason named`(text: String, reason: JSONError.Reason) {
    #expect {
      try Self.parse(text)
    } throws: { error in
      (error as? JSONError)?.reason == reason
    }
  }

  @Test func `bytes that are not UTF-8 are refused in a string and everywhere else`() {
    for bytes: [UInt8] in [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    ] {
      #expect(throws: JSONError(reason: .invalidUTF8, offset: bytes.count)) {
        try JSON(parsing: bytes)
      }
    }
    #expect(throws: JSONError(reason: .unexpectedByte, offset: 0)) { try JSON(parsing: [0xFF]) }
  }

  @Test func `the depth limit itself is read, one more is not`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try Self.parse(nested(JSON.depthLimit))
    #expect(throws: JSONError.self) { try Self.parse(nested(JSON.depthLimit + 1)) }
  }

  @Test func `what was written is read back`() throws {
    var state = SplitMix(seed: 2)
    for _ in 0..<5_000 {
      let value = state.json(depth: 0)
      let read = try Self.parse(value.description)
      #expect(read == value, "expected \(value), got \(read)")
    }
  }

  @Test func `no bytes trap`() {
    var state = SplitMix(seed: 3)
    let alphabet = Array("{}[]\",:0123456789eE+-.\\utrufalsn \u{0}é".utf8)
    for _ in 0..<100_000 {
      let bytes = (0..<Int(state.next() % 40)).map { _ in
        alphabet[Int(state.next() % UInt64(alphabet.count))]
      }
      if let value = try? JSON(parsing: bytes) {
        #expect((try? JSON(parsing: Array(value.description.utf8))) == value, "\(bytes)")
      }
    }
  }

  @Test func `an error says what and where`() {
    #expect(
      JSONError(reason: .trailingBytes, offset: 4).description == "bytes after the value at byte 4")
  }
}
