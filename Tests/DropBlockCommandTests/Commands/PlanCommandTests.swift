import Testing
import DropBlockVerification

@testable import DropBlockCommand

struct PlanCommandTests {
  @Test func `a plan says how many maps each statement takes, and how long`() {
    let outcome = dropblock("plan --margin 0.1 --power 0.99")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    #expect(
      outcome.output.hasPrefix("margin 0.1 · power 0.99 · false-alarm budget 1e-09 · subject fast"))
    for word in ["rate.share\n", "rate.masks\n", "independence.calls\n", " maps, ", " for 0.10  "] {
      #expect(outcome.output.contains(word), "\(word) in \(outcome.output)")
    }
  }

  @Test func `sensitivities are printed for every statement of a profile`() {
    let outcome = dropblock("requirements --sensitivity --profile ci")
    #expect(outcome.code == .conforms && outcome.errors.isEmpty)
    #expect(
      outcome.output.contains(
        "    0.0099  relative error of the dropped share, of 4,000,000 maps\n"))
    let coarse = dropblock("requirements --sensitivity --margin 0.1")
    #expect(
      coarse.output.contains("  dropped share, map 14×14, block 7, p 0.1, sparse\n    0.10  "))
  }

  @Test func `a margin chooses the number of maps of a run`() {
    let outcome = dropblock("verify --margin 0.2 --only rate.share")
    #expect(outcome.code == .conforms)
    #expect(outcome.output.contains("within 19 %"), "\(outcome.output)")
    #expect(outcome.output.contains("profile ci with margin 0.2\n"), "\(outcome.output)")
    #expect(dropblock("verify --margin 0").code == .usage)
    #expect(dropblock("plan --margin 2").code == .usage)
    #expect(dropblock("plan --power 1").code == .usage)
  }
}
