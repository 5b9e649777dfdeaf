import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct MaskLawTests {
  @Test(
    arguments: [
      ([9], [2], SeedGrid.valid), ([3, 4], [2, 2], .valid), ([2, 3, 3], [2, 2, 2], .valid),
      ([3, 4], [2, 2], .whole(.lowerCentre)), ([3, 3], [2, 3], .whole(.corner)), ([5], [5], .valid),
    ] as [([Int], [Int], SeedGrid)])
  func `the masks of a map have the unit and pair probabilities of the exact law`(
    map: [Int], sides: [Int], grid: SeedGrid
  ) throws {
    let gamma = 0.15
    let law = MaskLaw(LegalBlocks(map: map, sides: sides, seedGrid: grid), gamma: gamma)
    let exact = try ExactLaw(map: map, blockSize: sides, seedGrid: grid, gamma: gamma)
    #expect(abs(law.probabilities.reduce(0, +) - 1) < 1e-12)
    func probability(_ units: UInt64) -> Double {
      zip(law.masks, law.probabilities).reduce(0) {
        $1.0 & units == units ? $0 + $1.1 : $0
      }
    }
    let units = map.reduce(1, *)
    for u in 0..<units {
      for v in u..<units {
        let expected = exact.probability(
          at: Coordinates.of(u, in: map), and: Coordinates.of(v, in: map))
        let got = probability(1 << UInt64(u) | 1 << UInt64(v))
        let single = u == v ? exact.probability(at: Coordinates.of(u, in: map)) : expected
        #expect(abs(got - single) < 1e-12, "\(u) and \(v): \(got), \(single)")
      }
    }
  }

  @Test func `only unions of blocks have a probability`() {
    let law = MaskLaw(LegalBlocks(map: [4], sides: [2], seedGrid: .valid), gamma: 0.5)
    #expect(law.masks == [0b0000, 0b0011, 0b0110, 0b0111, 0b1100, 0b1110, 0b1111])
    #expect(law.probabilities == [1, 1, 1, 1, 1, 1, 2].map { $0 / 8 })
  }
}
