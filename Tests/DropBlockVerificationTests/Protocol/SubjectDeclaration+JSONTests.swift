import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct SubjectDeclarationJSONTests {
  @Test(arguments: OfferedBlocks.allCases)
  func `a declaration is read as it was written`(blocks: OfferedBlocks) throws {
    var declaration = SubjectDeclaration(name: "a \"b\"", version: "1\n2")
    declaration.seedGrids = [.whole(.corner), .valid, .whole(.upperCentre), .whole(.lowerCentre)]
    declaration.gammaRules = GammaRuleName.allCases
    declaration.sharings = [[.channels], [], [.samples], [.channels, .samples]]
    declaration.scales = ScaleRuleName.allCases
    declaration.blocks = blocks
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

  @Test(arguments: ["some", .array(["one"]), nil] as [JSON])
  func `blocks of which there is no such word are refused`(blocks: JSON) {
    #expect(throws: ProtocolError.malformed("declares the blocks \(blocks.excerpt)")) {
      try SubjectDeclaration(name: "a", version: "1", declares: ["blocks": blocks])
    }
  }
}
