import Testing

@testable import DropBlockVerification

struct WordsTrialTests {
  @Test(arguments: [
    "nine-rounds", "scale-by-probability", "keep-for-drop", "channels-shared",
    "schedule-off-by-one", "half-precision-kept", "every-eighth-channel", "zero-draws",
    "fixed-seed-count", "large-p-dropped", "first-row-spared", "last-sample-kept",
    "scale-by-drop-probability",
  ])
  func `a fault that a rule says is named first, and nothing false is said`(name: String) throws {
    let mutant = try #require(Mutant.named(name))
    let result = WordsTrial([mutant], profile: .quick, key: 1).run(version: "0")
    #expect(result.names(mutant) && result.isFirstTrue, "\(result.causes.map(\.sentence))")
    #expect(result.falseCauses.isEmpty, "\(result.falseCauses.map(\.sentence))")
    // All that it turns red is explained by it, or may follow from it.
    #expect(result.causes.count == 1, "\(result.causes.map(\.sentence))")
  }

  @Test func `a rule that is none of the faults is false, and what was seen never is`() throws {
    let mutant = try #require(Mutant.named("nine-rounds"))
    let explanation = RunExplanation(
      [
        Verdict(
          requirement: .scaleFactor,
          outcome: .violated(
            Violation(
              Fault(.scale, .custom("m")),
              diagnosis: Diagnosis(
                explanation: Explanation([.factorMultiple(SignificantNumber(2, digits: 1))]),
                evidence: .cases(CaseEvidence(topic: .factor, cases: 1))), replay: "r")),
          cases: 1, seconds: 0),
        Verdict(
          requirement: .scheduleLinear,
          outcome: .violated(Violation(Fault(.scheduleValue, .custom("m")), replay: "r")),
          cases: 1, seconds: 0),
      ], demands: { _ in "demand" })
    let result = WordsResult([mutant], explanation)
    #expect(result.falseCauses.map(\.id) == ["factor.multiple"])
    #expect(!result.names(mutant) && !result.isFirstTrue)
  }

  @Test func `pairs are of different parts, and follow from the key`() {
    let pairs = WordsTrial.pairs(50, key: 7)
    #expect(pairs.count == 50)
    #expect(pairs.map { $0.map(\.name) } == WordsTrial.pairs(50, key: 7).map { $0.map(\.name) })
    #expect(pairs.map { $0.map(\.name) } != WordsTrial.pairs(50, key: 8).map { $0.map(\.name) })
  }

  @Test func `of a pair neither fault replaces the other`() {
    #expect(Mutant.named("nine-rounds")?.replaced == ["_seeds"])
    for pair in WordsTrial.pairs(.max, key: 7) {
      #expect(pair[0].replaced.isDisjoint(with: pair[1].replaced), "\(pair.map(\.name))")
    }
  }

  @Test func `every name in the table of truths is a mutant's`() {
    let known = Mutant.all.filter { !$0.truth.isEmpty }
    #expect(known.count == Mutant.truths.count)
  }

  @Test func `a fault that depends on the number of units outlives what must be refused`() throws {
    let mutant = try #require(Mutant.named("large-unstable"))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.family == "input" }
    #expect(run.judged().conclusion == .conforms)
  }
}
