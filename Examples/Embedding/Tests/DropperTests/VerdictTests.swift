import DropBlockVerification
import Generators
import Testing
import Verification

/// What a run comes to is a value.
@Suite struct VerdictTests {
  @Test func `a fault is a site, a rule and a case, not a text`() throws {
    let summary = try VerificationRun(
      dropper(.multiplied), by: Requirement.selected("values", "rate.share"), key: 1
    ).run()
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    #expect(violation.site == .droppedValues)
    #expect(violation.faults[0].question?.input.count == 1)
    #expect(summary.verdicts[1].outcome.isHolding, "\(summary)")
  }

  @Test func `a rule that explains a fault has an identifier`() throws {
    let summary = try VerificationRun(
      dropper(.swapped), by: Requirement.selected("rate.share"), key: 1
    ).run()
    guard case .violated(let violation) = summary.verdicts[0].outcome else {
      Issue.record("\(summary)")
      return
    }
    #expect(violation.rule == "gamma.one-minus-p", "\(violation.message)")
  }

  @Test func `a misuse is an error, before anything is judged`() {
    #expect(throws: VerificationRunError.noRequirements) {
      try VerificationRun(dropper(), by: []).run()
    }
    let twice = [Requirement.keepsSigns, .keepsSigns]
    #expect(throws: VerificationRunError.duplicateRequirement("dropper.sign")) {
      try VerificationRun(dropper(), by: twice).run()
    }
  }

  @Test func `targets of other packages may be called Generators and Verification`() {
    #expect(isVerified(Generator(1)))
  }
}
