import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct ExperimentCommandsTests {
  @Test func `runs on a correct subject are counted beside what is allowed`() {
    let outcome = dropblock(
      "experiment false-alarms --runs 3 --budget 0.000001 --subject reference")
    #expect(outcome.code == .conforms, "\(outcome.output)\(outcome.errors)")
    #expect(
      outcome.output
        == "subject reference · profile quick · budget 1e-06: 0 false alarms in 3 runs, "
        + "0 allowed (exact 99.9 % bound) · 0 undecided\n")
  }

  @Test func `alarms are listed with their keys, and more than allowed is a failure`() {
    let outcome = dropblock(
      "experiment false-alarms --runs 2 --subject mutant:gamma-one-side --key 0x1f --jobs 2")
    #expect(outcome.code == .deviates)
    for key in ["0x1f", "0x20"] {
      #expect(outcome.output.contains("  alarm, key \(key): rate.share"), "\(outcome.output)")
    }
  }

  @Test func `planted faults are found and listed with their sizes`() {
    let outcome = dropblock("experiment power --runs 2 --profile quick --only values")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    #expect(outcome.output.contains("✓ values                 2 of 2, after "), "\(outcome.output)")
    #expect(outcome.output.contains("share of cases that are refused"))
  }

  @Test func `an interrupted experiment says how far it came`() throws {
    let folder = try TemporaryFolder()
    let result = try Executable.shell(
      """
      "$0" experiment power --runs 100000 --profile quick --only values > \(folder("out")) & child=$!
      while ! grep -q profile \(folder("out")); do sleep 0.05; done
      sleep 1; kill -TERM $child; wait $child; echo $?
      """)
    #expect(result.output == "143\n", "\(result.output)")
    #expect(
      result.errors.firstMatch(
        of: /dropblock: interrupted in \S+, after \d+ of 100000 runs, \d+ of them red\n/) != nil,
      "\(result.errors)")
  }

  @Test func `what states no sensitivity has no experiment`() {
    let outcome = dropblock("experiment power --runs 1 --only input.refused")
    #expect(outcome.code == .nothingSelected && outcome.output.isEmpty)
  }

  @Test func `wrong words are usage errors`() {
    #expect(dropblock("experiment").code == .usage)
    #expect(dropblock("experiment power --runs 0").code == .usage)
    #expect(dropblock("experiment false-alarms --subject nobody").code == .usage)
    #expect(dropblock("experiment false-alarms --budget 1").code == .usage)
  }
}
