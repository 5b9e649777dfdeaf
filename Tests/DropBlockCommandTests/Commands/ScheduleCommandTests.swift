import Testing

@testable import DropBlockCommand

struct ScheduleCommandTests {
  @Test(arguments: [
    (
      "linear --from 0 --to 0.25 --steps 5",
      "0\t0\n1\t0.0625\n2\t0.125\n3\t0.1875\n4\t0.25\n"
    ),
    ("linear --from 0 --to 0.25 --steps 5 --at 3,100 --at -7", "3\t0.1875\n100\t0.25\n-7\t0\n"),
    ("linear --from 1 --to 0 --steps 2", "0\t1\n1\t0\n"),
    ("paper --target 0.5 --steps 4", "0\t0\n1\t0.125\n2\t0.25\n3\t0.375\n4\t0.5\n"),
    ("paper --target 0.1 --steps 100000 --at 1", "1\t0.000001\n"),
    ("groups", "1\t0.015625\n2\t0.0625\n3\t0.25\n4\t1\n"),
    ("groups --at 3", "3\t0.25\n"),
  ])
  func `values are those of the specification, in the fewest digits`(line: String, text: String) {
    let outcome = dropblock("schedule \(line)")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output == text)
  }

  @Test(arguments: [
    ("linear --from 0 --to 0.25", "--steps"), ("linear --from 0 --to 2 --steps 5", "0…1"),
    ("linear --from 0 --to 0.25 --steps 1", "2…"), ("paper --target nan --steps 5", "0…1"),
    ("paper --target 0.1 --steps 0", "1…"), ("groups --at 5", "1…4"),
    ("linear --from 0 --to 0.25 --steps 5 --at x", "'x'"),
  ])
  func `what makes no sense is a usage error`(line: String, text: String) {
    let outcome = dropblock("schedule \(line)")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test func `a listing that nobody reads any more ends`() {
    let console = CapturedConsole()
    console.isClosed = true
    let words = ["schedule", "linear", "--from", "0", "--to", "1", "--steps", "\(Int.max)"]
    #expect(Program.run(words, console: console) == .conforms)
    #expect(console.output == "0\t0\n")
  }
}
