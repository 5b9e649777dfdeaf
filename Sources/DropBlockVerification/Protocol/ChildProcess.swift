/// A program that runs, and this side of its standard streams.
///
/// Everything happens in the thread that asks: while it sends or waits it also receives and empties
/// the standard error, so that neither side ever waits for a pipe that the other has filled.
final class ChildProcess {
  private let identifier: Int32
  private let registry: ProcessRegistry
  private var input: FileDescriptor?
  private var output: FileDescriptor?
  private var errors: FileDescriptor?

  private var outgoing: [UInt8] = []
  private var sent = 0
  private var received: [UInt8] = []
  private var standardError = TailBuffer(limit: 65_536)

  /// How it ended; nil while it runs.
  private(set) var end: ProcessEnd?

  /// Starts a program; see ``SystemCalls/spawn(_:input:output:errors:)``.
  static func start(
    _ command: [String], in registry: ProcessRegistry
  ) throws(SubjectFailure) -> ChildProcess {
    guard command.first?.isEmpty == false else {
      throw SubjectFailure(.notStarted("no command was given"))
    }
    guard !command.contains(where: { $0.utf8.contains(0) }) else {
      throw SubjectFailure(.notStarted("an argument contains a NUL byte"))
    }
    SystemCalls.ignoreBrokenPipes
    return try registry.start {
      guard let input = SystemCalls.pipe(), let output = SystemCalls.pipe(),
        let errors = SystemCalls.pipe()
      else { return .failure(SubjectFailure(.notStarted("there are too many open files"))) }
      let (identifier, reason) = SystemCalls.spawn(
        command, input: input.reading, output: output.writing, errors: errors.writing)
      guard let identifier else {
        return .failure(SubjectFailure(.notStarted(reason)))
      }
      let child = ChildProcess(identifier, registry)
      (child.input, child.output) = (input.writing, output.reading)
      child.errors = errors.reading
      for file in [input.writing, output.reading, errors.reading] { SystemCalls.neverBlock(file) }
      return .success((identifier, child))
    }
  }

  private init(_ identifier: Int32, _ registry: ProcessRegistry) {
    self.identifier = identifier
    self.registry = registry
  }

  deinit { finish() }
}

// MARK: - Messages

extension ChildProcess {
  /// The last 64 KiB of its standard error.
  var standardErrorTail: String {
    drainErrors()
    return standardError.text
  }

  /// Whether it runs and its output is open, as far as can be seen without asking it.
  var isUsable: Bool {
    guard end == nil, let output, !SystemCalls.hasEnded(identifier) else { return false }
    let room = SubjectProtocol.headerLimit + 1 - received.count
    guard room > 0, SystemCalls.poll(reading: [output], writing: [], milliseconds: 0).reading[0]
    else { return true }
    return SystemCalls.read(output, upTo: room, into: &received) != .closed
  }

  /// Begins to send a message; the calls that receive go on with it.
  func send(_ bytes: [UInt8]) {
    outgoing = bytes
    sent = 0
  }

  /// Receives a header, without its line feed.
  ///
  /// Never reads more than the limit before it has seen a line feed.
  ///
  /// - Parameter whileWaiting: Called about ten times a second, with the seconds that have passed.
  func header(
    until deadline: Deadline, whileWaiting: ((Double) -> Void)? = nil
  ) throws(SubjectFailure) -> [UInt8] {
    let limit = SubjectProtocol.headerLimit
    var scanned = 0
    while true {
      if let end = received[scanned...].firstIndex(of: 0x0A) {
        let line = Array(received[..<end])
        received.removeSubrange(...end)
        return line
      }
      scanned = received.count
      guard scanned <= limit else { throw SubjectFailure(.oversizedHeader(limit: limit)) }
      try step(reading: limit + 1 - scanned, until: deadline)
      whileWaiting?(deadline.passed)
    }
  }

  /// Receives the bytes that follow a header, and sends what is left of the request.
  func blobs(byteCount: Int, until deadline: Deadline) throws(SubjectFailure) -> [UInt8] {
    while received.count < byteCount {
      try step(reading: min(byteCount - received.count, 1 << 18), until: deadline)
    }
    let bytes = Array(received.prefix(byteCount))
    received.removeFirst(byteCount)
    while sent < outgoing.count {
      try step(
        reading: max(0, SubjectProtocol.headerLimit + 1 - received.count), until: deadline)
    }
    return bytes
  }

  /// Sends, receives and empties the standard error once, as soon as one of these is possible.
  private func step(reading limit: Int, until deadline: Deadline) throws(SubjectFailure) {
    guard !deadline.hasPassed else { throw SubjectFailure(.hung(seconds: deadline.seconds)) }
    guard let output else { throw SubjectFailure(.closedPipe) }
    let readable = limit > 0 ? [output] : []
    let writable = sent < outgoing.count ? input.map { [$0] } ?? [] : []
    // A grandchild may hold the pipes open after the child's end, so that is looked for too.
    let ready = SystemCalls.poll(
      reading: readable + (errors.map { [$0] } ?? []), writing: writable,
      milliseconds: deadline.milliseconds(atMost: 100))
    if !(ready.reading + ready.writing).contains(true) {
      // What it wrote last is read before its end counts.
      if SystemCalls.hasEnded(identifier),
        !SystemCalls.poll(reading: readable, writing: [], milliseconds: 0).reading.contains(true)
      {
        throw SubjectFailure(.died(finish().unexpectedly))
      }
      return
    }
    drainErrors()
    if ready.writing.first == true, let input {
      switch SystemCalls.write(input, outgoing, from: sent) {
      case .bytes(let count): sent += count
      case .wouldBlock: break
      // Its answer, or its end, is still to come.
      case .closed: sent = outgoing.count
      }
    }
    if limit > 0, ready.reading[0],
      SystemCalls.read(output, upTo: limit, into: &received) == .closed
    {
      guard let end = wait(seconds: 1) else { throw SubjectFailure(.closedPipe) }
      throw SubjectFailure(.died(end.unexpectedly))
    }
  }

  /// Takes what there is of the standard error; bounded, since a program may write without end.
  private func drainErrors() {
    for _ in 0..<64 {
      guard let errors else { return }
      var bytes: [UInt8] = []
      switch SystemCalls.read(errors, upTo: 1 << 16, into: &bytes) {
      case .bytes: standardError.append(bytes)
      case .wouldBlock: return
      case .closed: self.errors = nil
      }
    }
  }
}

// MARK: - The end

extension ChildProcess {
  /// Asks the program by the protocol to end, waits for that, and ends it if it does not.
  @discardableResult
  func stop(seconds: Double) -> ProcessEnd {
    let deadline = Deadline(seconds: seconds)
    send(ProtocolEncoder.stop)
    while end == nil, sent < outgoing.count, (try? step(reading: 0, until: deadline)) != nil {}
    input = nil
    return wait(seconds: seconds) ?? finish()
  }

  /// Ends the program and its own children: SIGTERM, after one second SIGKILL.
  @discardableResult
  func finish() -> ProcessEnd {
    if let end { return end }
    input = nil
    if let end = wait(seconds: 0) { return end }
    registry.send(SystemCalls.terminate, to: identifier)
    if let end = wait(seconds: 1) { return end }
    registry.send(SystemCalls.kill, to: identifier)
    if let end = wait(seconds: 10) { return end }
    // It hangs inside the operating system; waiting longer would hang the suite with it.
    registry.forget(identifier)
    return ended(.unknown)
  }

  /// Waits for the program to end by itself; nil if it does not.
  private func wait(seconds: Double) -> ProcessEnd? {
    if let end { return end }
    let deadline = Deadline(seconds: seconds)
    var pause: Int32 = 1
    while true {
      if let end = registry.reap(identifier) { return ended(end) }
      if deadline.hasPassed { return nil }
      _ = SystemCalls.poll(
        reading: errors.map { [$0] } ?? [], writing: [],
        milliseconds: deadline.milliseconds(atMost: pause))
      drainErrors()
      pause = min(2 * pause, 20)
    }
  }

  private func ended(_ how: ProcessEnd) -> ProcessEnd {
    drainErrors()
    (input, output, errors) = (nil, nil, nil)
    end = how
    return how
  }
}
