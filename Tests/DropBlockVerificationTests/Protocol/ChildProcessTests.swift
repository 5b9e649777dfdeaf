import DropBlockContract
import Foundation
import Testing

@testable import DropBlockVerification

@Suite(.timeLimit(.minutes(5))) struct ChildProcessTests {
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
      "hello; while :; do request; \(Self.largeAnswer); \(script); done", deadline: 100)
    for _ in 0..<2 {
      let output = ProcessSubjectTests.output(try subject.run([Self.large])).first??
        .littleEndianBytes
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
    #expect(
      ProcessSubjectTests.output(try subject.run([ProcessSubjectTests.item])) == [
        ProcessSubjectTests.item.input
      ])
  }

  @Test func `a program that does not read its input hangs or ends, and that is all`() throws {
    let subject = try ShellSubject.start(
      "hello; if first; then request; exec 0<&-; sleep 0.2; exit 8; fi; serve")
    ProcessSubjectTests.expect(
      try ShellSubject.failure { try subject.run([Self.large]) }, .died("exit code 8"))
    #expect(
      ProcessSubjectTests.output(try subject.run([ProcessSubjectTests.item])) == [
        ProcessSubjectTests.item.input
      ])
  }

  @Test func `the last 64 KiB of the standard error are kept`() throws {
    let subject = try ShellSubject.start(
      "hello; request; { head -c 1000000 /dev/zero | tr '\\0' x; echo; echo end; } >&2; answer; copy; serve"
    )
    #expect(
      ProcessSubjectTests.output(try subject.run([ProcessSubjectTests.item])) == [
        ProcessSubjectTests.item.input
      ])
    let tail = subject.standardErrorTail
    #expect(tail.utf8.count == 65_536 && tail.hasSuffix("x\nend\n"))
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
      _ = try? subject?.run([ProcessSubjectTests.item])
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
    ProcessSubjectTests.expect(
      try ShellSubject.failure { try subject.run([ProcessSubjectTests.item]) }, .hung(seconds: 1))
    #expect(!ShellSubject.exists(try ShellSubject.number("pid", in: tail)))
    #expect(ShellSubject.hasEnded(try ShellSubject.number("child", in: tail)))
  }
}
