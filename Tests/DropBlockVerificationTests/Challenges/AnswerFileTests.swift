import DropBlockContract
import Testing

@testable import DropBlockVerification

/// What is refused, and with which words.
struct AnswerFileTests {
  private static var subject: BlackBox { BlackBox(.none) }
  private static let made = Result { () throws -> (WrittenChallenge, [[UInt8]]) in
    let written = try WrittenChallenge(to: subject, only: ["values", "scale.nothing-kept"])
    return (written, try Answering.messages(of: BlackBox(.none), to: written.challenge))
  }

  /// What is said to a file of some messages.
  private func refusal(
    _ change: ([[UInt8]]) -> [UInt8]
  ) throws -> ChallengeError {
    let (written, messages) = try Self.made.get()
    return try #require(throws: ChallengeError.self) {
      try Challenge.read(written.file, answers: change(messages))
    }
  }

  private func joined(_ messages: some Sequence<[UInt8]>) -> [UInt8] { messages.flatMap(\.self) }

  @Test func `answers that are whole are judged`() throws {
    let (written, messages) = try Self.made.get()
    #expect(try written.judged(joined(messages)).conclusion == .conforms)
  }

  @Test func `answers that end early name the case that is missing`() throws {
    let before = try refusal { joined($0.prefix(18)) }
    guard case .ends(within: false, let place) = before else {
      Issue.record("\(before)")
      return
    }
    #expect(place.number == 18 && place.section == "values", "\(place)")
    let words = before.description
    #expect(
      words.contains("request 18, for values: ") && words.contains("samples")
        && words.contains("key 0x"), "\(words)")
    let within = try refusal { joined($0.prefix(18)).dropLast() }
    guard case .ends(within: true, let place) = within else {
      Issue.record("\(within)")
      return
    }
    #expect(place.number == 17)
  }

  @Test func `an answer that is missing, doubled or out of order is refused`() throws {
    let (written, _) = try Self.made.get()
    let id = { written.challenge.identifier(ofRequest: $0) }
    let cases: [(due: Int, got: Int, change: ([[UInt8]]) -> [[UInt8]])] = [
      (5, 6, { Array($0[..<5] + $0[6...]) }), (6, 5, { Array($0[...5] + [$0[5]] + $0[6...]) }),
      (5, 6, { Array($0[..<5] + [$0[6], $0[5]] + $0[7...]) }),
    ]
    for (due, got, change) in cases {
      let error = try refusal { joined(change($0)) }
      guard case .otherOrder(let answered, let place) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(answered == id(got) && place.number == due, "\(error)")
    }
  }

  @Test func `answers to another challenge are refused`() throws {
    let (written, _) = try Self.made.get()
    let other = try WrittenChallenge(to: Self.subject, only: ["values"], key: 2)
    let answers = try Answering.file(of: BlackBox(.none), to: other.challenge)
    let error = try #require(throws: ChallengeError.self) {
      try Challenge.read(written.file, answers: answers)
    }
    guard case .otherChallenge(let expected, let got, let place) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(expected == written.challenge.identifier(ofRequest: 1) && place.number == 1)
    #expect(got == other.challenge.identifier(ofRequest: 1))
    #expect(error.description.contains("another challenge"), "\(error)")
  }

  @Test func `what is no file of answers is told so`() throws {
    let (written, _) = try Self.made.get()
    #expect(try refusal { _ in [] } == .noAnswers)
    #expect(try refusal { _ in written.file } == .answersAreChallenge)
    for bytes in [
      Array("Hello, world\n".utf8), Array("{}".utf8), Array(repeating: 0, count: 70_000),
      Array("{\"kind\":\"hello\"}\n".utf8),
    ] {
      let error = try refusal { _ in bytes }
      guard case .noHello = error else {
        Issue.record("\(error)")
        continue
      }
    }
    let lost = try refusal { joined($0[..<3]) + Array("Killed\n".utf8) }
    guard case .noAnswer(_, let place) = lost else {
      Issue.record("\(lost)")
      return
    }
    #expect(place.number == 3)
    #expect(try refusal { joined($0) + [0x0A] } == .trailing(bytes: 1))
  }

  @Test func `a subject that declares itself otherwise is not the one that was asked`() throws {
    var other = Self.subject.declaration
    other.capabilities = []
    let error = try refusal { joined([ProtocolEncoder.helloAnswer(other)] + $0.dropFirst()) }
    #expect(
      error
        == .otherDeclaration(
          challenge: "{\"capabilities\":[\"keyed\"]}", answers: "{\"capabilities\":[]}"))
    // Its name may be another.
    var renamed = Self.subject.declaration
    renamed.version = "on the phone"
    let (written, messages) = try Self.made.get()
    let summary = try written.judged(
      joined([ProtocolEncoder.helloAnswer(renamed)] + messages.dropFirst()))
    #expect(summary.subject.version == "on the phone" && summary.conclusion == .conforms)
  }

  @Test func `a challenge that is cut short or changed is refused`() throws {
    let (written, messages) = try Self.made.get()
    let answers = joined(messages)
    var changed = written.file
    changed[changed.count / 2] ^= 1
    for file in [Array(written.file.dropLast()), changed, written.file + [0]] {
      let error = try #require(throws: ChallengeError.self) {
        try Challenge.read(file, answers: answers)
      }
      guard case .changed(let request) = error, request > 0 else {
        Issue.record("\(error)")
        continue
      }
      #expect(error.isAboutChallenge)
    }
  }

  @Test
  func `an answer that breaks the protocol, but tells its length, is a failure of the subject`()
    throws
  {
    let (written, messages) = try Self.made.get()
    var bent = messages
    // The first case of the first requirement: its output has another name.
    let text = String(decoding: messages[1].prefix { $0 != 0x0A }, as: UTF8.self)
    bent[1] =
      Array(text.replacing("\"name\":\"output\"", with: "\"name\":\"outcome\"").utf8)
      + messages[1].drop { $0 != 0x0A }
    let summary = try written.judged(joined(bent))
    #expect(summary.conclusion == .failed)
    #expect(
      summary.findings.contains { $0.contains("values failed: announced a wrong blob") },
      "\(summary.findings)")
    #expect(summary.findings.contains("scale.nothing-kept holds"), "\(summary.findings)")
  }
}
