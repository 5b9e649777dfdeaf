import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

struct ChallengeTests {
  private static let small: Set<String> = ["values", "schedule.linear"]

  private static func written(
    key: UInt64 = 1, only: Set<String> = small,
    options: VerificationRun.Options = .declared
  ) throws -> WrittenChallenge {
    try WrittenChallenge(
      to: NarrowSubject(EngineSubject.reference(version: "1")) { $0.schedules = [.linear] },
      only: only, key: key, options: options)
  }

  @Test func `the same key gives the same bytes, and another key others`() throws {
    let first = try Self.written()
    #expect(try Self.written().file == first.file)
    let other = try Self.written(key: 2)
    #expect(other.challenge.identifier != first.challenge.identifier)
    #expect(other.file != first.file)
  }

  @Test func `a challenge is hello, requests with numbers, and stop`() throws {
    let written = try Self.written()
    var rest = written.file[...]
    var kinds: [String: Int] = [:]
    var numbers: [String] = []
    while !rest.isEmpty {
      let line = Array(rest.prefix { $0 != 0x0A })
      #expect(line.count < SubjectProtocol.headerLimit)
      let json = try JSON(parsing: line)
      kinds[json["kind"]?.stringValue ?? "", default: 0] += 1
      if let id = json["id"]?.stringValue { numbers.append(id) }
      let blobs = (json["blobs"]?.arrayValue ?? []).compactMap { $0["bytes"]?.intValue }
      rest = rest.dropFirst(line.count + 1 + blobs.reduce(0, +))
    }
    #expect(kinds["hello"] == 1 && kinds["stop"] == 1, "\(kinds)")
    #expect(kinds["schedule"] ?? 0 > 0 && kinds["run"] ?? 0 > 0, "\(kinds)")
    #expect(numbers == (1...written.size.requests).map(written.challenge.identifier(ofRequest:)))
    #expect(written.size.bytes == written.file.count)
  }

  @Test(arguments: VerificationRun.Options.allCases)
  func `the first line gives the challenge back`(options: VerificationRun.Options) throws {
    var challenge = try Self.written(key: .max, options: options).challenge
    challenge.profile.margin = 0.05
    challenge.token = try Token(parsing: "dbp1.05ff04q64va0stgs3400408k003040002yj0")
    #expect(try Challenge(parsing: challenge.hello) == challenge)
  }

  @Test func `what is no challenge is told from one of another version, and from a changed one`()
    throws
  {
    let challenge = try Self.written().challenge
    for bytes in [Array("".utf8), Array("Hello".utf8), ProtocolEncoder.hello] {
      let error = try #require(throws: ChallengeError.self) { try Challenge(parsing: bytes) }
      #expect(error == .noChallenge(beginning: JSON.excerpt(of: bytes)))
    }
    var other = challenge
    other.version = "0.0.0"
    #expect(throws: ChallengeError.otherVersion(made: "0.0.0", this: DropBlockPackage.version)) {
      try Challenge(parsing: other.hello)
    }
    for (text, change) in [("\"quick\"", "\"quack\""), ("\"0x1\"", "\"0x3\"")] {
      let line = String(decoding: challenge.hello, as: UTF8.self).replacing(text, with: change)
      #expect(throws: ChallengeError.changed(request: 0)) {
        try Challenge(parsing: Array(line.utf8))
      }
    }
  }

  @Test func `a challenge above the limit is not made`() throws {
    let challenge = try Self.written().challenge
    var bytes = 0
    #expect(throws: ChallengeError.tooLarge(limit: 100_000)) {
      try challenge.record(limit: 100_000) { bytes += $0.count }
    }
    #expect(bytes <= 100_000)
  }

  @Test func `an error of the file ends the recording`() throws {
    struct DiskFull: Error {}
    let challenge = try Self.written().challenge
    var messages = 0
    #expect(throws: DiskFull.self) {
      try challenge.record { _ in
        messages += 1
        if messages == 5 { throw DiskFull() }
      }
    }
    #expect(messages == 5)
  }

  @Test func `one case is asked by its token`() throws {
    let subject = NarrowSubject(try #require(Mutant.named("nan-leak")).subject(version: "1"))
    let whole = try WrittenChallenge(to: subject, only: ["values"])
    let summary = try whole.judged(try Answering.file(of: subject, to: whole.challenge))
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary.findings)")
      return
    }
    // It is asked again on a pipe, and may be smaller there.
    #expect(violation.shrinkAdvice != nil)
    let token = try Token(in: violation.replay)
    var single = whole.challenge
    single.token = token
    var file: [UInt8] = []
    let size = try single.record { file += $0 }
    #expect(size.cases < 8 && size.requests > 0, "\(size)")
    let read = try Challenge.read(file, answers: try Answering.file(of: subject, to: single))
    let again = try read.challenge.run(of: read.subject).run(replaying: .token(token))
    #expect(again.conclusion == .violates)
    #expect(again.verdicts[0].outcome.isViolation)
  }
}
