import Testing

@testable import DropBlockVerification

@Suite struct StatementSentencesTests {
  @Test func `a statement is its site and its configuration`() {
    #expect(Statement.generatedCases.words == "generated cases")
    #expect(
      Statement.means(.relation(.diagonal), SampleFaults.plan).words
        == "channels and samples swapped, map 2×3, block 2, p 0.25, sparse")
  }

  @Test(
    arguments: zip(
      FaultMeasure.allCases,
      [
        "relative error of the dropped share", "error of one unit's drop probability",
        "error of one pair's probability of being dropped together",
        "error of the probability of one whole mask", "probability of a map dropped in part",
        "share of pairs of maps with the same mask twice", "share of cases that show the fault",
        "share of cases that are refused",
      ]))
  func `a measure says what the size of a fault is`(measure: FaultMeasure, words: String) {
    #expect(measure.words == words)
  }

  @Test func `an experiment says what is off`() throws {
    var run = VerificationRun(
      EngineSubject.reference(version: "0"), profile: .brief, key: 1
    )
    run.requirements = Requirement.all.filter { $0.id == .rateShare || $0.id == .values }
    let words = try PowerExperiment.all(run).map(\.target.words)
    #expect(
      Set(words) == [
        "dropped share, relative error of the dropped share", "share of cases that are refused",
      ])
    run.requirements = Requirement.all.filter { $0.id == .ratePosition }
    for experiment in try PowerExperiment.all(run) {
      guard case .means(.position, let law?, _) = experiment.target else {
        Issue.record("\(experiment.target)")
        continue
      }
      #expect(
        experiment.target.words
          == "position of law \(Decimals.significant(law)), error of one unit's drop probability")
    }
  }
}
