import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct SubjectDeclarationTests {
  @Test func `a new declaration is the paper's and offers nothing else`() {
    let plain = SubjectDeclaration(name: "a", version: "1")
    #expect(plain.asPaper == plain)
    #expect(plain.samplers.isEmpty && plain.capabilities.isEmpty && plain.reveals.isEmpty)
    #expect(plain.elementTypes == [.float32] && plain.ranks == [2])
  }

  @Test func `everything declares each option once`() {
    let all = SubjectDeclaration.everything(named: "a", version: "1")
    #expect(Set(all.seedGrids) == Set(everyGrid) && all.seedGrids.count == 4)
    #expect(Set(all.gammaRules) == Set(GammaRuleName.allCases))
    #expect(Set(all.sharings.map(\.rawValue)) == [0, 1, 2, 3])
    // What is fixed may be the expectation as well.
    #expect(Set(all.scales) == Set(ScaleRuleName.allCases).subtracting([.expectation]))
    #expect(all.blocks == .any)
    #expect(Set(all.samplers) == Set(Sampler.allCases))
    #expect(Set(all.elementTypes) == Set(ElementType.allCases))
    #expect(Set(all.layouts) == Set(LayoutName.allCases))
    #expect(Set(all.schedules) == Set(ScheduleName.allCases))
    #expect(all.reveals == Set(StageName.allCases))
    #expect(Set(all.ranks) == [1, 2, 3])
    // An engine without state has nothing that could go on.
    #expect(Set(SubjectCapability.allCases).subtracting(all.capabilities) == [.continues])
  }

  @Test func `judged as the paper only the options change`() {
    var declared = SubjectDeclaration.everything(named: "a", version: "1")
    declared.scaleEpsilon = 1e-6
    let paper = declared.asPaper
    #expect(paper.seedGrids == [.valid] && paper.gammaRules == [.paper] && paper.sharings == [[]])
    #expect(paper.scales == [.tensor] && paper.oversizedBlocks == [.clipped])
    #expect(paper.scaleEpsilon == 0)
    #expect(paper.capabilities == declared.capabilities && paper.name == "a")
    #expect(paper.samplers == declared.samplers && paper.elementTypes == declared.elementTypes)
  }
}
