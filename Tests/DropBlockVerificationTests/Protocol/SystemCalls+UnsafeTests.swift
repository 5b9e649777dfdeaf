import Testing

@testable import DropBlockVerification

@Suite(.timeLimit(.minutes(5))) struct SystemCallsTests {
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

  @Test func `signals are the program's own affair`() throws {
    // This process ignores SIGPIPE. Signals from 32 on are the C library's.
    let subject = try ShellSubject.start(
      "while read -r name mask; do case $name in Sig[IB]*:) echo $mask >&2 ;; esac; done "
        + "</proc/self/status; hello; serve")
    let masks = subject.standardErrorTail.split(separator: "\n").map { UInt64($0, radix: 16) }
    #expect(masks.count == 2)
    for mask in masks { #expect(try #require(mask) & 0x7FFF_FFFF == 0, "\(masks)") }
  }
}
