import Foundation
import Synchronization
import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct InterruptionTests {
  private final class Record: Sendable {
    let numbers = Mutex<[Int]>([])
    func add(_ number: Int) { numbers.withLock { $0.append(number) } }
  }

  private struct Refused: Error {}

  @Test func `hooks run once, the latest first, and the last thing after them`() throws {
    let interruption = Interruption()
    let record = Record()
    for number in 1...3 { _ = interruption.begin({ 0 }, undo: { record.add(number) }) }
    interruption.run { record.add(0) }
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [3, 2, 1, 0])
  }

  @Test func `a removed hook does not run`() throws {
    let interruption = Interruption()
    let record = Record()
    let hooks = (1...3).map { number in
      interruption.begin({ 0 }, undo: { record.add(number) }).hook
    }
    interruption.remove(hooks[1])
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [3, 1])
  }

  @Test func `a hook that is replaced does the other thing, in its old place`() throws {
    let interruption = Interruption()
    let record = Record()
    let hooks = (1...3).map { number in
      interruption.begin({ 0 }, undo: { record.add(number) }).hook
    }
    interruption.replace(hooks[1], after: { record.add(0) }, by: { record.add(20) })
    #expect(record.numbers.withLock(\.self) == [0])
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [0, 3, 20, 1])
  }

  @Test func `a hook stays as it was when the step before its replacement fails`() throws {
    let interruption = Interruption()
    let record = Record()
    let hook = interruption.begin({ 0 }, undo: { record.add(1) }).hook
    #expect(throws: Refused.self) {
      try interruption.replace(
        hook, after: { () throws(Refused) in throw Refused() }, by: { record.add(2) })
    }
    interruption.remove(hook + 1)
    interruption.replace(hook + 1, after: {}, by: { record.add(3) })
    interruption.run()
    #expect(record.numbers.withLock(\.self) == [1])
  }

  @Test func `what did not begin is not undone`() throws {
    let interruption = Interruption()
    let record = Record()
    #expect(throws: Refused.self) {
      try interruption.begin({ () throws(Refused) in throw Refused() }, undo: { record.add(1) })
    }
    interruption.run()
    #expect(record.numbers.withLock(\.self).isEmpty)
  }

  @Test(.timeLimit(.minutes(1)))
  func `nobody who does not read standard error holds the end of the program up`() throws {
    let folder = try TemporaryFolder()
    let result = try Executable.shell(
      """
      mkfifo \(folder("pipe")); exec 3<> \(folder("pipe"))
      "$0" verify --full --profile ci --jsonl \(folder("a")) > \(folder("out")) 2>&3 & child=$!
      while ! grep -q ✓ \(folder("out")); do sleep 0.02; done
      for size in 4096 1; do
        dd if=/dev/zero of=\(folder("pipe")) bs=$size count=4096 oflag=nonblock 2> /dev/null
      done
      kill -TERM $child; (sleep 20; kill -KILL $child) 2> /dev/null & wait $child; echo $?
      """)
    #expect(result.output == "143\n", "\(result.output)\(result.errors)")
    #expect(try folder.names.contains("a"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `a file that can't be written any more is named when the program is interrupted`() throws {
    let folder = try TemporaryFolder()
    let result = try Executable.shell(
      """
      cd \(folder(".")); ulimit -f 1
      "$0" verify --full --profile ci --jsonl a > out & child=$!
      while ! grep -q values out; do sleep 0.02; done
      kill -TERM $child; wait $child; echo $?; ls -A
      """)
    #expect(result.output == "143\nout\n", "\(result.output)\(result.errors)")
    #expect(result.errors.contains("requirements; a cannot be written: "), "\(result.errors)")
  }

  @Test(.timeLimit(.minutes(1)), arguments: [SIGINT, SIGTERM, SIGHUP])
  func `an interrupted program leaves no file and ends by the signal`(signal: Int32) throws {
    let folder = try TemporaryFolder()
    let array = try NPYArray(Array(repeating: 1 as Float, count: 64), shape: [1, 1, 8, 8])
    try folder.write(array.encoded(), to: "in.npy")
    // A pipe that nobody reads holds the program up while its other file is half done.
    #expect(try Executable.shell("mkfifo '\(folder("pipe"))'").status == 0)
    let process = Process()
    process.executableURL = Executable.url
    process.arguments =
      ["apply", "--block", "3", "--p", "0.1", "--key", "1", "--mask", folder("pipe")]
      + [folder("in.npy"), folder("out.npy")]
    try process.run()
    while process.isRunning, try folder.names.count == 2 { usleep(1000) }
    #expect(try folder.names.contains { $0.hasPrefix(".out.npy.") })
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == signal)
    #expect(try folder.names == ["in.npy", "pipe"])
  }
}
