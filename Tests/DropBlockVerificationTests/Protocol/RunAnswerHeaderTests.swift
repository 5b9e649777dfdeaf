import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct RunAnswerHeaderTests {
  static func header() throws -> RunAnswerHeader {
    var result = RunAnswerHeader.Result(output: 1)
    result.inputGradient = 0
    result.mask = 2
    result.seeds = 2
    result.keptCounts = 3
    result.scales = 4
    result.gamma = .nan
    result.randomWords = 9
    let rows: [(String, BlobType, [Int])] = [
      ("inputGradient", .bfloat16, [2]), ("output", .float16, [2]), ("mask", .bool, [2]),
      ("keptCounts", .int64, [1]), ("scales", .float64, [1]),
    ]
    let blobs = rows.compactMap { BlobDescription(name: $0.0, type: $0.1, shape: $0.2) }
    try #require(blobs.count == rows.count)
    return RunAnswerHeader(
      id: "5", answers: [.result(result), .refused("a"), .unsupported("b")], blobs: blobs)
  }

  static let bytes: [UInt8] =
    [1, 2, 3, 4] + [5, 6, 7, 8] + [0, 1]
    + [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F]

  @Test func `each field gets the bytes of its blob`() throws {
    let header = try Self.header()
    #expect(header.blobByteCount == Self.bytes.count)
    let answers = try header.answers(from: Self.bytes[...])
    #expect(answers[1...] == [.refused("a"), .unsupported("b")])
    guard case .result(let result) = answers[0] else {
      Issue.record("expected a result, got \(answers[0])")
      return
    }
    #expect(result.inputGradient == .bfloat16([0x0201, 0x0403]))
    #expect(result.output == .float16([0x0605, 0x0807]))
    #expect(result.revealed.mask == [false, true] && result.revealed.seeds == [false, true])
    #expect(result.revealed.keptCounts == [-2] && result.revealed.scales == [1])
    #expect(result.revealed.gamma?.isNaN == true && result.revealed.randomWords == 9)
  }

  @Test func `a slice is read from its own beginning`() throws {
    let slice = ([7, 7, 7] + Self.bytes)[3...]
    #expect(try Self.header().answers(from: slice).count == 3)
  }

  @Test func `a truth value is 0 or 1`() throws {
    var bytes = Self.bytes
    bytes[8] = 2
    #expect(throws: ProtocolError.wrongBlob("mask holds the byte 2; a truth value is 0 or 1")) {
      try Self.header().answers(from: bytes[...])
    }
  }

  @Test func `bytes that are not as many as announced are refused`() throws {
    for count in [0, Self.bytes.count - 1] {
      #expect(throws: ProtocolError.self) {
        try Self.header().answers(from: Self.bytes.prefix(count))
      }
    }
  }

  @Test func `indices without a blob are refused`() throws {
    for index in [-1, 5, Int.max] {
      let header = RunAnswerHeader(
        id: "", answers: [.result(.init(output: index))], blobs: try Self.header().blobs)
      #expect(throws: ProtocolError.self) { try header.answers(from: Self.bytes[...]) }
    }
  }

  @Test func `a sum that does not fit is cut, not trapped`() throws {
    let huge = try #require(BlobDescription(name: "a", type: .bool, shape: [.max]))
    let header = RunAnswerHeader(id: "", answers: [], blobs: [huge, huge])
    #expect(header.blobByteCount == .max)
    #expect(throws: ProtocolError.self) { try header.answers(from: []) }
  }
}
