import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

struct BlockProfileTests {
  private func survey(_ map: [Int], _ block: Int, grid: SeedGrid = .valid) throws -> Survey {
    var configuration = DropBlockConfiguration(
      blockSize: .uniform(block), dropProbability: 0.4)
    configuration.seedGrid = grid
    return try Survey(
      SurveyPlan(configuration: configuration, map: map, maps: 1, countsMasks: true),
      MaskSubject { _, _, _, _, _ in false }.examination)
  }

  @Test(arguments: [SeedGrid.valid, .whole(.lowerCentre), .whole(.upperCentre), .whole(.corner)])
  func `what was asked for has the exact law`(grid: SeedGrid) throws {
    for map in [[13], [6, 7], [3, 4, 5]] {
      let survey = try survey(map, 2, grid: grid)
      let profile = try #require(BlockProfile(.asked, survey))
      let law = RuleLaw(
        profile, survey, gamma: survey.law.gamma, Candidate(block: .asked, rate: .known(.asked)))
      for (got, expected) in zip(law.positions, survey.law.probabilities) {
        #expect(abs(got - expected) < 1e-12)
      }
      for (got, pair) in zip(law.pairs, survey.pairs) {
        let expected = survey.law.probability(
          at: Coordinates.of(pair.0, in: map),
          and: Coordinates.of(pair.1, in: map))
        #expect(abs(got - expected) < 1e-12)
      }
      #expect(abs(profile.share(survey.law.gamma) - survey.law.expectedShare) < 1e-12)
      #expect(abs(law.patterns.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `patterns of probes have the law of all sets of seeds`() throws {
    let survey = try survey([3, 4], 2)
    let profile = try #require(BlockProfile(.asked, survey))
    let masks = MaskLaw(
      LegalBlocks(map: [3, 4], sides: [2, 2], seedGrid: .valid), gamma: survey.law.gamma)
    var expected = [Double](repeating: 0, count: 1 << survey.probes.count)
    for (mask, probability) in zip(masks.masks, masks.probabilities) {
      let pattern = survey.probes.enumerated().reduce(0) {
        $0 | (mask >> UInt64($1.element) & 1 == 1 ? 1 << $1.offset : 0)
      }
      expected[pattern] += probability
    }
    let got = profile.patterns(survey.law.gamma, probes: survey.probes.count)
    for (one, other) in zip(got, expected) {
      #expect(abs(one - other) < 1e-12)
      // What cannot be is excluded, not merely unlikely.
      #expect((one == 0) == (other == 0))
    }
    // Inclusion and exclusion is another way to the same law.
    let hits = profile.patterns(probes: survey.probes.count) {
      profile.hit(survey.law.gamma, $0)
    }
    for (one, other) in zip(hits, expected) { #expect(abs(one - other) < 1e-12) }
    let inverted = RuleLaw(
      profile, survey, gamma: survey.law.gamma,
      Candidate(block: .asked, rate: .known(.asked), isInverted: true))
    #expect(inverted.patterns == got.reversed())
  }

  @Test func `every rule stays on its map, and each has words of its own`() {
    #expect(Set(BlockRule.all.map(\.rule.words)).count == BlockRule.all.count)
    for rule in BlockRule.all {
      for (map, sides) in [([7], [3]), ([5, 6], [2, 3]), ([2, 3, 4], [2, 2, 9])] {
        let units = map.reduce(1, *)
        let blocks = rule.footprints(map: map, sides: sides, seedGrid: .valid) ?? []
        #expect(blocks.joined().allSatisfy { $0 >= 0 && $0 < units }, "\(rule.rule.words)")
      }
    }
  }

  @Test func `probes are distinct units of the map`() {
    for map in [[1], [9], [14, 14], [2, 3, 3], [5, 6, 7]] {
      let probes = Probes.choose(map, sides: map.map { min($0, 3) }, most: 8)
      #expect(Set(probes).count == probes.count && probes.count == min(8, map.reduce(1, *)))
      #expect(probes.allSatisfy { $0 >= 0 && $0 < map.reduce(1, *) })
    }
  }
}
