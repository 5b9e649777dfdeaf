import Foundation
import Testing

@testable import DropBlockVerification

@Suite struct FalseAlarmExperimentTests {
  @Test func `the bound is the exact quantile of the binomial law`() {
    for (runs, budget) in [(50, 0.1), (200, 0.01), (100, 0.5)] {
      let law = binomialLaw(runs, budget)
      let allowed = FalseAlarmExperiment.allowed(runs: runs, budget: budget)
      #expect(law[(allowed + 1)...].reduce(0, +) <= 1e-3)
      #expect(law[allowed...].reduce(0, +) > 1e-3)
    }
    #expect(FalseAlarmExperiment.allowed(runs: 10_000, budget: 0.01) == 132)
    #expect(FalseAlarmExperiment.allowed(runs: 0, budget: 0.01) == 0)
    #expect(FalseAlarmExperiment.allowed(runs: 1_000, budget: 1e-9) == 0)
  }

  @Test func `a correct subject is quiet, and a mutant of gamma is not`() {
    let experiment = FalseAlarmExperiment(profile: .brief, budget: 0.01)
    #expect(experiment.run(EngineSubject.reference(version: "0"), key: 3) == .quiet)
    let mutant = Mutant.named("gamma-one-side")?.subject(version: "0")
    guard let mutant, case .alarm(let requirements) = experiment.run(mutant, key: 3) else {
      Issue.record("no alarm")
      return
    }
    #expect(requirements.contains("rate.share"))
  }
}
