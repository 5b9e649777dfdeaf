import DropBlockContract
import DropBlockPlatform
import DropBlockReference

/// What the exact law says of one call, and how much likelier what was dropped is under each way to leave
/// the law.
///
/// Units a block's side apart along every axis have no grid position in common, so that they are dropped
/// independently, each with its own probability: a lattice of them is as many coins. The ratio of two
/// laws of those coins has the mean 1 under the first one, and so has its product over any calls, however
/// unlike they are: a martingale that begins at 1.
struct CallLaw {
  /// How many independent maps the call has.
  let maps: Int

  /// The units of a map.
  let units: Int

  /// The dropped share in the mean.
  let share: Double

  /// How many blocks start in the mean.
  let expectedBlocks: Double

  /// −ln of the probability that nothing is dropped: about as many where gamma is small.
  let logNothing: Double

  /// How many grid positions there are, and how many units belong to each, where no two have units in
  /// common: then dropped units tell how many blocks there are.
  private let countable: (positions: Int, units: Int)?

  private let gamma: Double

  /// The lattice.
  let coins: [Coin]

  /// A unit of the lattice.
  struct Coin {
    let unit: Int

    /// P(u dropped).
    let law: Double

    /// The same with half and with twice the gamma.
    let half: Other
    let double: Other

    /// P(u dropped) by another law, and what is bet on: all but 1 at most.
    struct Other {
      let law: Double
      let bet: Double
    }
  }

  /// How much of a bettor's capital is kept back: what a wrong guess in one call leaves.
  static let reserve = 0.01

  /// The law of a call.
  ///
  /// - Parameters:
  ///   - law: That of one map.
  ///   - seedGrid: Where its seeds may fall.
  ///   - maps: How many independent maps there are.
  ///   - offset: Where the lattice begins along each axis, below the block's side.
  init(
    _ law: ExactLaw, on seedGrid: SeedGrid, maps: Int, offset: [Int]
  ) throws(DropBlockError) {
    self.maps = maps
    let geometry = law.geometry
    units = geometry.map.reduce(1, *)
    share = law.expectedShare
    let positions = Double(geometry.positions.reduce(1, *))
    gamma = law.gamma
    expectedBlocks = positions * Double(maps) * law.gamma
    logNothing = -positions * Double(maps) * Double.log(onePlus: -law.gamma)
    let isSingle = geometry.block.allSatisfy { $0 == 1 }
    let isWhole = positions == 1 && seedGrid == .valid
    countable = isSingle || isWhole ? (Int(positions) * maps, isSingle ? 1 : units) : nil
    func at(_ factor: Double) throws(DropBlockError) -> ExactLaw {
      try ExactLaw(
        map: geometry.map, blockSize: geometry.block, seedGrid: seedGrid,
        gamma: min(law.gamma * factor, 1))
    }
    let (half, double) = (try at(0.5), try at(2))
    coins = Self.lattice(geometry, offset).map { place in
      let p = law.probability(at: place)
      // Some capital is left whatever is seen, also where the other law has no room for it.
      let most = 1 - Self.reserve * (1 - p)
      let (less, more) = (half.probability(at: place), double.probability(at: place))
      return Coin(
        unit: zip(place, geometry.map).reduce(0) { $0 * $1.1 + $1.0 }, law: p,
        half: .init(law: less, bet: less), double: .init(law: more, bet: min(more, most)))
    }
  }

  /// ln of a bound on the probability that everything is dropped.
  var logEverything: Double { Double(maps) * coins.reduce(0) { $0 + Double.log($1.law) } }

  /// Whether a unit is kept where all are dropped for sure, or dropped where none is.
  func isImpossible(_ maps: [MaskBits]) -> Bool {
    share <= 0 && maps.contains { $0.dropped > 0 }
      || share >= 1 && maps.contains { $0.dropped < units }
  }

  /// ln of the factor of each bet, in their order.
  func logFactors(_ maps: [MaskBits]) -> [Double] {
    let isNothing = maps.allSatisfy { $0.dropped == 0 }
    let isEverything = maps.allSatisfy { $0.dropped == units }
    // What can't be under the law is refuted at once.
    if isImpossible(maps) {
      return Evidence.Departure.bets.map { _ in .infinity }
    }
    if share <= 0 || share >= 1 { return Evidence.Departure.bets.map { _ in 0 } }
    return Evidence.Departure.bets.map { departure in
      switch departure {
      case .nothing: return Self.log(guessed: isNothing, -logNothing)
      case .half: return logRatio(maps, \.half)
      case .double: return logRatio(maps, \.double)
      case .everything: return Self.log(guessed: isEverything, logEverything)
      case .fixedCount: return logFixedCount(dropped: maps.reduce(0) { $0 + $1.dropped })
      case .impossible, .unnamed: return 0
      }
    }
  }

  /// A bettor who says that there are as many blocks as in the mean, rounded down or up.
  ///
  /// Where blocks can't be counted, it says that there are none if the mean is below 1.
  private func logFixedCount(dropped: Int) -> Double {
    guard let countable else {
      return expectedBlocks < 1 ? Self.log(guessed: dropped == 0, -logNothing) : 0
    }
    let counts = Set([expectedBlocks.rounded(.down), expectedBlocks.rounded(.up)])
    let n = Double(countable.positions)
    let blocks = Double(dropped) / Double(countable.units)
    let logProbability =
      Double.logGamma(n + 1) - Double.logGamma(blocks + 1) - Double.logGamma(n - blocks + 1)
      + blocks * Double.log(gamma) + (n - blocks) * Double.log(onePlus: -gamma)
    return Self.log(
      guessed: counts.contains(blocks), logProbability + Double.log(Double(counts.count)))
  }

  /// The likelihood of the lattice's coins under another law, in relation to that under the law.
  private func logRatio(_ maps: [MaskBits], _ fault: (Coin) -> Coin.Other) -> Double {
    var sum = 0.0
    for coin in coins {
      let p = fault(coin).bet
      let dropped = maps.count { $0.isDropped(coin.unit) }
      if dropped > 0 { sum += Double(dropped) * Double.log(p / coin.law) }
      if dropped < maps.count {
        sum += Double(maps.count - dropped) * Double.log((1 - p) / (1 - coin.law))
      }
    }
    return sum
  }

  /// A bettor who stakes nearly all on one event, of which the probability is known, or bounded.
  private static func log(guessed: Bool, _ logProbability: Double) -> Double {
    guard guessed else { return Double.log(reserve) }
    // ln(r + (1 − r) / P), and no overflow where P is very small.
    return -logProbability + Double.log((1 - reserve) + reserve * Double.exp(logProbability))
  }

  /// The units of a lattice, by their places.
  static func lattice(_ geometry: BlockGeometry, _ offset: [Int]) -> [[Int]] {
    zip(geometry.map.indices, zip(geometry.map, geometry.block)).reduce([[]]) { places, axis in
      let (size, side) = axis.1
      let start = axis.0 < offset.count ? offset[axis.0] % max(side, 1) : 0
      return places.flatMap { place in
        stride(from: min(start, max(size - 1, 0)), to: size, by: max(side, 1)).map { place + [$0] }
      }
    }
  }
}

/// The dropped units of one map.
struct MaskBits {
  let words: MaskWords
  let map: Int
  let dropped: Int

  /// Whether a unit is dropped.
  func isDropped(_ unit: Int) -> Bool { words.isDropped(unit, in: map) }
}
