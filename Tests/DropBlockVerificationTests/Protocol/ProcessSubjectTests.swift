import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

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
    Misbehaviour(
      "writes half a line and exits", .died("exit code 0, as if there were no more requests"),
      "printf '{'; exit 0"),
    Misbehaviour("closes its output", .closedPipe, "exec 1>&-; sleep 100"),
    Misbehaviour("prints something else", .malformed(""), "echo loading; sleep 100"),
    Misbehaviour("prints and exits", .malformed(""), "echo loading; exit 0"),
    Misbehaviour("prints NUL bytes", .malformed(""), "head -c 9 /dev/zero; echo; sleep 100"),
    Misbehaviour(
      "prints without end", .oversizedHeader(limit: 65_536), "exec tr '\\0' x </dev/zero"),
  ]

  /// Misbehaviour after a request for one float32 tensor of four numbers.
  static let answers = [
    Misbehaviour(
      "answers another request", .wrongIdentifier(expected: "1", got: "7"),
      "id=7; answer; copy; sleep 100"),
    Misbehaviour(
      "answers without id", .malformed(""), #"echo '{"kind":"run","blobs":[]}'; sleep 100"#),
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
      case (.malformed, .malformed), (.wrongBlob, .wrongBlob), (.notStarted, .notStarted): true
      default: failure.kind == kind
      }
    #expect(isSame, "expected \(kind), got \(failure)", sourceLocation: location)
  }

  static func output(_ answers: [SubjectAnswer]) -> [TensorBits?] {
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

  @Test func `what a program prints between requests is malformed`() throws {
    let subject = try ShellSubject.start("hello; request; answer; copy; echo done; serve")
    #expect(Self.output(try subject.run([Self.item])) == [Self.item.input])
    Self.expect(try ShellSubject.failure { try subject.run([Self.item]) }, .malformed(""))
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
}
