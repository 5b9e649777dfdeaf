import Testing

@testable import DropBlockGenerators

/// The property of the README's example.
private let keepsCount: @Sendable (inout Draw) throws -> PropertyOutcome = { draw in
  let list = try draw(Generator<[Int]>.arrays(of: .integers(in: 0...9), count: 0...9))
  return Set(list).count == list.count
    ? .holds : .fails(PropertyFailure(site: "count", kind: "smaller", message: "\(list)"))
}

@Suite struct FuzzTargetTests {
  private struct Broken: Error {}

  private static func numbers(
    _ judge: @escaping @Sendable (Int64) throws -> PropertyOutcome
  ) -> FuzzTarget {
    FuzzTarget("numbers") { draw in try judge(try draw.integer(in: 0...255)) }
  }

  /// Random byte strings, the same in every run.
  private static func inputs(_ count: Int) -> [[UInt8]] {
    var stream = CaseStream(key: 4, property: 4, caseIndex: 4)
    return (0..<count).map { _ in
      (0..<stream.below(40)).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    }
  }

  @Test func `what the property says about the bytes is the verdict`() {
    let target = Self.numbers { number in
      switch number {
      case 0..<10: .holds
      case 10..<20: .discarded
      default: .fails(PropertyFailure(site: "s", kind: "k", magnitude: 3, message: "\(number)"))
      }
    }
    for byte in UInt8.min ... .max {
      switch (target.verdict(of: [byte]), byte) {
      case (.holds, ..<10), (.discarded(.property), 10..<20): break
      case (.fails(let finding), 20...):
        let expected = PropertyFailure(site: "s", kind: "k", magnitude: 3, message: "\(byte)")
        #expect(finding.failure == expected)
      case (let verdict, _): Issue.record("byte \(byte): \(verdict)")
      }
    }
    // Past the end of the bytes every choice is the simplest.
    guard case .holds = target.verdict(of: []) else {
      Issue.record("no bytes")
      return
    }
  }

  @Test func `libFuzzer gets 0 for a case and -1 for none`() {
    let target = Self.numbers { $0 < 10 ? .holds : .discarded }
    #expect(target.judge([9]) == 0 && target.judge([10]) == -1 && target.judge([]) == 0)
    let refused = FuzzTarget("refused") { draw in
      try draw.assume(try draw.boolean(), "the first bit")
      return .holds
    }
    #expect(refused.judge([1]) == 0 && refused.judge([0]) == -1)
    guard case .discarded(.rejection(let rejection)) = refused.verdict(of: []) else {
      Issue.record("no rejection")
      return
    }
    #expect(rejection == Rejection(assuming: "the first bit"))
  }

  @Test func `a finding's token replays the case without its bytes, and shrinks`() throws {
    let target = FuzzTarget("sorting keeps the count", keepsCount)
    var findings: [FuzzTarget.Finding] = []
    for bytes in Self.inputs(4_000) {
      guard case .fails(let finding) = target.verdict(of: bytes) else { continue }
      findings.append(finding)
      let token = try Token(parsing: "\(finding.token)")
      let again = try replay(token, name: "sorting keeps the count", keepsCount)
      #expect(!again.isStale && again.outcome == .fails(finding.failure), "\(bytes)")
    }
    #expect(findings.count > 100, "\(findings.count)")
    let finding = try #require(findings.max { "\($0.token)".count < "\($1.token)".count })
    let report = try PropertyCheck(name: "sorting keeps the count", key: 1)
      .resume(finding.token, keepsCount)
    guard case .fails(let smallest) = report else {
      Issue.record("\(report)")
      return
    }
    #expect(smallest.smallest.message == "[0, 0]")
  }

  @Test func `the message has the failure, the token and the way back`() throws {
    let target = Self.numbers { number in
      .fails(PropertyFailure(site: "here", kind: "wrong", message: "it was \(number)"))
    }
    guard case .fails(let finding) = target.verdict(of: [7]) else {
      Issue.record("no finding")
      return
    }
    let lines = "\(finding)".split(separator: "\n")
    #expect(lines.first == "numbers does not hold: here: wrong, magnitude 1.0, it was 7")
    #expect(lines.dropFirst().first == "  token: \(finding.token)")
    #expect("\(finding)".contains("artifact"))
    let again = try replay(finding.token, name: "numbers") { draw in
      try draw.integer(in: 0...255) == 7 ? .holds : .discarded
    }
    #expect(!again.isStale && again.outcome == .holds)
  }

  @Test func `an error and a generator without a value are failures, not silence`() {
    guard case .fails(let thrown) = Self.numbers({ _ in throw Broken() }).verdict(of: [1]),
      case .fails(let empty) = FuzzTarget(
        "empty",
        { draw in
          _ = try draw(Generator<Int>.element(of: []))
          return .holds
        }
      ).verdict(of: [1])
    else {
      Issue.record("no failure")
      return
    }
    #expect(thrown.failure.site == "error" && thrown.failure.kind == "Broken")
    #expect(empty.failure.site == "generator" && empty.failure.kind == "impossible")
    #expect(empty.failure.message.contains("no values"))
  }

  @Test func `a failure stops the process, with its message on standard error`() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = FuzzTarget("sorting keeps the count", keepsCount).judge([1, 0, 1, 0, 0])
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    guard
      case .fails(let finding) = FuzzTarget("sorting keeps the count", keepsCount)
        .verdict(of: [1, 0, 1, 0, 0])
    else {
      Issue.record("the bytes hold")
      return
    }
    #expect(text.contains("\(finding)"), "\(text)")
  }
}
