import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct BlobDescriptionTests {
  @Test func `the number of bytes is the product of the shape and the width`() {
    #expect(BlobDescription(name: "a", type: .float32, shape: [2, 3, 5, 5])?.byteCount == 600)
    #expect(BlobDescription(name: "a", type: .bool, shape: [])?.byteCount == 1)
    #expect(BlobDescription(name: "a", type: .int64, shape: [3])?.byteCount == 24)
    #expect(BlobDescription(name: "a", type: .float64, shape: [0, 1 << 40])?.byteCount == 0)
    #expect(BlobType.allCases.map(\.byteCount) == [2, 2, 4, 8, 8, 1])
  }

  @Test(arguments: [
    [-1], [0, -1], [.min], [.max, 2], [1 << 32, 1 << 31], [0, .max, .max], [1 << 61],
  ])
  func `a shape that is negative or too large has no description`(shape: [Int]) {
    #expect(BlobDescription(name: "a", type: .float64, shape: shape) == nil)
  }

  @Test func `a row is read as it was written`() throws {
    for type in BlobType.allCases {
      let row = try #require(BlobDescription(name: "a\"", type: type, shape: [3, 0, 4]))
      #expect(try BlobDescription(row.json) == row)
    }
  }

  @Test func `an excerpt is one short line`() {
    let text = JSON.excerpt(of: Array("a\nb\u{7}".utf8) + Array(repeating: 0x78, count: 1000))
    #expect(text.hasPrefix("a b ") && text.hasSuffix("x…") && text.utf8.count < 210, "\(text)")
  }
}
