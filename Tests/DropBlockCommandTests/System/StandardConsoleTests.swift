import DropBlockContract
import Testing

@testable import DropBlockCommand

struct StandardConsoleTests {
  @Test(.timeLimit(.minutes(1)))
  func `a reader that goes away is no error and no end`() throws {
    let line = "schedule linear --from 0 --to 1 --steps 9000000000"
    let result = try Executable.shell("{ \"$0\" \(line); echo $? >&2; } | head -n 2")
    #expect(result.output == "0\t0\n1\t\((1 / 8_999_999_999.0).positional)\n")
    #expect(result.errors == "0\n")
  }

  #if os(Linux)
    @Test func `output that cannot be written fails`() throws {
      let result = try Executable.shell("\"$0\" --version > /dev/full")
      #expect(result.status == ExitCode.failed.rawValue)
      #expect(result.errors.contains("standard output") && result.errors.contains("No space left"))
    }
  #endif

  @Test func `the streams and the exit code reach the shell`() throws {
    let good = try Executable.shell("\"$0\" --version")
    #expect(good == (0, "dropblock \(DropBlockPackage.version)\n", ""))
    let wrong = try Executable.shell("\"$0\" law --blok 7")
    #expect(wrong.status == 2 && wrong.output.isEmpty && wrong.errors.contains("--block"))
  }
}
