import DropBlockGenerators
import Testing

@testable import DropBlockVerification

/// What a run of some requirements says of a mutant, or of several at once.
private func judged(_ name: String, _ requirements: Set<RequirementID>) throws -> RunExplanation {
  let mutant = try #require(Mutant.named(name))
  var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
  run.requirements = Requirement.all.filter { requirements.contains($0.id) }
  return run.judged().explanation
}

struct MixedCasesTests {
  @Test(arguments: [
    ("key-reused-across-samples+nine-rounds", ["seeds.9-rounds", "sharing.samples"]),
    ("single-sample-kept+nine-rounds", ["output.is-input", "seeds.9-rounds"]),
    ("first-row-spared+nine-rounds", ["seeds.9-rounds"]),
    ("gamma-one-side+block-shifted", ["gamma.side-too-few"]),
    ("double-as-single+count-plus-one", ["factor.kept-plus-1"]),
  ])
  func `of two faults in one requirement each is named by the cases that show it`(
    name: String, rules: [String]
  ) throws {
    let causes = try judged(name, [.stagesEqual, .values, .maskSharing]).causes
    let named = causes.flatMap { [$0.id] + $0.equivalents.map(\.id) }
    for rule in rules { #expect(named.contains(rule), "\(causes.map(\.sentence))") }
  }

  @Test(arguments: [
    "nine-rounds", "count-plus-one", "gamma-one-side", "even-centred", "half-precision-kept",
    "large-p-dropped", "double-as-single", "at-most-two-seeds",
  ])
  func `one fault has one cause, and no part of its cases has another`(name: String) throws {
    let causes = try judged(name, [.stagesEqual]).causes
    #expect(causes.count == 1, "\(causes.map(\.sentence))")
    #expect(causes.allSatisfy { $0.partly.isEmpty })
  }

  @Test func `a part is shown by a case of its own, which comes back red`() throws {
    let name = "key-reused-across-samples+nine-rounds"
    let mutant = try #require(Mutant.named(name))
    var run = VerificationRun(mutant.subject(version: "0"), profile: .quick, key: 1)
    run.requirements = Requirement.all.filter { $0.id == .stagesEqual }
    let summary = run.judged()
    let cause = try #require(summary.explanation.causes.first { $0.id == "seeds.9-rounds" })
    #expect(cause.partly == [.stagesEqual])
    let line = try #require(JSONLinesReport.causes(summary).split(separator: "\n").first)
    let fields = try JSON(parsing: Array(line.utf8))
    #expect(fields["explainsInPart"]?.arrayValue?.compactMap(\.stringValue) == ["stages.equal"])
    let example = try #require(cause.example(summary.verdicts))
    #expect(example.rule == "seeds.9-rounds")
    #expect(cause.evidenceLines.first?.contains(" of ") == true, "\(cause.evidenceLines)")
    let token = try #require(
      example.replay.split { !$0.isLetter && !$0.isNumber && $0 != "." }.first {
        $0.hasPrefix("dbp1.")
      })
    let (_, verdict) = try run.replay(try #require(Token(String(token))))
    #expect(verdict.outcome.isViolation)
  }
}
