import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct ProtocolDecoderTests {
  static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// Expects `body` to fail with `error`, apart from the text that quotes the program.
  static func expect<Value>(
    _ kind: SubjectFailure.Kind, _ text: String, at location: SourceLocation = #_sourceLocation,
    _ body: () throws(ProtocolError) -> Value
  ) {
    do {
      let value = try body()
      Issue.record("\(text): expected \(kind), got \(value)", sourceLocation: location)
    } catch {
      let isSame =
        switch (error.failure, kind) {
        case (.malformed, .malformed), (.wrongBlob, .wrongBlob): true
        default: error.failure == kind
        }
      #expect(isSame, "\(text): expected \(kind), got \(error)", sourceLocation: location)
    }
  }

  // MARK: Hello

  @Test func `a hello that leaves everything out declares the defaults`() throws {
    let text = #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{}}"#
    let declaration = try ProtocolDecoder.decodeHello(Self.bytes(text))
    #expect(declaration == SubjectDeclaration(name: "a", version: "2"))
  }

  @Test func `the hello of the protocol's page is read`() throws {
    let text = #"""
      {"kind": "hello", "protocol": 1, "name": "torchvision.drop_block2d", "version": "0.29.2", "blobs": [],
       "declares": {"seedGrids": ["valid"], "gammaRules": ["paper"], "sharings": [[]], "scales": ["tensor"], "samplers": [],
        "oversizedBlocks": ["clipped"], "elementTypes": ["float32", "float16"], "ranks": [2], "layouts": ["channelsFirst"],
        "schedules": [], "reveals": [], "scaleEpsilon": 1e-6, "capabilities": ["backward", "keyed"]}, "mood": "good"}
      """#
    var expected = SubjectDeclaration(name: "torchvision.drop_block2d", version: "0.29.2")
    expected.elementTypes = [.float32, .float16]
    expected.scaleEpsilon = 1e-6
    expected.capabilities = [.backward, .keyed]
    #expect(try ProtocolDecoder.decodeHello(Self.bytes(text)) == expected)
  }

  @Test(arguments: [
    "", "loading weights", "[]", "{}", #"{"kind":"run"}"#,
    #"{"kind":"hello","protocol":2,"name":"a","version":"2","blobs":[]}"#,
    #"{"kind":"hello","protocol":1,"name":"","version":"2","blobs":[]}"#,
    #"{"kind":"hello","protocol":1,"name":"a","blobs":[]}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2"}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":[]}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{"ranks":[4]}}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{"ranks":[]}}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{"scales":["x"]}}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{"sharings":["channels"]}}"#,
    #"{"kind":"hello","protocol":1,"name":"a","version":"2","blobs":[],"declares":{"scaleEpsilon":"NaN"}}"#,
    #"{"kind":"hello","protocol":1,"name":"a","name":"b","version":"2","blobs":[]}"#,
  ])
  func `what is not a hello is malformed`(text: String) {
    Self.expect(.malformed(""), text) { () throws(ProtocolError) in
      try ProtocolDecoder.decodeHello(Self.bytes(text))
    }
  }

  // MARK: Run

  static let expectation = RunExpectation(
    id: "17", cases: [.sample(.nchw(2, 3, 5, 5), gradient: true), .sample(.nchw(1, 1, 2, 2))])

  static let runAnswer: String = {
    let rows = [
      #"{"name":"output","dtype":"float32","shape":[2,3,5,5],"bytes":600}"#,
      #"{"name":"inputGradient","dtype":"float32","shape":[2,3,5,5],"bytes":600}"#,
      #"{"name":"mask","dtype":"bool","shape":[2,3,5,5],"bytes":150}"#,
      #"{"name":"seeds","dtype":"bool","shape":[2,3,3,3],"bytes":54}"#,
      #"{"name":"keptCounts.0","dtype":"int64","shape":[1],"bytes":8}"#,
      #"{"name":"scales","dtype":"float64","shape":[1],"bytes":8}"#,
    ]
    let answers = [
      #"{"status":"result","output":0,"inputGradient":1,"mask":2,"seeds":3,"keptCounts":4,"scales":5,"gamma":0.25,"randomWords":7}"#,
      #"{"status":"refused","message":"no"}"#,
    ]
    return #"{"kind":"run","id":"17","answers":["# + answers.joined(separator: ",")
      + #"],"blobs":["# + rows.joined(separator: ",") + "]}"
  }()

  static func decode(_ text: String) throws(ProtocolError) -> RunAnswerHeader {
    try ProtocolDecoder.decodeRunAnswer(bytes(text), expecting: expectation)
  }

  @Test func `an answer that keeps to the request is read`() throws {
    let header = try Self.decode(Self.runAnswer)
    #expect(header.blobByteCount == 600 + 600 + 150 + 54 + 8 + 8)
    #expect(header.answers[1] == .refused("no"))
    guard case .result(let result) = header.answers[0] else {
      Issue.record("expected a result, got \(header.answers[0])")
      return
    }
    #expect(result.seeds == 3 && result.gamma == 0.25 && result.randomWords == 7)
  }

  @Test(
    arguments: [
      (#""id":"17""#, #""id":"18""#, .wrongIdentifier(expected: "17", got: "18")),
      (#""id":"17""#, #""id":17"#, .wrongIdentifier(expected: "17", got: "17")),
      (#""id":"17","#, "", .malformed("")),
      (#""kind":"run""#, #""kind":"schedule""#, .malformed("")),
      (#","blobs":["#, #","blob":["#, .malformed("")),
      (#""status":"refused""#, #""status":"maybe""#, .malformed("")),
      (#",{"status":"refused","message":"no"}"#, "", .malformed("")),
      (#""gamma":0.25"#, #""gamma":"much""#, .malformed("")),
      (#""randomWords":7"#, #""randomWords":7.5"#, .malformed("")),
      (#""dtype":"bool","#, "", .malformed("")),
      (#""output":0,"#, "", .wrongBlob("")),
      (#""output":0"#, #""output":6"#, .wrongBlob("")),
      (#""output":0"#, #""output":-1"#, .wrongBlob("")),
      (#""output":0"#, #""output":2"#, .wrongBlob("")),
      (#""inputGradient":1,"#, "", .wrongBlob("")),
      (#""mask":2,"#, "", .wrongBlob("")),
      (#""name":"mask""#, #""name":"seeds""#, .wrongBlob("")),
      (#""name":"mask""#, #""name":"masked""#, .wrongBlob("")),
      (#"[2,3,5,5],"bytes":600"#, #"[2,3,5,5],"bytes":601"#, .wrongBlob("")),
      (#"[2,3,5,5],"bytes":600"#, #"[2,3,25],"bytes":600"#, .wrongBlob("")),
      (#"[2,3,5,5],"bytes":600"#, #"[2,-3,-5,5],"bytes":600"#, .wrongBlob("")),
      (#"[2,3,5,5],"bytes":600"#, #"[4294967296,4294967296,4],"bytes":0"#, .wrongBlob("")),
      (#"[2,3,5,5],"bytes":600"#, #"[4611686018427387904],"bytes":600"#, .wrongBlob("")),
      (#""dtype":"float32""#, #""dtype":"int32""#, .wrongBlob("")),
      (#""dtype":"int64""#, #""dtype":"float64""#, .wrongBlob("")),
      (#"[2,3,3,3],"bytes":54"#, #"[2,3,5,5],"bytes":150"#, .wrongBlob("")),
      (#"[1],"bytes":8"#, #"[2],"bytes":16"#, .wrongBlob("")),
    ] as [(String, String, SubjectFailure.Kind)])
  func `an answer that departs from the request is refused, each fault by its kind`(
    part: String, replacement: String, kind: SubjectFailure.Kind
  ) throws {
    var text = Self.runAnswer
    text.replaceSubrange(try #require(text.firstRange(of: part)), with: replacement)
    Self.expect(kind, text) { () throws(ProtocolError) in try Self.decode(text) }
  }

  @Test func `a gradient that was not asked for is refused`() {
    let answer = #"{"status":"result","output":0,"inputGradient":1}"#
    let row = #"{"name":"output","dtype":"float32","shape":[1,1,2,2],"bytes":16}"#
    let text =
      #"{"kind":"run","id":"1","answers":["# + answer + #"],"blobs":["# + row + ","
      + row.replacing("output", with: "inputGradient") + "]}"
    Self.expect(.wrongBlob(""), text) { () throws(ProtocolError) in
      try ProtocolDecoder.decodeRunAnswer(
        Self.bytes(text), expecting: RunExpectation(id: "1", cases: [.sample(.nchw(1, 1, 2, 2))]))
    }
  }

  // MARK: Schedule

  @Test func `schedule answers are read`() throws {
    func decode(_ text: String) throws -> ScheduleAnswer? {
      try ProtocolDecoder.decodeScheduleAnswer(Self.bytes(text), expecting: "3", count: 2)
    }
    let row = #"{"name":"values","dtype":"float64","shape":[2],"bytes":16}"#
    let head = #"{"kind":"schedule","id":"3","status":"#
    #expect(try decode(head + #""result","values":0,"blobs":["# + row + "]}") == nil)
    #expect(try decode(head + #""refused","message":"no","blobs":[]}"#) == .refused("no"))
    #expect(try decode(head + #""unsupported","blobs":[]}"#) == .unsupported(""))
    for wrong in [
      #""result","values":1,"blobs":["# + row + "]}", #""result","values":0,"blobs":[]}"#,
      #""result","values":0,"blobs":["# + row.replacing("[2]", with: "[1,2]") + "]}",
      #""refused","blobs":["# + row + "]}", #""done","blobs":[]}"#,
    ] {
      #expect(throws: ProtocolError.self, "\(wrong)") { try decode(head + wrong) }
    }
  }

  // MARK: Any bytes

  @Test func `no header traps, and none announces more than was asked for`() {
    var random = SplitMix(seed: 4)
    let hello = ProtocolEncoder.helloAnswer(SubjectDeclaration(name: "a", version: "2"))
    let schedule = Self.bytes(
      #"{"kind":"schedule","id":"3","status":"result","values":0,"blobs":[{"name":"values","dtype":"float64","shape":[2],"bytes":16}]}"#
    )
    let bases = [hello, schedule, Self.bytes(Self.runAnswer), Self.bytes(Self.runAnswer)]
    let limit = 2 * 1200 + 2 * 150 + 16 + (2 * 32 + 2 * 4 + 16)
    var passed = 0
    for index in 0..<100_000 {
      var bytes = bases[index % bases.count]
      for _ in 0...random.next() % 3 { Self.mutate(&bytes, &random) }
      switch index % bases.count {
      case 0: _ = try? ProtocolDecoder.decodeHello(bytes)
      case 1: _ = try? ProtocolDecoder.decodeScheduleAnswer(bytes, expecting: "3", count: 2)
      default: break
      }
      guard index % bases.count > 1,
        let header = try? ProtocolDecoder.decodeRunAnswer(bytes, expecting: Self.expectation)
      else { continue }
      passed += 1
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(header.blobByteCount <= limit, "\(text)")
      let again = try? ProtocolDecoder.decodeRunAnswer(header.bytes, expecting: Self.expectation)
      #expect(again == header, "\(text): expected \(header), got \(String(describing: again))")
      #expect(
        (try? header.answers(from: Array(repeating: 0, count: header.blobByteCount)[...])) != nil)
    }
    #expect(
      passed > 1_000, "of 100,000 mutants only \(passed) were headers: too few to say anything")
  }

  static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let tokens = [
      "1e999", "-1", "-0", "1.5", "9223372036854775807", "9223372036854775808", "4294967296", "0",
      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":", "null", "\"NaN\"", "\\ud800", "\"", ",", "}",
      "]", "\u{0}", "[]", "\"id\":\"17\",", "true",
    ]
    let place = bytes.isEmpty ? 0 : Int(random.next() % UInt64(bytes.count))
    let end = min(bytes.count, place + Int(random.next() % 12))
    switch random.next() % 7 {
    case 0 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(random.next() % 8)
    case 1 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4:
      bytes.insert(contentsOf: tokens.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
    case 5:
      // A number of the text gives way to something worse.
      if let digit = bytes[place...].firstIndex(where: { $0 &- 0x30 < 10 }) {
        let token = tokens.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(digit...digit, with: token.utf8)
      }
    default: bytes.insert(0x20, at: place)
    }
  }
}
