import DropBlockContract
import Testing

@testable import DropBlockCommand

struct ProgramTests {
  @Test(arguments: ["--help", "-h", "help"])
  func `help lists every command and every exit code`(line: String) {
    let outcome = dropblock(line)
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    for command in commands { #expect(outcome.output.contains(command.interface.name)) }
    for code in ExitCode.allCases { #expect(outcome.output.contains(code.summary)) }
  }

  @Test func `without words the help goes to standard error, as a usage error`() {
    let outcome = dropblock("")
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains("usage: dropblock"))
  }

  @Test(arguments: commands.map(\.interface.name))
  func `every command explains itself with an example, whatever else is missing`(name: String) {
    for line in ["\(name) --help", "help \(name)", "\(name) --unknown -h"] {
      let outcome = dropblock(line)
      #expect(outcome.code == .conforms && outcome.errors.isEmpty, "\(line)")
      #expect(outcome.output.contains("usage: dropblock \(name)"), "\(outcome.output)")
      #expect(outcome.output.contains("example"), "\(outcome.output)")
    }
  }

  @Test func `a group of commands explains its members`() {
    let outcome = dropblock("schedule --help")
    #expect(outcome.code == .conforms)
    #expect(outcome.output.hasPrefix("usage: dropblock schedule COMMAND …\n"))
    for name in ["schedule linear", "schedule paper", "schedule groups"] {
      #expect(outcome.output.contains(name))
    }
  }

  @Test func `the version is one line`() {
    #expect(dropblock("--version").output == "dropblock \(DropBlockPackage.version)\n")
  }

  @Test(arguments: [
    ("aply", "did you mean apply?"),
    (
      "quux",
      "one of verify, check, "
    ),
    ("--apply", "unknown command '--apply'"),
    ("schedule", "one of linear, paper, groups is missing"),
    ("schedule liner", "did you mean linear?"),
    ("schedule quux", "one of linear, paper, groups is admissible"),
    ("law --blok 7", "dropblock law: unknown option --blok; did you mean --block?"),
    ("help quux", "unknown command 'quux'"),
    ("quux --help", "unknown command 'quux'"),
  ])
  func `an unknown word is a usage error that says what is admissible`(line: String, text: String) {
    let outcome = dropblock(line)
    #expect(outcome.code == .usage && outcome.output.isEmpty)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.errors.contains("--help"), "\(outcome.errors)")
  }

  @Test func `exit codes have the numbers of the specification`() {
    let codes: [ExitCode] = [
      .conforms, .deviates, .usage, .failed, .inconclusive, .nothingSelected,
    ]
    #expect(codes.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
  }
}
