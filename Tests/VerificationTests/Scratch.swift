import DropBlockContract
import DropBlockReference
import Testing
import Verification

@Test func runReference() throws {
  for key in 1...1 as ClosedRange<UInt64> {
    let run = VerificationRun(
      EngineSubject.reference(version: "0"), profile: .quick, key: key,
      selection: .named("reference"))
    let summary = run.run { event in
      if case .verdict(let r, let v) = event {
        if case .holds = v.outcome {} else { print("RUN", r.id, v.cases, v.seconds, v.outcome) }
      }
    }
    print("RUN", summary.seconds, summary.conclusion, summary.ledger)
  }
}
@Test func runMutants() throws {
  for mutant in Mutant.all {
    var run = VerificationRun(
      mutant.subject(version: "0"), profile: .quick, key: 1,
      selection: .named("mutant:\(mutant.name)"))
    var red: [String] = []
    run.requirements = Requirement.all.filter { $0.id == mutant.requirement }
    let summary = run.run { event in
      if case .verdict(let r, let v) = event {
        switch v.outcome {
        case .violated: red.append(r.id);
        case .failed, .inconclusive: print("MUT??", mutant.name, r.id, v.outcome);
        default: break
        }
      }
    }
    print(
      "MUT", red.contains(mutant.requirement) ? "ok  " : "MISS", mutant.name, mutant.requirement,
      red, summary.seconds)
  }
}
