import Testing

@testable import DropBlockVerification

struct SafetensorsDecodingTests {
  /// A file with the given header and as many zeros as data.
  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + header.utf8
      + [UInt8](repeating: 0, count: data)
  }

  private func entry(_ dtype: String, _ shape: String, _ offsets: String) -> String {
    #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  @Test(arguments: [
    ("F32", "[2]", "[0,7]", 7), ("F32", "[2]", "[0,8]", 7), ("F32", "[2]", "[0,8]", 9),
    ("F32", "[2]", "[1,9]", 9), ("F32", "[2]", "[8,0]", 8), ("F32", "[2]", "[-8,0]", 8),
    ("F32", "[-2]", "[0,8]", 8), ("F32", "[9223372036854775807,2]", "[0,8]", 8),
    ("F32", "[9223372036854775807,0,2]", "[0,0]", 0), ("F31", "[2]", "[0,8]", 8),
    ("F32", "[2.5]", "[0,10]", 10), ("F32", "2", "[0,8]", 8), ("F32", "[2]", "[0,8,8]", 8),
    ("F32", "[2]", "[0,9223372036854775807]", 8), ("F32", "[1e300]", "[0,8]", 8),
  ])
  func `an entry that contradicts itself or the file is refused`(
    dtype: String, shape: String, offsets: String, data: Int
  ) {
    let bytes = file("{\"a\":\(entry(dtype, shape, offsets))}", data: data)
    #expect(throws: SafetensorsError.self) { try Safetensors(decoding: bytes) }
  }

  @Test(arguments: [
    "", "[]", "null", "{", "{\"a\":1}", "{\"a\":{}}", "{\"__metadata__\":1}",
    "{\"__metadata__\":{\"a\":1}}", "{}{}",
  ])
  func `a header that is no table is refused`(header: String) {
    #expect(throws: SafetensorsError.self) { try Safetensors(decoding: file(header)) }
  }

  @Test func `tensors that overlap or leave a gap are refused`() {
    for second in ["[2,6]", "[5,9]", "[0,4]"] {
      let header =
        "{\"a\":\(entry("F32", "[1]", "[0,4]")),\"b\":\(entry("F32", "[1]", second))}"
      #expect(throws: SafetensorsError.self, "\(second)") {
        try Safetensors(decoding: file(header, data: 9))
      }
    }
  }

  @Test func `entries come in the order of their bytes`() throws {
    let header = "{\"b\":\(entry("F32", "[1]", "[4,8]")),\"a\":\(entry("F32", "[1]", "[0,4]"))}"
    let read = try Safetensors(decoding: file(header, data: 8))
    #expect(read.entries.map(\.name) == ["a", "b"])
  }

  @Test(arguments: [UInt64(100_000_001), UInt64.max, 1 << 63, 99_999_999, 3])
  func `a header length that the file can't have is refused`(length: UInt64) {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) } + [0x7B, 0x7D]
    #expect(throws: SafetensorsError.self) { try Safetensors(decoding: bytes) }
  }

  @Test func `no cut and no changed byte of a file traps`() throws {
    var plain = Safetensors()
    try plain.add(label: "k", "v")
    try plain.add("x", .float64, shape: [1], data: Array(0..<8))
    try plain.add("y", .bool, shape: [2, 1], data: [0, 1])
    let bytes = try plain.encoded()
    for count in 0..<bytes.count {
      #expect(throws: SafetensorsError.self, "cut to \(count) bytes") {
        try Safetensors(decoding: Array(bytes[..<count]))
      }
    }
    for index in bytes.indices {
      for value in [0, 0x20, 0x22, 0x30, 0x39, 0x5B, 0x7B, 0x7F, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = value
        _ = try? Safetensors(decoding: changed)
      }
    }
  }
}
