import DropBlockContract

/// A subject that is a program on the other end of a pipe; it speaks the subject protocol
/// (Documentation/Protocol.md).
///
/// The program is started once, in a process group of its own, with the environment and the working
/// directory of this process. When it hangs, ends, prints something else, or answers with another
/// identifier or another shape, it is ended together with its own children (SIGTERM, after one
/// second SIGKILL), and started again before the next request; so it is when it ended in between.
///
/// A process that makes a subject ignores SIGPIPE from then on, unless it has chosen otherwise
/// before: writing to a program that has ended is an error of that write. Ctrl-C does not reach the
/// programs, since they are in other process groups: a command calls ``endAll()`` when it is
/// interrupted. Where it can't, for instance because it is killed, a program sees its input end.
public final class ProcessSubject: Subject {
  /// The program, found by `PATH`, and its arguments.
  package let command: [String]

  /// The time for each case of a request, and for a schedule, in seconds.
  package let deadlinePerCase: Double

  /// The time for the answer to hello, in seconds.
  package let helloDeadline: Double

  /// What the program said of itself.
  public let declaration: SubjectDeclaration

  /// How often the program has been started again.
  package private(set) var restarts = 0

  private let registry: ProcessRegistry
  private var child: ChildProcess
  private var requestCount = 0

  /// Starts a program and says hello to it.
  ///
  /// - Parameters:
  ///   - command: The program, found by `PATH`, and its arguments.
  ///   - deadlinePerCase: The time for each case of a request, in seconds; above 0.
  ///   - helloDeadline: The time for the answer to hello, in seconds; above 0.
  ///   - whileWaiting: Called about ten times a second until hello is answered, with the seconds since.
  /// - Throws: ``SubjectFailure/Kind/notStarted(_:)`` if there is no such program or a deadline is
  ///   not above 0; otherwise what is wrong with its answer to hello.
  public convenience init(
    command: [String], deadlinePerCase: Double = 10, helloDeadline: Double = 60,
    whileWaiting: ((Double) -> Void)? = nil
  ) throws(SubjectFailure) {
    try self.init(
      command: command, deadlinePerCase: deadlinePerCase, helloDeadline: helloDeadline,
      whileWaiting: whileWaiting, registry: .shared)
  }

  init(
    command: [String], deadlinePerCase: Double, helloDeadline: Double,
    whileWaiting: ((Double) -> Void)? = nil, registry: ProcessRegistry
  ) throws(SubjectFailure) {
    for deadline in [deadlinePerCase, helloDeadline] where !(deadline > 0) {
      throw SubjectFailure(.notStarted("a deadline of \(deadline) s; it is above 0"))
    }
    self.command = command
    self.deadlinePerCase = deadlinePerCase
    self.helloDeadline = helloDeadline
    self.registry = registry
    (child, declaration) = try Self.start(command, helloDeadline, registry, whileWaiting)
  }

  deinit { child.stop(seconds: 1) }

  /// Asks the program to stop, as the protocol says, and ends it if it does not within 5 s.
  ///
  /// A later request starts it again.
  ///
  /// - Returns: How it ended; a program that keeps to the protocol ends with exit code 0.
  @discardableResult
  public func stop() -> ProcessEnd { child.end ?? child.stop(seconds: 5) }

  /// Ends the program as ``stop()`` does: the next request starts it again.
  public func startAnew() -> Bool {
    stop()
    return true
  }

  /// Ends the programs of all subjects of this process, and lets none start again.
  ///
  /// For the moment before this process ends itself because it was interrupted. May be called from
  /// any thread while others use subjects, so from the handler of a dispatch signal source; not
  /// from a handler installed with `sigaction`, since it takes a lock. Takes about a second at most.
  package static func endAll() { ProcessRegistry.shared.endAll() }

  /// The last 64 KiB of what the program wrote to its standard error since it was last started.
  package var standardErrorTail: String { child.standardErrorTail }
}

// MARK: - Questions

extension ProcessSubject {
  /// Answers a batch of cases, one answer for each, in order.
  ///
  /// Takes any number: a request has at most 64 cases, a header of at most 65,536 bytes, and takes
  /// no further case once it has 64 MiB of tensors. A case whose header alone is too long is
  /// answered ``SubjectAnswer/unsupported(_:)`` without asking.
  ///
  /// - Throws: What was wrong with the first request that was not answered.
  public func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    var answers: [SubjectAnswer] = []
    var rest = cases[...]
    while !rest.isEmpty {
      let request = RunRequest(rest, id: nextIdentifier(), for: declaration)
      if request.caseCount == 0 {
        answers.append(.unsupported("a request that is longer than a header of the protocol"))
        rest = rest.dropFirst()
      } else {
        answers += try answer(request, to: rest.prefix(request.caseCount))
        rest = rest.dropFirst(request.caseCount)
      }
    }
    return answers
  }

  /// The values of a schedule at the steps of `schedule`; unsupported if its header is too long.
  ///
  /// - Throws: As ``run(_:)``.
  public func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    let id = nextIdentifier()
    let count = schedule.steps.count
    guard let bytes = ProtocolEncoder.schedule(schedule, id: id) else {
      return .unsupported("a request that is longer than a header of the protocol")
    }
    return try ask(bytes, seconds: deadlinePerCase) {
      (child, deadline) throws(SubjectFailure) in
      let header = try child.header(until: deadline)
      let answer = try Self.checked { () throws(ProtocolError) in
        try ProtocolDecoder.decodeScheduleAnswer(header, expecting: id, count: count)
      }
      let blob = try child.blobs(byteCount: answer == nil ? 8 * count : 0, until: deadline)
      if let answer { return answer }
      let values = TensorBits(littleEndian: blob[...], as: .float64)
      return .values((0..<count).map { values[$0] })
    }
  }

  private func answer(
    _ request: RunRequest, to cases: ArraySlice<SubjectCase>
  ) throws(SubjectFailure) -> [SubjectAnswer] {
    try ask(request.bytes, seconds: deadlinePerCase * Double(cases.count)) {
      (child, deadline) throws(SubjectFailure) in
      let line = try child.header(until: deadline)
      let expectation = RunExpectation(id: request.id, cases: cases)
      let header = try Self.checked { () throws(ProtocolError) in
        try ProtocolDecoder.decodeRunAnswer(line, expecting: expectation)
      }
      let blobs = try child.blobs(byteCount: header.blobByteCount, until: deadline)
      return try Self.checked { () throws(ProtocolError) in try header.answers(from: blobs[...]) }
    }
  }

  private func nextIdentifier() -> String {
    requestCount += 1
    return "\(requestCount)"
  }
}

// MARK: - Life

extension ProcessSubject {
  private static func start(
    _ command: [String], _ seconds: Double, _ registry: ProcessRegistry,
    _ whileWaiting: ((Double) -> Void)? = nil
  ) throws(SubjectFailure) -> (ChildProcess, SubjectDeclaration) {
    let child = try ChildProcess.start(command, in: registry)
    let declaration = try ending(child) { () throws(SubjectFailure) in
      let deadline = Deadline(seconds: seconds)
      child.send(ProtocolEncoder.hello)
      let header = try child.header(until: deadline, whileWaiting: whileWaiting)
      let declaration = try checked { () throws(ProtocolError) in
        try ProtocolDecoder.decodeHello(header)
      }
      _ = try child.blobs(byteCount: 0, until: deadline)
      return declaration
    }
    return (child, declaration)
  }

  /// Sends a request to the program, started again if need be, and receives the answer.
  private func ask<Answer>(
    _ request: [UInt8], seconds: Double,
    _ receive: (ChildProcess, Deadline) throws(SubjectFailure) -> Answer
  ) throws(SubjectFailure) -> Answer {
    if !child.isUsable { try restart() }
    return try Self.ending(child) { [child] () throws(SubjectFailure) in
      child.send(request)
      return try receive(child, Deadline(seconds: seconds))
    }
  }

  private func restart() throws(SubjectFailure) {
    child.finish()
    restarts += 1
    let again: SubjectDeclaration
    do { (child, again) = try Self.start(command, helloDeadline, registry) } catch {
      var failure = error
      if case .notStarted = error.kind {} else { failure.kind = .notStarted(error.description) }
      throw failure
    }
    guard again == declaration else {
      child.finish()
      throw SubjectFailure(
        .notStarted("started again, it declares itself otherwise: \(again.json.excerpt)"),
        standardError: child.standardErrorTail)
    }
  }

  /// Ends the child when it fails, and keeps its last words.
  private static func ending<Answer>(
    _ child: ChildProcess, _ body: () throws(SubjectFailure) -> Answer
  ) throws(SubjectFailure) -> Answer {
    do { return try body() } catch {
      child.finish()
      throw SubjectFailure(error.kind, standardError: child.standardErrorTail)
    }
  }

  private static func checked<Value>(
    _ body: () throws(ProtocolError) -> Value
  ) throws(SubjectFailure) -> Value {
    do { return try body() } catch { throw SubjectFailure(error.failure) }
  }
}
