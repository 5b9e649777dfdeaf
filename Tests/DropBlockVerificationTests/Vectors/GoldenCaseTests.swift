import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

struct GoldenCaseTests {
  @Test func `names are unique`() {
    #expect(Set(GoldenCase.all.map(\.name)).count == GoldenCase.all.count)
  }

  @Test func `every option of the specification occurs`() {
    let requests = GoldenCase.all.map(\.request)
    let options = requests.map(\.configuration)
    #expect(Set(requests.map(\.shape.rank)) == [1, 2, 3])
    #expect(Set(options.map(\.sampler)) == Set(Sampler.allCases))
    #expect(
      Set(options.map(\.seedGrid)) == Set([.valid] + Anchor.allCases.map(SeedGrid.whole)))
    #expect(Set(options.map(\.gammaRule.protocolName)) == Set(GammaRuleName.allCases))
    #expect(
      Set(options.map(\.scale.protocolName))
        == Set(ScaleRuleName.allCases).subtracting([.expectation]))
    #expect(Set(options.map(\.sharing.rawValue)) == [0, 1, 2, 3])
    #expect(Set(requests.map(\.mode)) == Set(Mode.allCases))
  }

  @Test func `only the cases that say so drop nothing`() throws {
    for golden in GoldenCase.all {
      let stages = try ReferenceEngine().stages(golden.request)
      let quiet = ["gamma-below-sampler", "inference", "zero", "factor-zero", "empty"]
      #expect(
        stages.mask.contains(true) != quiet.contains(golden.name),
        "\(golden.name): \(stages.mask.count { $0 }) of \(stages.mask.count) units are dropped")
    }
  }

  @Test func `special inputs are NaN where they are dropped, and only there`() throws {
    let special = GoldenCase.all.first { $0.isSpecial }
    let golden = try #require(special)
    let mask = try ReferenceEngine().stages(golden.request).mask
    for type in ElementType.allCases {
      let input = golden.input(as: type, mask: mask)
      #expect(mask.indices.allSatisfy { input[$0].isNaN == mask[$0] }, "\(type)")
    }
  }
}
