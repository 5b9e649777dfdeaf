import Testing

@testable import DropBlockVerification

struct SafetensorsEncodingTests {
  @Test func `the bytes are those of the format's description`() throws {
    var file = Safetensors()
    try file.add(label: "k", "v")
    try file.add("x", .bfloat16, shape: [1, 2], data: [1, 2, 3, 4])
    let bytes = try file.encoded()
    var header =
      #"{"__metadata__":{"k":"v"},"x":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}"#
    while header.utf8.count % 8 != 0 { header += " " }
    #expect(bytes == [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + header.utf8 + [1, 2, 3, 4])
  }

  @Test func `what is written is read back`() throws {
    var file = Safetensors()
    try file.add(label: "unicode \u{1F600}", "quote \" and \\ and \n")
    try file.add("scalar", .float64, shape: [], data: Array(0..<8))
    try file.add("empty", .float32, shape: [0, 3], data: [])
    try file.add("empty too", .float32, shape: [2, 0], data: [])
    try file.add("half", .float16, shape: [3], data: Array(8..<14))
    try file.add("truth", .bool, shape: [1, 1, 1], data: [1])
    let read = try Safetensors(decoding: try file.encoded())
    #expect(read.metadata == file.metadata)
    #expect(Set(read.entries) == Set(file.entries))
    #expect(try Safetensors(decoding: try Safetensors().encoded()) == Safetensors())
  }
}
