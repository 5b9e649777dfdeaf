import DropBlockContract
import Testing

@testable import DropBlockVerification

private func examination(_ declaration: SubjectDeclaration) -> Examination {
  let subject = MaskSubject { _, _, _, _, _ in false }
  return Examination(
    subject, declaration: declaration, profile: .quick, key: 1, ledger: Ledger(accounts: 1))
}

@Suite struct SurveyPlanTests {
  @Test func `the rate plans use every declared option`() {
    let everything = SubjectDeclaration.everything(named: "all", version: "0")
    let plans = examination(everything).ratePlans
    let configurations = plans.map(\.configuration)
    #expect(Set(configurations.map(\.seedGrid)) == Set(everything.seedGrids))
    #expect(Set(configurations.map(\.sampler)) == Set(everything.samplers))
    #expect(
      Set(configurations.map(\.sharing.rawValue)) == Set(everything.sharings.map(\.rawValue)))
    #expect(Set(plans.map(\.map.count)) == Set(everything.ranks))
    for rule in [GammaRule.paper, .blockVolume, .calibrated, .fixed(0.02)] {
      #expect(configurations.contains { $0.gammaRule == rule }, "\(rule)")
    }
    #expect(Set(plans).count == plans.count)
  }

  @Test func `the plans of a subject with one option are the paper's example and a small map`() {
    let plans = examination(SubjectDeclaration(name: "one", version: "0")).ratePlans
    #expect(plans.map(\.map) == [[14, 14], [12, 9]])
    #expect(plans[0].maps == VerificationProfile.quick.maps)
  }

  @Test(arguments: [1, 2, 3]) func `plans stay within the declared ranks`(rank: Int) {
    var declaration = SubjectDeclaration(name: "one", version: "0")
    declaration.ranks = [rank]
    #expect(examination(declaration).ratePlans.allSatisfy { $0.map.count == rank })
  }

  @Test func `a plan names its map and what departs from the paper, not a key`() {
    var plan = examination(SubjectDeclaration(name: "one", version: "0")).mainPlan
    plan.configuration.seedGrid = .whole(.corner)
    plan.continues = true
    let text = CaseDescription.describe(plan)
    #expect(text.hasPrefix("map 14×14, block 7, p 0.1"), "\(text)")
    #expect(text.contains("whole.corner") && text.hasSuffix("continuing"), "\(text)")
    #expect(!text.contains("key"), "\(text)")
  }
}
