import Testing

@testable import DropBlockVerification

struct SafetensorsTests {
  @Test func `tensors are found by their names`() throws {
    var file = Safetensors()
    try file.add("a", .int64, shape: [1], data: [1, 0, 0, 0, 0, 0, 0, 0])
    try file.add("b", .bool, shape: [2, 0], data: [])
    #expect(file["a"]?.data.first == 1)
    #expect(file["b"]?.shape == [2, 0])
    #expect(file["c"] == nil)
  }

  @Test func `a name is taken once`() throws {
    var file = Safetensors()
    try file.add("a", .bool, shape: [], data: [1])
    try file.add(label: "l", "text")
    #expect(throws: SafetensorsError.duplicateName("a")) {
      try file.add("a", .bool, shape: [], data: [1])
    }
    #expect(throws: SafetensorsError.duplicateName("l")) { try file.add(label: "l", "other") }
    #expect(throws: SafetensorsError.self) {
      try file.add("__metadata__", .bool, shape: [], data: [1])
    }
  }

  @Test(arguments: [[3], [-1], [Int.max, 3], [Int.max, 0, 2], [2, Int.max / 4]])
  func `a shape that its bytes do not fill is refused`(shape: [Int]) {
    var file = Safetensors()
    #expect(throws: SafetensorsError.self) {
      try file.add("a", .float32, shape: shape, data: [0, 0, 0, 0])
    }
    #expect(file.entries.isEmpty)
  }
}
