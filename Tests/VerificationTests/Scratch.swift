import DropBlockContract
import DropBlockReference
import Testing
import Verification

@Test func printGolden() throws {
  for v in KnownAnswers.goldenMasks {
    print("GOLD \(v.name) \(KnownAnswers.packed(try ReferenceEngine().stages(v.request).mask))")
  }
}
@Test func runReference() throws {
  let run = VerificationRun(EngineSubject.reference(version: "0"), profile: .quick, key: 1, selection: .named("reference"))
  let summary = run.run { event in
    if case .verdict(let r, let v) = event { print("RUN", r.id, v.cases, v.seconds, v.outcome) }
  }
  print("RUN", summary.seconds, summary.conclusion, summary.ledger)
}
