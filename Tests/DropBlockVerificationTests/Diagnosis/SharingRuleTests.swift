import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct SharingRuleTests {
  private static let relation = Relation.successiveCalls

  /// Maps of four units of which half are dropped, each unit alike, and pairs with so many in common:
  /// independent ones have one.
  private func maps(common: Double, exchanged: Bool = true) -> RelatedMaps {
    let pairs = 10_000
    var seen = Observations(units: 4, pairs: 0)
    seen.maps = 2 * pairs
    seen.droppedCounts[2] = seen.maps
    seen.positionCounts = Array(repeating: seen.maps / 2, count: 4)
    var overlap = Overlap(units: 4)
    let units = Int(common * Double(pairs))
    overlap.common[0] = pairs - units / 2 - units % 2
    overlap.common[2] = units / 2
    overlap.common[1] = units % 2
    overlap.different = pairs
    if exchanged {
      // Of half as many exchanges each gained so much that the exchanged pairs have one in common.
      let gained = units - pairs
      let middle = overlap.exchanged.count / 2
      overlap.exchanged[middle] = pairs / 2 - abs(gained)
      overlap.exchanged[middle + (gained < 0 ? -1 : 1)] += abs(gained)
      if abs(gained) > pairs / 2 {
        overlap.exchanged[middle] = 0
        overlap.exchanged[middle + (gained < 0 ? -1 : 1)] = pairs / 2 - (abs(gained) - pairs / 2)
        overlap.exchanged[middle + (gained < 0 ? -2 : 2)] = abs(gained) - pairs / 2
      }
    }
    seen.overlaps[Self.relation] = overlap
    return RelatedMaps(seen)
  }

  private func words(common: Double, exchanged: Bool = true) -> String {
    maps(common: common, exchanged: exchanged).diagnosis(Self.relation).lines[0]
  }

  @Test func `more in common than chance gives is told as the share that would do`() {
    #expect(abs((maps(common: 1.5).share(Self.relation) ?? 0) - 0.5) < 1e-6)
    #expect(
      words(common: 1.5)
        == "of successive calls as many units are dropped in both as if 50 % of the pairs had one mask"
    )
  }

  @Test(arguments: [true, false])
  func `less in common than chance gives is told as that`(exchanged: Bool) {
    #expect(
      words(common: 0.48, exchanged: exchanged)
        == "of successive calls fewer units are dropped in both than in independent maps: as if one "
        + "were partly the other's complement")
  }

  @Test(arguments: [0.992, 0.9999, 1.0001, 1.008])
  func `a share of less than a hundredth is no number`(common: Double) {
    let words = words(common: common)
    #expect(!words.contains("%"), "\(words)")
    #expect(words.contains(common < 1 ? "fewer" : "more"), "\(words)")
  }

  @Test func `what is as much as independent maps have is explained by nothing`() {
    #expect(words(common: 1).hasPrefix("none of the known ways"))
  }
}
