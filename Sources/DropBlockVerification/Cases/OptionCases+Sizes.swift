import DropBlockContract
import DropBlockPlatform

/// How large a tensor is: as large as it takes to have some blocks, and not larger than there is room for.
extension OptionCaseSource {
  /// The most samples, or channels, of a case.
  private static let mostOfEach = 256

  /// How many maps of their own there can be.
  func most(_ wanted: Wanted, _ units: Int) -> Int {
    let samples = min(wanted.samples.upperBound, Self.mostOfEach)
    let channels = min(wanted.channels.upperBound, Self.mostOfEach)
    let own =
      (wanted.sharing.contains(.samples) ? 1 : samples)
      * (wanted.sharing.contains(.channels) ? 1 : channels)
    return max(min(own, cases.unitBudget / max(units, 1)), 1)
  }

  /// What can be enlarged for more blocks, the cheapest first.
  enum Room: CaseIterable { case maps, rate, units }

  /// Allows for more of something that is not fixed.
  func enlarge(
    _ part: Room, _ wanted: inout Wanted, _ fixed: [OptionValue], _ units: Int
  ) -> Bool {
    switch part {
    case .maps:
      let many = OptionCases.counts[OptionCases.counts.count - 1]
      func fits(_ samples: Int, _ channels: Int) -> Bool {
        samples * channels * units <= cases.unitBudget
      }
      if !fixed.contains(.samples(wanted.samples)), !wanted.sharing.contains(.samples),
        fits(many.lowerBound, wanted.channels.lowerBound)
      {
        wanted.samples = many
      }
      if !fixed.contains(.channels(wanted.channels)), !wanted.sharing.contains(.channels),
        fits(wanted.samples.lowerBound, many.lowerBound)
      {
        wanted.channels = many
      }
      return true
    case .rate:
      guard !fixed.contains(.dropProbability(wanted.rate)), wanted.rate != .belowOne else {
        return false
      }
      wanted.rate = .belowHalf
      return true
    case .units:
      guard !fixed.contains(.units(wanted.units)) else { return false }
      wanted.units = OptionCases.units[5]
      return fit(&wanted, fixed + [.units(wanted.units)])
    }
  }

  /// As many samples and channels as give a number of maps, as far as there is room for them.
  mutating func sizes(
    _ wanted: Wanted, units: Int, maps: Double, most: Int
  ) -> (samples: Int, channels: Int) {
    var sizes = [wanted.samples.lowerBound, wanted.channels.lowerBound]
    let ranges = [wanted.samples, wanted.channels]
    let shared = [wanted.sharing.contains(.samples), wanted.sharing.contains(.channels)]
    var open = [0, 1].filter { !shared[$0] }
    while !open.isEmpty,
      Double((shared[0] ? 1 : sizes[0]) * (shared[1] ? 1 : sizes[1])) < maps
    {
      let axis = open[below(open.count)]
      let larger = min(sizes[axis] * 2, ranges[axis].upperBound, Self.mostOfEach)
      if larger > sizes[axis], larger * sizes[1 - axis] * units <= most {
        sizes[axis] = larger
      } else {
        open.removeAll { $0 == axis }
      }
    }
    return (sizes[0], sizes[1])
  }

  /// A number of a range, small ones as likely as large ones.
  private mutating func spread(_ range: ClosedRange<Int>) -> Int {
    let share = Double(mixer.next() >> 11) * 0x1p-53
    let (low, high) = (
      Double.log(Double(range.lowerBound)), Double.log(Double(range.upperBound) + 1)
    )
    return min(max(Int(Double.exp(low + share * (high - low))), range.lowerBound), range.upperBound)
  }

  /// Makes room in the budget, at the cost of sizes that are not fixed.
  func fit(_ wanted: inout Wanted, _ fixed: [OptionValue]) -> Bool {
    func least() -> Int {
      wanted.samples.lowerBound * wanted.channels.lowerBound * wanted.units.lowerBound
    }
    if least() > cases.unitBudget, !fixed.contains(.channels(wanted.channels)) {
      wanted.channels = OptionCases.counts[0]
    }
    if least() > cases.unitBudget, !fixed.contains(.samples(wanted.samples)) {
      wanted.samples = OptionCases.counts[0]
    }
    if least() > cases.unitBudget, !fixed.contains(.units(wanted.units)) {
      wanted.units = OptionCases.units[2]
    }
    return least() <= cases.unitBudget
  }

  /// A map of about as many units as are wanted.
  mutating func drawMap(_ wanted: Wanted) -> [Int] {
    let room = cases.unitBudget / wanted.samples.lowerBound / wanted.channels.lowerBound
    let most = max(wanted.units.lowerBound, min(wanted.units.upperBound, room))
    let units = spread(wanted.units.lowerBound...most)
    guard wanted.rank > 1 else { return [units] }
    let root = Double.pow(Double(units), 1 / Double(wanted.rank))
    var map = Array(repeating: max(Int(root.rounded()), 1), count: wanted.rank)
    if map[0] > 1, map.reduce(1, *) > most { map = map.map { $0 - 1 } }
    // One side for all axes covers a square map only.
    guard !wanted.isSquare, wanted.side != .whole else { return map }
    // One axis longer, the others shorter.
    let ratio = 2 + below(3)
    let short = max(Int(root / Double(ratio).squareRoot()), 1)
    map = Array(repeating: short, count: wanted.rank)
    let rest = short * (wanted.rank == 3 ? short : 1)
    map[below(wanted.rank)] = max(units / rest, 1)
    return map
  }
}
