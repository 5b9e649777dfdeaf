import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// Finds maps that have the mask of an earlier one, by a table of all that have been seen: every map of
/// every call is compared with every other.
///
/// Units of which no grid position covers two are dropped independently of each other. At such a unit
/// two independent maps agree with probability 1 − 2P(1 − P), and so they have one mask with at most the
/// product of these. Of n maps there are n(n − 1)/2 pairs, and any two of them are alike with at most
/// that many times the probability.
struct MapTwins {
  /// ln of a bound on the probability that two independent maps have one mask.
  let logAgreement: Double

  /// ln of the probability that may be spent: more maps than it allows are not compared.
  let logLevel: Double

  /// How many maps were compared, and how many of them have the mask of an earlier one.
  private(set) var maps = 0
  private(set) var repeated = 0

  private var seen: [[UInt64]: Evidence.MapPlace] = [:]
  private var kinds: [Evidence.Twins.Kind: Evidence.Twins] = [:]
  private var calls: [Int: [OptionValue]] = [:]
  private var callsOfKind: [Evidence.Twins.Kind: Set<Int>] = [:]

  /// Nothing yet, of independent maps with a law.
  init(_ law: ExactLaw, logLevel: Double) {
    logAgreement = Self.logAgreement(law)
    self.logLevel = logLevel
  }

  /// ln of a bound on the probability that two independent maps have one mask.
  ///
  /// The lattice of units begins within a block of the border, where units are dropped less often.
  static func logAgreement(_ law: ExactLaw) -> Double {
    let geometry = law.geometry
    return CallLaw.lattice(geometry, geometry.block.map { $0 / 2 }).reduce(0) { sum, unit in
      let p = law.probability(at: unit)
      return sum + Double.log(1 - 2 * p * (1 - p))
    }
  }

  /// ln of a bound on the probability that any two of a number of maps have one mask.
  func logProbability(maps: Int) -> Double {
    logAgreement + Double.log(max(Double(maps) * Double(maps - 1) / 2, 1))
  }

  /// Whether a number of maps can be compared.
  func affords(_ maps: Int) -> Bool { logProbability(maps: maps) <= logLevel }

  /// Takes in that a call has some values of options.
  mutating func begin(_ call: Int, _ values: [OptionValue]) { calls[call] = values }

  /// Takes in a map, unless it is kept or dropped whole, or there are too many.
  mutating func add(_ mask: [UInt64], at place: Evidence.MapPlace) {
    guard affords(maps + 1) else { return }
    maps += 1
    guard let earlier = seen.updateValue(place, forKey: mask) else { return }
    repeated += 1
    let kind = Evidence.Twins.Kind(earlier, place)
    let first = Evidence.Twins(first: earlier, second: place, kind: kind, count: 0)
    kinds[kind, default: first].count += 1
    callsOfKind[kind, default: []].formUnion([earlier.call, place.call])
    if let key = earlier.key, let other = place.key { kinds[kind]?.keyBits |= key ^ other }
  }

  /// What is seen of maps that are alike; nil where no two are.
  ///
  /// Of the ways in which they lie to each other it is the one that most of them have.
  var found: Evidence.Twins? {
    let first = { (twins: Evidence.Twins) in (twins.second.call, twins.second.map) }
    guard
      var most = kinds.values.max(by: {
        ($0.count, first($1).0, first($1).1) < ($1.count, first($0).0, first($0).1)
      })
    else { return nil }
    // Calls with related keys have one shape.
    if most.kind.calls == .same { most.values = common(callsOfKind[most.kind] ?? []) }
    most.maps = maps
    most.repeated = repeated
    most.logProbability = logProbability(maps: maps)
    return most
  }

  /// The values that all of some calls have, and not every other call.
  private func common(_ some: Set<Int>) -> [OptionValue] {
    let lists = some.compactMap { calls[$0] }
    return (lists.first ?? []).filter { value in
      lists.allSatisfy { $0.contains(value) } && calls.values.contains { !$0.contains(value) }
    }
  }
}
