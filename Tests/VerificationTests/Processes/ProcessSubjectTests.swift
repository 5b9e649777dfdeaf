import DropBlockContract
import Foundation
import Testing

@testable import Verification

/// A way to fail, and what the suite has to make of it.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
  var name: String
  var script: String
  var kind: SubjectFailure.Kind

  var testDescription: String { name }

  init(_ name: String, _ kind: SubjectFailure.Kind, _ script: String) {
    (self.name, self.kind, self.script) = (name, kind, script)
  }

  /// Misbehaviour that is the same whatever was asked.
  static let general = [
    Misbehaviour("exits", .died("exit code 3"), "exit 3"),
    Misbehaviour("is killed", .died("signal 9 (SIGKILL)"), "kill -9 $$"),
    Misbehaviour(
      "exits, but its child holds the pipes", .died("exit code 4"), "sleep 100 & exit 4"),
    Misbehaviour("writes half a line and exits", .died("exit code 0"), "printf '{'; exit 0"),
    Misbehaviour("closes its output", .closedPipe, "exec 1>&-; sleep 100"),
    Misbehaviour("prints something else", .rubbish(""), "echo loading; sleep 100"),
    Misbehaviour("prints and exits", .rubbish(""), "echo loading; exit 0"),
    Misbehaviour("prints NUL bytes", .rubbish(""), "head -c 9 /dev/zero; echo; sleep 100"),
    Misbehaviour(
      "prints without end", .oversizedHeader(limit: 65_536), "exec tr '\\0' x </dev/zero"),
  ]

  /// Misbehaviour after a request for one float32 tensor of four numbers.
  static let answers = [
    Misbehaviour(
      "answers another request", .wrongIdentifier(expected: "1", got: "7"),
      "id=7; answer; copy; sleep 100"),
    Misbehaviour(
      "answers without id", .rubbish(""), #"echo '{"kind":"run","blobs":[]}'; sleep 100"#),
    Misbehaviour(
      "announces a blob of another shape", .wrongBlob(""),
      "answer | sed 's/1,1,1,4/1,1,4,1/'; copy; sleep 100"),
    Misbehaviour(
      "announces a blob that nobody can hold", .wrongBlob(""),
      "answer | sed 's/1,1,1,4/1000000,1000000/; s/:16/:4000000000000/'; exec cat /dev/zero"),
    Misbehaviour(
      "announces a blob of another name", .wrongBlob(""),
      "answer | sed 's/:\"output/:\"mask/'; copy; sleep 100"),
    Misbehaviour("exits before its blob", .died("exit code 5"), "answer; exit 5"),
    Misbehaviour("exits inside its blob", .died("exit code 6"), "answer; head -c 9; exit 6"),
  ]
}

@Suite(.timeLimit(.minutes(5))) struct ProcessSubjectTests {
  static let item = SubjectCase.sample(.nchw(1, 1, 1, 4))

  static func expect(
    _ failure: SubjectFailure, _ kind: SubjectFailure.Kind,
    at location: SourceLocation = #_sourceLocation
  ) {
    let isSame =
      switch (failure.kind, kind) {
      case (.rubbish, .rubbish), (.wrongBlob, .wrongBlob), (.notStarted, .notStarted): true
      default: failure.kind == kind
      }
    #expect(isSame, "expected \(kind), got \(failure)", sourceLocation: location)
  }

  static func output(_ answers: [SubjectAnswer]) -> [Tensor?] {
    answers.map { if case .result(let result) = $0 { result.output } else { nil } }
  }

  // MARK: Answers

  @Test func `a program is asked and answers`() throws {
    let subject = try ShellSubject.start("hello; serve")
    #expect(subject.declaration == SubjectDeclaration(name: "shell", version: "1"))
    for _ in 0..<3 { #expect(Self.output(try subject.run([Self.item])) == [Self.item.input]) }
    #expect(try subject.run([]).isEmpty)
    #expect(subject.restarts == 0)
    #expect(subject.stop() == .exited(0))
  }

  @Test func `a request after stop starts the program again`() throws {
    let subject = try ShellSubject.start("hello; serve")
    #expect(subject.stop() == .exited(0))
    #expect(subject.stop() == .exited(0))
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    #expect(subject.restarts == 1)
  }

  @Test func `schedule values are given back to the bit`() throws {
    let subject = try ShellSubject.start(
      #"""
      hello; request
      printf '{"kind":"schedule","id":"%s","status":"result","values":0,' "$id"
      echo '"blobs":[{"name":"values","dtype":"float64","shape":[2],"bytes":16}]}'
      printf '\0\0\0\0\0\0\370\177\0\0\0\0\0\0\0\200'
      request
      printf '{"kind":"schedule","id":"%s","status":"refused","message":"no","blobs":[]}\n' "$id"
      request
      """#)
    let question = ScheduleCase(.linear(from: 0, to: 1, steps: 2), steps: [0, 1])
    guard case .values(let values) = try subject.values(question) else {
      Issue.record("expected values")
      return
    }
    #expect(values.map(\.bitPattern) == [0x7FF8 << 48, 1 << 63])
    #expect(try subject.values(question) == .refused("no"))
  }

  @Test func `a case longer than any header is answered without asking`() throws {
    let subject = try ShellSubject.start("hello; serve")
    var long = Self.item
    long.request.configuration.blockSize = .perAxis(Array(repeating: 1, count: 40_000))
    let answers = try subject.run([Self.item, long, Self.item])
    #expect(Self.output(answers) == [Self.item.input, nil, Self.item.input])
    guard case .unsupported = answers[1] else {
      Issue.record("expected unsupported, got \(answers[1])")
      return
    }
    let schedule = ScheduleCase(.groups, steps: Array(repeating: 1, count: 40_000))
    guard case .unsupported = try subject.values(schedule) else {
      Issue.record("expected unsupported")
      return
    }
  }

  // MARK: Failures

  @Test(arguments: Misbehaviour.general)
  func `a program that misbehaves at hello does not become a subject`(case: Misbehaviour) throws {
    Self.expect(
      try ShellSubject.failure { try ShellSubject.start("read -r line\n" + `case`.script) },
      `case`.kind)
  }

  @Test(arguments: Misbehaviour.general + Misbehaviour.answers)
  func `a program that misbehaves gets its own failure, and answers again after it`(
    case: Misbehaviour
  ) throws {
    let subject = try ShellSubject.start(
      "hello; if first; then request; echo last words >&2\n\(`case`.script)\nfi; serve")
    let failure = try ShellSubject.failure { try subject.run([Self.item]) }
    Self.expect(failure, `case`.kind)
    #expect(failure.standardError == "last words\n")
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    #expect(subject.restarts == 1)
  }

  @Test(arguments: ["sleep 100", "trap '' TERM; while :; do sleep 0.1; done", "kill -STOP $$"])
  func `a program that hangs is ended and started again`(script: String) throws {
    let subject = try ShellSubject.start(
      "hello; if first; then request; \(script); fi; serve", deadline: 3)
    let failure = try ShellSubject.failure { try subject.run([Self.item]) }
    Self.expect(failure, .hung(seconds: 3))
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    #expect(subject.restarts == 1)
  }

  @Test func `a program that hangs at hello does not become a subject`() throws {
    Self.expect(
      try ShellSubject.failure { try ShellSubject.start("sleep 100", helloDeadline: 0.5) },
      .hung(seconds: 0.5))
  }

  @Test func `a program that writes to its standard error only is hung too`() throws {
    Self.expect(
      try ShellSubject.failure {
        try ShellSubject.start("while :; do echo still at it; done >&2", helloDeadline: 0.5)
      }, .hung(seconds: 0.5))
  }

  @Test func `a program that ended while idle is started again without a failure`() throws {
    let subject = try ShellSubject.start(
      "echo pid=$$ >&2; hello; if first; then request; answer; copy; exit 7; fi; serve")
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    let process = try ShellSubject.number("pid", in: subject.standardErrorTail)
    // It is a child of this process, so it stays a zombie until it is noticed.
    #expect(ShellSubject.hasEnded(process) && ShellSubject.exists(process))
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    #expect(subject.restarts == 1 && !ShellSubject.exists(process))
  }

  @Test func `what a program prints between requests is rubbish`() throws {
    let subject = try ShellSubject.start("hello; request; answer; copy; echo done; serve")
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .rubbish(""))
  }

  @Test func `a program that can't be started again is a failure of its own, each time`() throws {
    let mark = ShellSubject.path()
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let subject = try ShellSubject.start(
      "[ -e $0 ] && { echo gone >&2; exit 9; }; : > $0; hello; request; exit 2", mark: mark)
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .died("exit code 2"))
    for attempt in 1...2 {
      let failure = try ShellSubject.failure { try subject.run([Self.item]) }
      #expect(failure.kind == .notStarted("died: exit code 9"))
      #expect(failure.standardError == "gone\n" && subject.restarts == attempt)
    }
  }

  @Test func `a program that declares itself otherwise when started again is not the subject`()
    throws
  {
    let other = #"echo '{"kind":"hello","protocol":1,"name":"other","version":"1","blobs":[]}'"#
    let subject = try ShellSubject.start(
      "if first; then hello; request; exit 2; fi; read -r line; \(other); serve")
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .died("exit code 2"))
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .notStarted(""))
  }

  @Test(arguments: [
    [], [""], ["/nonexistent/program"], ["dropblock-no-such-program"], ["/"], ["sh", "a\0b"],
  ])
  func `what is not a program is not started`(command: [String]) throws {
    Self.expect(
      try ShellSubject.failure { try ProcessSubject(command: command) }, .notStarted(""))
  }

  @Test(arguments: [0, -1, Double.nan, -Double.infinity])
  func `a deadline is above 0`(seconds: Double) throws {
    for (each, hello) in [(seconds, 1), (1, seconds)] {
      let failure = try ShellSubject.failure {
        try ProcessSubject(command: ["true"], deadlinePerCase: each, helloDeadline: hello)
      }
      Self.expect(failure, .notStarted(""))
    }
  }

  @Test func `an infinite deadline is one`() throws {
    let subject = try ShellSubject.start("hello; serve", deadline: Double.infinity)
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
  }

  // MARK: Pipes

  /// A request of 8 MiB, and what a program does that answers with as many.
  static let large = SubjectCase.sample(.nchw(1, 1, 1 << 11, 1 << 10))

  static let largeAnswer = #"answer | sed 's/1,1,1,4/1,1,2048,1024/; s/:16/:8388608/'"#

  @Test(arguments: [
    "head -c 8388608", "head -c 8388608 /dev/zero; head -c 8388608 >/dev/null",
    "head -c 8388608 /dev/zero | tee /dev/stderr; head -c 8388608 >/dev/null",
  ])
  func `large tensors go both ways at once`(script: String) throws {
    let subject = try ShellSubject.start(
      "hello; while :; do request; \(Self.largeAnswer); \(script); done", deadline: 200)
    for _ in 0..<2 {
      let output = Self.output(try subject.run([Self.large])).first??.littleEndianBytes
      let expected =
        script.contains("zero")
        ? Array(repeating: 0, count: 8 << 20) : Self.large.input.littleEndianBytes
      #expect(output == expected)
    }
    #expect(subject.restarts == 0)
  }

  @Test func `a program may answer before it has read the request`() throws {
    let subject = try ShellSubject.start(
      #"""
      hello; request
      printf '{"kind":"run","id":"%s","answers":[{"status":"refused"}],"blobs":[]}\n' "$id"
      head -c 8388608 >/dev/null; serve
      """#)
    #expect(try subject.run([Self.large]) == [.refused("")])
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
  }

  @Test func `a program that does not read its input hangs or ends, and that is all`() throws {
    let subject = try ShellSubject.start(
      "hello; if first; then request; exec 0<&-; sleep 0.2; exit 8; fi; serve")
    Self.expect(try ShellSubject.failure { try subject.run([Self.large]) }, .died("exit code 8"))
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
  }

  @Test func `the last 64 KiB of the standard error are kept`() throws {
    let subject = try ShellSubject.start(
      "hello; request; { head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end; } >&2; answer; copy; serve"
    )
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    let tail = subject.standardErrorTail
    #expect(tail.utf8.count == 65_536 && tail.hasSuffix("x\nend\n"))
  }

  @Test func `no program holds an end of another's pipes`() throws {
    let own = "for file in 0 1 2; do echo own=$(readlink /proc/$$/fd/$file) >&2; done; "
    let all = "for file in /proc/$$/fd/*; do echo all=$(readlink $file) >&2; done; "
    let first = try ShellSubject.start(own + "hello; serve")
    let second = try ShellSubject.start(all + "hello; serve")
    let files = first.standardErrorTail.split(separator: "\n").map { $0.dropFirst(4) }
    #expect(files.count == 3 && files.allSatisfy { $0.hasPrefix("pipe:") }, "\(files)")
    #expect(
      !files.contains { second.standardErrorTail.contains($0) }, "\(second.standardErrorTail)")
  }

  // MARK: Life and death

  @Test func `no process is left, and no zombie`() throws {
    let script = "(sleep 1000) & echo child=$! >&2; echo pid=$$ >&2; hello; "
    for rest in ["serve", "request; exit 3", "request; echo rubbish; sleep 100"] {
      var subject: ProcessSubject? = try ShellSubject.start(script + rest)
      let tail = try #require(subject?.standardErrorTail)
      let process = try ShellSubject.number("pid", in: tail)
      let grandchild = try ShellSubject.number("child", in: tail)
      #expect(ShellSubject.exists(process) && ShellSubject.exists(grandchild))
      _ = try? subject?.run([Self.item])
      subject = nil
      #expect(!ShellSubject.exists(process), "\(rest)")
      #expect(ShellSubject.hasEnded(grandchild), "\(rest)")
    }
  }

  @Test func `a program and its children that ignore SIGTERM are ended as well`() throws {
    let subject = try ShellSubject.start(
      "trap '' TERM; sleep 1000 & echo child=$! >&2; echo pid=$$ >&2; hello; request; sleep 1000",
      deadline: 1)
    let tail = subject.standardErrorTail
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .hung(seconds: 1))
    #expect(!ShellSubject.exists(try ShellSubject.number("pid", in: tail)))
    #expect(ShellSubject.hasEnded(try ShellSubject.number("child", in: tail)))
  }

  @Test func `signals are the program's own affair`() throws {
    // This process ignores SIGPIPE. Signals from 32 on are the C library's.
    let subject = try ShellSubject.start(
      "while read -r name mask; do case $name in Sig[IB]*:) echo $mask >&2 ;; esac; done "
        + "</proc/self/status; hello; serve")
    let masks = subject.standardErrorTail.split(separator: "\n").map { UInt64($0, radix: 16) }
    #expect(masks.count == 2)
    for mask in masks { #expect(try #require(mask) & 0x7FFF_FFFF == 0, "\(masks)") }
  }

  @Test func `ending all ends a program that is being asked, and lets none start again`()
    async throws
  {
    let registry = ProcessRegistry()
    let script = "trap '' TERM; hello; request; : > \"$0\"; while :; do sleep 0.1; done"
    let marks = (0..<3).map { _ in ShellSubject.path() }
    defer { for mark in marks { try? FileManager.default.removeItem(atPath: mark) } }
    async let failures = withThrowingTaskGroup(of: SubjectFailure.self) { group in
      for mark in marks {
        group.addTask {
          // Waiting for a program takes a thread, of which the pool of tasks has few.
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
              continuation.resume(
                with: Result {
                  let subject = try ShellSubject.start(script, registry: registry, mark: mark)
                  return try ShellSubject.failure { try subject.run([Self.item]) }
                })
            }
          }
        }
      }
      return try await group.reduce(into: [SubjectFailure]()) { $0.append($1) }
    }
    for mark in marks {
      while !FileManager.default.fileExists(atPath: mark) {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
    registry.endAll()
    for failure in try await failures { Self.expect(failure, .died("signal 9 (SIGKILL)")) }
    let failure = try ShellSubject.failure { try ShellSubject.start("hello", registry: registry) }
    Self.expect(failure, .notStarted(""))
  }
}
