import DropBlockContract

/// The answers to a challenge, read one after another.
struct AnswerFile {
  private let bytes: [UInt8]
  private var offset = 0

  /// What the subject says of itself.
  let declaration: SubjectDeclaration

  /// Reads the answer to hello.
  ///
  /// - Throws: ``ChallengeError`` where there is none, or where it is that of another subject.
  init(_ bytes: [UInt8], to challenge: Challenge) throws(ChallengeError) {
    self.bytes = bytes
    guard !bytes.isEmpty else { throw .noAnswers }
    var file = AnswerSlice(bytes: bytes)
    let hello: SubjectDeclaration
    switch file.line() {
    case .line(let line):
      guard (try? JSON(parsing: line))?["challenge"] == nil else { throw .answersAreChallenge }
      do { hello = try ProtocolDecoder.decodeHello(line) } catch {
        throw .noHello(error.description)
      }
    case .none, .ends:
      throw .noHello(ProtocolError.malformed(JSON.excerpt(of: bytes)).description)
    case .tooLong:
      throw .noHello(
        SubjectFailure(.oversizedHeader(limit: SubjectProtocol.headerLimit)).description)
    }
    let (asked, declared) = (challenge.declaration.json, hello.json)
    guard asked == declared else {
      throw .otherDeclaration(
        challenge: asked.without(declared), answers: declared.without(asked))
    }
    declaration = hello
    offset = file.offset
  }

  /// The answer to a request.
  ///
  /// - Throws: ``ChallengeError`` where the next message is not that answer, or can't be told from what
  ///   follows it.
  mutating func answer(
    to request: Exchange.Request, of challenge: Challenge, at place: RequestPlace
  ) throws(ChallengeError) -> Answer {
    guard request.caseCount > 0 else { return .tooLong }
    var file = AnswerSlice(bytes: bytes, offset: offset)
    let line: [UInt8]
    switch file.line() {
    case .line(let found): line = found
    case .none: throw .ends(within: false, place: place)
    case .ends: throw .ends(within: true, place: place)
    case .tooLong:
      let failure = SubjectFailure(.oversizedHeader(limit: SubjectProtocol.headerLimit))
      throw .noAnswer(failure.description, place: place)
    }
    let answer: Answer
    do {
      answer = try Self.read(line, as: request, &file)
    } catch .wrongIdentifier(let expected, let got) {
      throw Self.isOf(challenge, got)
        ? .otherOrder(got: got, place: place)
        : .otherChallenge(expected: expected, got: got, place: place)
    } catch {
      // It is the subject's fault; the others can be read if it says how long it is.
      guard let json = try? JSON(parsing: line), let length = json.blobByteCount else {
        throw .noAnswer(error.description, place: place)
      }
      guard file.skip(length) != nil else { throw .ends(within: true, place: place) }
      offset = file.offset
      return .failed(SubjectFailure(error.failure))
    }
    guard let answer = answer.isWhole ? answer : nil else {
      throw .ends(within: true, place: place)
    }
    offset = file.offset
    return answer
  }

  /// Sees that nothing follows.
  func end() throws(ChallengeError) {
    guard offset == bytes.count else { throw .trailing(bytes: bytes.count - offset) }
  }

  /// Whether an identifier is one of a challenge's requests.
  private static func isOf(_ challenge: Challenge, _ id: String) -> Bool {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == challenge.identifier && Int(parts[1]) != nil
  }

  private static func read(
    _ line: [UInt8], as request: Exchange.Request, _ file: inout AnswerSlice
  ) throws(ProtocolError) -> Answer {
    switch request {
    case .tooLong: return .tooLong
    case .run(let id, _, let cases):
      let header = try ProtocolDecoder.decodeRunAnswer(
        line, expecting: RunExpectation(id: id, cases: cases))
      return .run(header, file.skip(header.blobByteCount))
    case .schedule(let id, _, let schedule):
      let count = schedule.steps.count
      let answer = try ProtocolDecoder.decodeScheduleAnswer(line, expecting: id, count: count)
      return .schedule(answer, file.skip(answer == nil ? 8 * count : 0))
    }
  }

  /// What was answered, and where its bytes are; nil where the file ends before them.
  enum Answer: Sendable {
    case run(RunAnswerHeader, Range<Int>?)
    case schedule(ScheduleAnswer?, Range<Int>?)

    /// What is wrong with it.
    case failed(SubjectFailure)

    /// It was never asked.
    case tooLong

    fileprivate var isWhole: Bool {
      switch self {
      case .run(_, let range), .schedule(_, let range): range != nil
      case .failed, .tooLong: true
      }
    }
  }
}

/// Bytes that are read from the front.
private struct AnswerSlice {
  let bytes: [UInt8]
  var offset = 0

  enum Line {
    case line([UInt8])

    /// There is nothing more.
    case none

    /// There is more, but no line feed.
    case ends

    /// There is no line feed where one must have come.
    case tooLong
  }

  mutating func line() -> Line {
    guard offset < bytes.count else { return .none }
    let rest = bytes[offset...].prefix(SubjectProtocol.headerLimit)
    guard let end = rest.firstIndex(of: 0x0A) else {
      return rest.count < SubjectProtocol.headerLimit ? .ends : .tooLong
    }
    defer { offset = end + 1 }
    return .line(Array(rest[..<end]))
  }

  /// The place of the next bytes; nil where there are not so many.
  mutating func skip(_ count: Int) -> Range<Int>? {
    guard count <= bytes.count - offset else { return nil }
    defer { offset += count }
    return offset..<offset + count
  }
}

extension JSON {
  /// How many bytes follow a header, by its own account; nil where it gives none.
  fileprivate var blobByteCount: Int? {
    guard let rows = self["blobs"]?.arrayValue else { return nil }
    var sum = 0
    for row in rows {
      guard let count = row["bytes"]?.intValue, count >= 0 else { return nil }
      let (next, overflow) = sum.addingReportingOverflow(count)
      guard !overflow else { return nil }
      sum = next
    }
    return sum
  }

  /// The members that another object has otherwise.
  fileprivate func without(_ other: JSON) -> String {
    guard case .object(let members) = self else { return description }
    return JSON.object(members.filter { other[$0.0] != $0.1 }).excerpt
  }
}
