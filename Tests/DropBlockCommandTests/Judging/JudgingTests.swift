import DropBlockFast
import Foundation
import Testing

@testable import DropBlockCommand
@testable import DropBlockVerification

struct JudgingTests {
  private let base = "verify --profile quick --only schedule.groups --only input.refused"

  @Test func `reports are written whole, beside the terminal's`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("\(base) --jsonl \(folder("a.jsonl")) --junit \(folder("b.xml"))")
    #expect(outcome.code == .conforms, "\(outcome.errors)")
    #expect(try folder.names == ["a.jsonl", "b.xml"])
    let lines = try folder.bytes(of: "a.jsonl").split(separator: UInt8(ascii: "\n"))
    let values = try lines.map { try JSON(parsing: Array($0)) }
    #expect(
      values.map { $0["type"]?.stringValue } == ["header", "verdict", "verdict", "footer"])
    #expect(values[3]["conclusion"]?.stringValue == "conforms")
    let document = String(decoding: try folder.bytes(of: "b.xml"), as: UTF8.self)
    #expect(
      document.contains("tests=\"2\" failures=\"0\"") && document.hasSuffix("</testsuites>\n"))
  }

  @Test func `reports are written of a run that does not conform, too`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock(
      "verify --profile quick --only schedule.groups --subject mutant:groups-swapped "
        + "--jsonl \(folder("a.jsonl")) --junit \(folder("b.xml"))")
    #expect(outcome.code == .deviates)
    #expect(String(decoding: try folder.bytes(of: "a.jsonl"), as: UTF8.self).contains("violates"))
    #expect(String(decoding: try folder.bytes(of: "b.xml"), as: UTF8.self).contains("<failure "))
  }

  @Test func `a file that can't be written ends the run before it begins, and leaves nothing`()
    throws
  {
    let folder = try TemporaryFolder()
    for options in [
      "--jsonl \(folder("no/a.jsonl"))",
      "--jsonl \(folder("a.jsonl")) --junit \(folder("no/b.xml"))",
      "--junit \(folder.path) --jsonl \(folder("a.jsonl"))",
    ] {
      let outcome = dropblock("\(base) \(options)")
      #expect(outcome.code == .failed && outcome.output.isEmpty, "\(options): \(outcome.output)")
      #expect(outcome.errors.contains("can't be written") || outcome.errors.contains("cannot be"))
      let left = try folder.names
      #expect(left.isEmpty, "\(options)")
    }
  }

  @Test func `two reports can't share a file`() throws {
    let folder = try TemporaryFolder()
    let outcome = dropblock("\(base) --jsonl \(folder("a")) --junit \(folder("a"))")
    #expect(outcome.code == .usage && outcome.output.isEmpty, "\(outcome.output)")
    #expect(outcome.errors.contains("--jsonl") && outcome.errors.contains("--junit"))
    #expect(try folder.names.isEmpty)
  }

  @Test func `an earlier report stays until the new one is whole`() throws {
    let folder = try TemporaryFolder()
    try folder.write([1, 2, 3], to: "a.jsonl")
    let refused = dropblock("\(base) --jsonl \(folder("a.jsonl")) --junit \(folder("no/b.xml"))")
    #expect(refused.code == .failed)
    #expect(try folder.bytes(of: "a.jsonl") == [1, 2, 3])
  }

  @Test func `an interrupted run keeps its verdicts in a file that says it is incomplete`() throws {
    let folder = try TemporaryFolder()
    let result = try Executable.shell(
      """
      "$0" verify --full --profile ci --jsonl \(folder("a.jsonl")) --junit \(folder("b.xml")) \
        > \(folder("out")) & child=$!
      while ! grep -q ✓ \(folder("out")); do sleep 0.02; done
      sleep 0.5; kill -TERM $child; wait $child; echo $?; ls -A \(folder("."))
      """)
    // No JUnit: whoever reads it takes what is missing for passed.
    #expect(result.output == "143\na.jsonl\nout\n", "\(result.output)")
    let lines = try folder.bytes(of: "a.jsonl").split(separator: UInt8(ascii: "\n"))
      .map { try JSON(parsing: Array($0)) }
    let verdicts = lines.dropFirst().dropLast()
    #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0["verdict"]?.stringValue == "holds" })
    #expect(lines.last?["complete"]?.boolValue == false)
    #expect(lines.last?["holds"]?.intValue == verdicts.count)
    let text = "dropblock: interrupted after \(verdicts.count) of "
    #expect(result.errors.contains(text) && result.errors.contains(" requirements\n"))
  }

  #if os(Linux)
    @Test(.timeLimit(.minutes(1)), .enabled(if: FastKernel.available.count > 1))
    func `as long as a subject is to come the last line is not that of a complete run`() throws {
      let folder = try TemporaryFolder()
      // A pipe of 16 pages with room for the first kernel's report, but not for the next header:
      // there the program waits, after a footer that says of one kernel that it is complete.
      let result = try Executable.shell(
        """
        cd \(folder("."))
        line="verify --profile quick --only schedule.groups --kernel"
        room=$(($("$0" $line \(FastKernel.available[0].name) | wc -c) + 30))
        mkfifo pipe; exec 3<> pipe
        dd if=/dev/zero of=pipe bs=4096 count=15 2> /dev/null
        dd if=/dev/zero of=pipe bs=$((4096 - room)) count=1 2> /dev/null
        "$0" $line each --jsonl a.jsonl >&3 & child=$!
        while ! grep -q '"complete":true' .a.jsonl.*; do sleep 0.05; done 2> /dev/null
        sleep 0.5; kill -TERM $child; wait $child; echo $?
        """)
      let lines = try folder.bytes(of: "a.jsonl").split(separator: UInt8(ascii: "\n"))
        .map { try JSON(parsing: Array($0)) }
      #expect(result.output == "143\n", "\(result.output)\(result.errors)")
      #expect(lines.compactMap { $0["complete"]?.boolValue } == [true, false], "\(lines)")
      let text = "interrupted after 1 of \(FastKernel.available.count) requirements\n"
      #expect(result.errors.contains(text), "\(result.errors)")
    }
  #endif

  @Test func `a verdict on one case has the code of its kind`() throws {
    let requirement = try #require(Requirement.named("values"))
    let outcomes: [(Verdict.Outcome, ExitCode)] = [
      (.holds(.thisCase), .conforms),
      (.inconclusive(.staleToken), .inconclusive), (.notOffered(.schedules), .inconclusive),
      (.failed(SubjectFailure(.closedPipe), replay: "x"), .failed),
    ]
    for (outcome, code) in outcomes {
      let console = CapturedConsole()
      let verdict = Verdict(requirement: "values", outcome: outcome, cases: 1, seconds: 0)
      #expect(Judging.report(requirement, verdict, console) == code)
      #expect(!console.output.isEmpty)
    }
  }
}
