import Testing
import DropBlockVerification

struct NPYTests {
  @Test func `an array holds exactly the bytes its shape asks for`() {
    for given in [0, 1, 23, 25, 1000] {
      #expect(
        throws: NPYError(.dataSize(given: given, needed: 24), at: Swift.min(given, 24)),
        "\(given) bytes for 2×3 of float32"
      ) { try NPYArray(.float32, shape: [2, 3], data: Array(repeating: 0, count: given)) }
    }
    #expect(throws: Never.self) {
      try NPYArray(.float32, shape: [2, 3], data: Array(repeating: 0, count: 24))
    }
  }

  @Test(arguments: [
    [Int.max], [Int.max, Int.max], [0, Int.max, 2], [1 << 31, 1 << 31], [2, 0, Int.max],
  ])
  func `a shape whose product leaves Int is refused, also where a size is 0`(shape: [Int]) {
    #expect(throws: NPYError(.tooLarge(shape, .float32), at: 0)) {
      try NPYArray(.float32, shape: shape, data: [])
    }
  }

  @Test func `a negative size is refused`() {
    #expect(throws: NPYError(.size("-1"), at: 0)) {
      try NPYArray(.uint8, shape: [3, -1], data: [])
    }
  }

  @Test func `64 axes are admissible and 65 are not`() throws {
    let ones = Array(repeating: 1, count: 64)
    #expect(try NPYArray(.uint8, shape: ones, data: [9]).count == 1)
    #expect(throws: NPYError(.rank(65), at: 0)) {
      try NPYArray(.uint8, shape: ones + [1], data: [9])
    }
  }

  @Test func `an empty shape is one element and a zero in it is none`() throws {
    #expect(try NPYArray(.float64, shape: [], data: Array(repeating: 0, count: 8)).count == 1)
    #expect(try NPYArray(.float64, shape: [4, 0, 5], data: []).count == 0)
  }

  @Test func `a boolean is 0 or 1`() {
    #expect(throws: NPYError(.boolean(2), at: 1)) {
      try NPYArray(.bool, shape: [3], data: [1, 2, 3])
    }
  }
}
