import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct SubjectDeclarationJSONTests {
  @Test func `a declaration is read as it was written`() throws {
    var declaration = SubjectDeclaration(name: "a \"b\"", version: "1\n2")
    declaration.seedGrids = [.whole(.corner), .valid, .whole(.upperCentre), .whole(.lowerCentre)]
    declaration.gammaRules = GammaRuleName.allCases
    declaration.sharings = [[.channels], [], [.samples], [.channels, .samples]]
    declaration.scales = ScaleRuleName.allCases
    declaration.samplers = Sampler.allCases
    declaration.oversizedBlocks = [.refused]
    declaration.elementTypes = ElementType.allCases
    declaration.ranks = [3, 1]
    declaration.layouts = LayoutName.allCases
    declaration.schedules = ScheduleName.allCases
    declaration.reveals = Set(StageName.allCases)
    declaration.scaleEpsilon = 1e-6
    declaration.capabilities = Set(SubjectCapability.allCases)
    #expect(
      try ProtocolDecoder.decodeHello(ProtocolEncoder.helloAnswer(declaration)) == declaration)
  }
}
