#if canImport(Testing)
  public import DropBlockGenerators
  public import Foundation
  import Synchronization
  public import Testing

  /// Checks a property inside a test: random cases, of which each may use `#expect` as usual.
  ///
  ///     @Test func `reversing twice changes nothing`() async throws {
  ///       try await property { draw in
  ///         let list = try draw(.arrays(of: .integers(in: -9...9), count: 0...20))
  ///         #expect(list.reversed().reversed() == list)
  ///       }
  ///     }
  ///
  /// Expectations that fail while cases are drawn and shrunk are not recorded. The smallest case is
  /// run again at the end, so that its expectations are reported where they stand, with their values;
  /// then comes what the case was, the token that replays it and the key of the run. The key is
  /// printed before the first case.
  ///
  /// - Parameters:
  ///   - name: The property's name, in tokens and corpus; nil for that of the test.
  ///   - cases: How many cases have to hold; nil leaves that to the profile.
  ///   - profile: Where keys, numbers of cases and the corpus come from; nil for
  ///     ``PropertyProfile/current(for:)``, with the epoch committed for the file of the test.
  ///   - replaying: A token: only this case is run, and it is an issue if it passes now, or is stale.
  ///   - sourceLocation: Where the property stands.
  ///   - body: Draws a case and expects something of it. What it throws is a failure, but for a
  ///     `Rejection`, which discards the case.
  /// - Throws: A ``PropertyEpochError``, a `TokenError` for a text that is no token or that of another
  ///   property, and a ``PropertyIssue`` when the run was ended from outside. A property that does not
  ///   hold is an issue of the test, and no error.
  public func property(
    _ name: String? = nil, cases: Int? = nil, profile: PropertyProfile? = nil,
    replaying: String? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: @Sendable @escaping (inout Draw) throws -> Void
  ) async throws {
    let name = name ?? Test.current.map { "\($0.id)".droppingSource } ?? "property"
    if let replaying {
      try await replay(replaying, name: name, sourceLocation, body)
      return
    }
    let profile = try profile ?? .current(for: sourceLocation.filePath)
    let check = profile.check(name, cases: cases)
    print("property \(name): key \(hexadecimal: check.key), \(check.cases) cases, \(profile.name)")
    let report = try await collectingIssues { issues in
      try check.run { draw in try issues.outcome { try body(&draw) } }
    }
    switch report {
    case .holds: return
    case .fails(let counterexample):
      rerun(counterexample.choices, sourceLocation, body)
      Issue.record(PropertyIssue("\(report)"), sourceLocation: sourceLocation)
    case .exhausted, .uncovered, .damaged:
      Issue.record(PropertyIssue("\(report)"), sourceLocation: sourceLocation)
    }
  }

  /// A property that does not hold, as the error of an issue.
  public struct PropertyIssue: LocalizedError, CustomStringConvertible {
    /// The report of the run.
    public let description: String

    /// The same as the description.
    public var errorDescription: String? { description }

    init(_ description: String) { self.description = description }
  }

  private func replay(
    _ text: String, name: String, _ sourceLocation: SourceLocation,
    _ body: @Sendable @escaping (inout Draw) throws -> Void
  ) async throws {
    let token = try Token(parsing: text)
    let report = try await collectingIssues { issues in
      try DropBlockGenerators.replay(token, name: name) { draw in
        try issues.outcome { try body(&draw) }
      }
    }
    if report.isStale {
      let error = PropertyIssue("\(TokenError.stale)")
      Issue.record(error, sourceLocation: sourceLocation)
    } else if case .fails = report.outcome {
      rerun(report.choices, sourceLocation, body)
    } else if case .discarded = report.outcome {
      let error = PropertyIssue("the case of \(text) is discarded now: it says nothing any more")
      Issue.record(error, sourceLocation: sourceLocation)
    } else {
      let error = PropertyIssue("the case of \(text) passes now: the token can be deleted")
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }

  /// Runs a case again, so that its issues are recorded where they arise.
  private func rerun(
    _ choices: ChoiceSequence, _ sourceLocation: SourceLocation,
    _ body: (inout Draw) throws -> Void
  ) {
    var draw = Draw(replaying: choices)
    do {
      try body(&draw)
    } catch is Rejection {
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
  }

  /// Runs `body`, and collects the issues that it records instead of recording them in the test.
  private func collectingIssues<Result: Sendable>(
    _ body: @Sendable @escaping (IssueList) throws -> Result
  ) async throws -> Result {
    let issues = IssueList()
    guard let test = Test.current else { return try body(issues) }
    let result = Mutex<Result?>(nil)
    try await IssueHandlingTrait.compactMapIssues { issue in
      issues.append(issue)
      return nil
    }.provideScope(for: test, testCase: Test.Case.current) {
      let value = try body(issues)
      result.withLock { $0 = value }
    }
    guard let value = result.withLock({ $0 }) else { throw PropertyIssue("the run was ended") }
    return value
  }

  /// The issues that the case that is running has recorded.
  private final class IssueList: Sendable {
    private let issues = Mutex<[Issue]>([])

    func append(_ issue: Issue) { issues.withLock { $0.append(issue) } }

    /// What a case says, by the first issue that it records or the error that it throws.
    ///
    /// - Throws: A `Rejection`, which the run counts.
    func outcome(_ body: () throws -> Void) throws(Rejection) -> PropertyOutcome {
      issues.withLock { $0.removeAll() }
      do {
        try body()
      } catch let rejection as Rejection {
        // A rejection does not take back an expectation that had failed before.
        if issues.withLock({ $0.isEmpty }) { throw rejection }
      } catch {
        return .fails(
          PropertyFailure(site: "error", kind: "\(type(of: error))", message: "\(error)"))
      }
      guard let issue = issues.withLock({ $0.first }) else { return .holds }
      let place = issue.sourceLocation.map { "\($0.fileName):\($0.line)" } ?? "unknown place"
      return .fails(
        PropertyFailure(site: place, kind: issue.kindName, message: issue.kindText))
    }
  }

  extension Issue {
    fileprivate var kindName: String {
      switch kind {
      case .expectationFailed: "expectation"
      case .errorCaught(let error): "\(type(of: error))"
      case .unconditional: "issue"
      default: "other"
      }
    }

    fileprivate var kindText: String {
      let comments = comments.map(\.rawValue).joined(separator: "; ")
      return comments.isEmpty ? "\(kind)" : comments
    }
  }

  extension String {
    /// The name of a test without the file and line behind it.
    fileprivate var droppingSource: String {
      guard let slash = lastIndex(of: "/"), self[slash...].contains(".swift:") else { return self }
      return String(self[..<slash])
    }
  }

  extension DefaultStringInterpolation {
    fileprivate mutating func appendInterpolation(hexadecimal word: UInt64) {
      appendLiteral("0x" + String(word, radix: 16))
    }
  }
#endif
