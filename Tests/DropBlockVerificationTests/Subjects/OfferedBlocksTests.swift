import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct OfferedBlocksTests {
  private static func declaration(_ blocks: OfferedBlocks) -> SubjectDeclaration {
    var declaration = SubjectDeclaration.everything(named: "all", version: "0")
    declaration.blocks = blocks
    if blocks == .map { declaration.seedGrids = [.valid] }
    return declaration
  }

  /// Whether the blocks of a request are of the kind that is offered.
  private static func isOffered(_ request: DropBlockRequest, _ blocks: OfferedBlocks) throws -> Bool
  {
    let sides = try request.configuration.blockSize.sides(rank: request.shape.rank)
    return switch blocks {
    case .any: true
    case .one: sides.allSatisfy { $0 == 1 }
    case .map: zip(sides, request.shape.spatial).allSatisfy { $0 >= $1 }
    }
  }

  @Test(arguments: [OfferedBlocks.one, .map])
  func `whatever a requirement draws, its blocks are those that are offered`(blocks: OfferedBlocks)
    throws
  {
    let wanted: [RequestSpace.Blocks] = [.any, .odd, .even, .one, .whole, .oneOrWhole, .larger]
    for kind in wanted {
      var space = RequestSpace(Self.declaration(blocks), unitLimit: 1_500)
      space.blocks = kind
      for number in 0..<200 as Range<UInt64> {
        var draw = Draw(key: 3, caseIndex: number, property: "space")
        let request = try space.draw(&draw)
        try request.validate()
        #expect(try Self.isOffered(request, blocks), "\(kind): \(request)")
      }
    }
  }

  @Test(arguments: [OfferedBlocks.one, .map])
  func `cases of all options have the blocks that are offered, whose kind is no option`(
    blocks: OfferedBlocks
  ) throws {
    let cases = OptionCases(Self.declaration(blocks))
    for value in cases.factors.joined() {
      if case .block = value { Issue.record("\(value)") }
    }
    var source = OptionCaseSource(cases, key: 3)
    for value in cases.factors.joined() {
      guard let drawn = try source.draw([value]) else { continue }
      #expect(try Self.isOffered(drawn.question.request, blocks), "\(drawn.question.request)")
    }
  }

  @Test(arguments: OfferedBlocks.allCases)
  func `the surveys and the plans of small maps have the blocks that are offered`(
    blocks: OfferedBlocks
  ) throws {
    let declaration = Self.declaration(blocks)
    let examination = Examination(
      MaskSubject { _, _, _, _, _ in false }, declaration: declaration, profile: .quick, key: 1,
      ledger: Ledger(accounts: 1))
    let plans =
      examination.ratePlans + examination.maskPlans + [
        examination.mainPlan, examination.wholeMapPlan,
      ]
    for plan in plans {
      let request = DropBlockRequest(
        plan.configuration, shape: Survey.shape(plan), key: 0)
      #expect(try Self.isOffered(request, blocks), "\(plan)")
    }
  }

  @Test func `the expectation follows the p of each request, and is 1 where nothing is kept`() {
    #expect(ScaleRule.expectation(ofDropping: 0) == .fixed(1))
    #expect(ScaleRule.expectation(ofDropping: 0.75) == .fixed(4))
    #expect(ScaleRule.expectation(ofDropping: 1) == .fixed(1))
  }

  @Test func `requests of the scale expectation have it for every p`() throws {
    var declaration = Self.declaration(.one)
    declaration.scales = [.expectation]
    for probabilities in [RequestSpace.Probabilities.any, .middling, .few, .one, .zero] {
      var space = RequestSpace(declaration, unitLimit: 500)
      space.probabilities = probabilities
      for number in 0..<200 as Range<UInt64> {
        var draw = Draw(key: 3, caseIndex: number, property: "space")
        let request = try space.draw(&draw)
        #expect(request.configuration.hasExpectedScale, "\(request)")
      }
    }
  }

  @Test func `of so large blocks about two maps are kept where few are to be`() throws {
    var declaration = Self.declaration(.map)
    declaration.gammaRules = [.paper]
    declaration.sharings = [[]]
    declaration.scales = [.expectation]
    var space = RequestSpace(declaration, unitLimit: 500)
    space.probabilities = .few
    for number in 0..<200 as Range<UInt64> {
      var draw = Draw(key: 3, caseIndex: number, property: "space")
      let request = try space.draw(&draw)
      let kept = (1 - request.configuration.dropProbability) * Double(request.shape.mapCount)
      #expect(abs(kept - min(2, Double(request.shape.mapCount) / 2)) < 1e-9, "\(request)")
    }
  }

  @Test func `a request names the scale as the subject does`() {
    var declaration = Self.declaration(.one)
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    configuration.scale = .fixed(2)
    #expect(declaration.scaleName(of: configuration) == .fixed)
    declaration.scales = [.expectation]
    #expect(declaration.scaleName(of: configuration) == .expectation)
    declaration.scales = [.fixed, .expectation]
    #expect(declaration.scaleName(of: configuration) == .expectation)
    configuration.dropProbability = 0.25
    #expect(declaration.scaleName(of: configuration) == .fixed)
    configuration.scale = .tensor
    #expect(declaration.scaleName(of: configuration) == .tensor)
  }
}
