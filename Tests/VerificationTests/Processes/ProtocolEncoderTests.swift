import DropBlockContract
import Testing

@testable import Verification

@Suite struct ProtocolEncoderTests {
  static func header(_ bytes: [UInt8]) throws -> JSON {
    let end = try #require(bytes.firstIndex(of: 0x0A))
    return try JSON(parsing: Array(bytes[..<end]))
  }

  @Test func `hello and stop are those of the protocol's page`() throws {
    #expect(
      try Self.header(ProtocolEncoder.hello) == ["kind": "hello", "protocol": 1, "blobs": []])
    #expect(try Self.header(ProtocolEncoder.stop) == ["kind": "stop", "blobs": []])
    #expect(ProtocolEncoder.hello.last == 0x0A && ProtocolEncoder.stop.last == 0x0A)
  }

  @Test func `a declaration is read as it was written`() throws {
    var declaration = SubjectDeclaration(name: "a \"b\"", version: "1\n2")
    declaration.seedGrids = [.whole(.corner), .valid, .whole(.upperCentre), .whole(.lowerCentre)]
    declaration.gammaRules = GammaRuleName.allCases
    declaration.sharings = [[.channels], [], [.samples], [.channels, .samples]]
    declaration.scales = ScaleRuleName.allCases
    declaration.samplers = Sampler.allCases
    declaration.oversizedBlocks = [.refused]
    declaration.elementTypes = ElementType.allCases
    declaration.ranks = [3, 1]
    declaration.layouts = LayoutName.allCases
    declaration.schedules = ScheduleName.allCases
    declaration.reveals = Set(StageName.allCases)
    declaration.scaleEpsilon = 1e-6
    declaration.capabilities = Set(Capability.allCases)
    #expect(
      try ProtocolDecoder.decodeHello(ProtocolEncoder.helloAnswer(declaration)) == declaration)
  }

  @Test func `schedules are those of the protocol's page`() throws {
    let linear = ScheduleCase(.linear(from: 0, to: 0.25, steps: 5), steps: [0, 1, 2])
    let expected: JSON = [
      "kind": "schedule", "id": "18", "schedule": "linear", "from": 0.0, "to": 0.25, "steps": 5,
      "at": [0, 1, 2], "resumesBefore": nil, "blobs": [],
    ]
    let bytes = try #require(ProtocolEncoder.schedule(linear, id: "18"))
    #expect(try Self.header(bytes) == expected)
    let paper = ScheduleCase(.paper(target: .nan, steps: -1), steps: [.min], resumesBefore: 0)
    let other = try Self.header(try #require(ProtocolEncoder.schedule(paper, id: "1")))
    #expect(other["target"] == "NaN" && other["steps"] == -1 && other["resumesBefore"] == 0)
    #expect(other["at"] == [.integer(.min)] && other["to"] == nil)
    let groups = ScheduleCase(.groups, steps: Array(repeating: 1_000_000, count: 10_000))
    #expect(ProtocolEncoder.schedule(groups, id: "1") == nil)
  }

  @Test func `a request is header and blobs in the order of the table`() throws {
    let item = SubjectCase.sample(.nchw(1, 1, 1, 2), gradient: true)
    let request = RunRequest(
      [item, item], id: "17", for: SubjectDeclaration(name: "", version: ""))
    let header = try Self.header(request.bytes)
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
        let header = try Self.header(request.bytes)
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
    item.input = Tensor(repeating: 0, count: shape.unitCount, as: .float32)
    let four = Array(repeating: item, count: 4)[...]
    #expect(RunRequest(four, id: "1", for: declaration).caseCount == 3)
    item.input = Tensor(repeating: 0, count: 9 << 20, as: .float64)
    #expect(RunRequest([item, item], id: "1", for: declaration).caseCount == 1)
  }
}
