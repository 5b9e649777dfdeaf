import DropBlockPlatform
import DropBlockReference

/// Finds maps with the mask of an earlier one: every map of every call is compared with every other, by
/// a table of what has been seen.
///
/// Units of which no grid position covers two are dropped independently of each other. Two independent
/// maps agree at such a unit with probability 1 − 2P(1 − P), and have one mask with at most the product
/// of these. Of n maps there are n(n − 1)/2 pairs, and by the union bound any two of them are alike with
/// at most that many times the probability.
struct MapTwins {
  private var seen: [[UInt64]: Evidence.Twins.Place] = [:]

  /// How many maps were looked at, and how many of them have the mask of an earlier one.
  private(set) var maps = 0
  private(set) var repeated = 0

  /// The first two maps that are alike.
  private(set) var first: (Evidence.Twins.Place, Evidence.Twins.Place)?

  /// ln of a bound on the probability that two independent maps have one mask.
  static func logAgreement(_ law: ExactLaw) -> Double {
    let units = CallLaw.lattice(law.geometry, [])
    return units.reduce(0) { sum, unit in
      let p = law.probability(at: unit)
      return sum + Double.log(1 - 2 * p * (1 - p))
    }
  }

  /// ln of the bound for any two of a number of maps.
  static func logProbability(_ logAgreement: Double, maps: Int) -> Double {
    logAgreement + Double.log(max(Double(maps) * Double(maps - 1) / 2, 1))
  }

  /// Takes in a map.
  mutating func add(_ mask: [UInt64], at place: Evidence.Twins.Place) {
    maps += 1
    guard let earlier = seen.updateValue(place, forKey: mask) else { return }
    repeated += 1
    seen[mask] = earlier
    if first == nil { first = (earlier, place) }
  }
}
