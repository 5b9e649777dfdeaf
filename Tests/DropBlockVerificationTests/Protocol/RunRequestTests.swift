import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct RunRequestTests {
  @Test func `a request is header and blobs in the order of the table`() throws {
    let item = SubjectCase.sample(.nchw(1, 1, 1, 2), gradient: true)
    let request = RunRequest(
      [item, item], id: "17", for: SubjectDeclaration(name: "", version: ""))
    let header = try ProtocolEncoderTests.header(request.bytes)
    #expect(header["id"] == "17" && header["cases"]?.arrayValue?.count == 2)
    #expect(header["cases"]?.arrayValue?.map { $0["input"] } == [0, 2])
    #expect(header["cases"]?.arrayValue?.map { $0["outputGradient"] } == [1, 3])
    #expect(
      header["blobs"]?.arrayValue?.map { $0["name"] }
        == ["input", "outputGradient", "input", "outputGradient"])
    #expect(Array(request.bytes.suffix(8)) == [0, 0, 0, 0, 0, 0, 0x80, 0x3F])
    #expect(request.bytes.suffix(33).first == 0x0A)
  }

  @Test func `a request keeps to every limit, and batches lose no case`() throws {
    let declaration = SubjectDeclaration(name: "", version: "")
    var wide = SubjectCase.sample(.nchw(1, 1, 2, 2), gradient: true)
    wide.request.configuration.blockSize = .perAxis(Array(repeating: .min, count: 300))
    for (item, fewest) in [(SubjectCase.sample(.nchw(1, 1, 2, 2)), 64), (wide, 8)] {
      var rest = Array(repeating: item, count: 200)[...]
      var counts: [Int] = []
      while !rest.isEmpty {
        let request = RunRequest(rest, id: "1", for: declaration)
        let end = try #require(request.bytes.firstIndex(of: 0x0A))
        #expect(end + 1 <= SubjectProtocol.headerLimit && request.caseCount <= 64)
        let header = try ProtocolEncoderTests.header(request.bytes)
        #expect(header["cases"]?.arrayValue?.count == request.caseCount)
        try #require(request.caseCount > 0)
        counts.append(request.caseCount)
        rest = rest.dropFirst(request.caseCount)
      }
      #expect(
        counts.reduce(0, +) == 200 && counts.dropLast().allSatisfy { $0 >= fewest }, "\(counts)")
    }
  }

  @Test func `a header may have exactly the greatest length and no more`() throws {
    let declaration = SubjectDeclaration(name: "", version: "")
    var fits = 0
    for sides in 32_475..<32_515 {
      var item = SubjectCase.sample(.nchw(1, 1, 1, 1))
      item.request.configuration.blockSize = .perAxis(Array(repeating: 1, count: sides))
      let request = RunRequest([item], id: "1", for: declaration)
      guard request.caseCount == 1 else { continue }
      let end = try #require(request.bytes.firstIndex(of: 0x0A))
      #expect(end + 1 <= SubjectProtocol.headerLimit)
      fits = max(fits, end + 1)
    }
    #expect(fits > SubjectProtocol.headerLimit - 8, "the longest header had \(fits) bytes")
  }

  @Test func `tensors end a request at their limit, but one case may exceed it`() {
    let declaration = SubjectDeclaration(name: "", version: "")
    let shape = Shape.nchw(1, 1, 5 << 10, 1 << 10)
    var item = SubjectCase.sample(.nchw(1, 1, 1, 1))
    item.request.shape = shape
    item.input = TensorBits(repeating: 0, count: shape.unitCount, as: .float32)
    let four = Array(repeating: item, count: 4)[...]
    #expect(RunRequest(four, id: "1", for: declaration).caseCount == 3)
    item.input = TensorBits(repeating: 0, count: 9 << 20, as: .float64)
    #expect(RunRequest([item, item], id: "1", for: declaration).caseCount == 1)
  }
}
