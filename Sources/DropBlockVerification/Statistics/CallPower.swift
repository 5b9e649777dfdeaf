import DropBlockPlatform

/// How surely a call shows each departure from the law.
///
/// Where nothing is dropped, or everything, what the bettor gains is certain. Where gamma is halved or
/// doubled it is not: of a bettor whose gains are X₁ · X₂ · … the probability that he stays below L is at
/// most L^s · Π E[Xᵢ^−s] for every s > 0 (Markov's inequality for the power −s).
struct CallPower: Sendable {
  /// The s that are tried.
  static let exponents = [0.15, 0.25, 0.35, 0.5]

  /// ln of what the bettor on each departure gains, at least, where it is so for sure.
  var nothing: Double
  var everything: Double

  /// ln E[X^−s] where gamma is halved, and doubled, for each s; 0 where that changes nothing.
  var half: [Double]
  var double: [Double]

  /// No call yet.
  static let none = CallPower(
    nothing: 0, everything: 0, half: exponents.map { _ in 0 }, double: exponents.map { _ in 0 })
}

/// What is needed to find every departure in a cell, and how far it is on the way.
struct CellPower: Sendable {
  /// ln of the capital at which the evidence is enough.
  let logThreshold: Double

  /// ln of the probability of a miss that is put up with.
  static let logMiss = Double.log(1e-6)

  /// The most that one call counts for, as a part of what is needed: many middling calls say more of
  /// what they have in common than a large one.
  private static let most = 1.0 / 8

  /// The part of what is needed, by departure: nothing, everything, and half and double for each s.
  private var nothing = 0.0
  private var everything = 0.0
  private var half: [Double]
  private var double: [Double]

  /// How many calls there were, and how many of them can show each departure.
  private(set) var calls = 0
  private var canShow = (everything: 0, half: 0, double: 0)

  /// What can't be told from rounding is not there to be found.
  private static let least = 1e-9

  /// After so many calls of which none can show a departure, there is none to be found.
  private static let enough = 4

  init(logThreshold: Double) {
    self.logThreshold = logThreshold
    half = CallPower.exponents.map { _ in 0 }
    double = half
  }

  /// Takes in a call.
  mutating func add(_ power: CallPower) {
    calls += 1
    nothing += min(power.nothing / logThreshold, Self.most)
    everything += min(power.everything / logThreshold, Self.most)
    if power.everything > 0 { canShow.everything += 1 }
    if power.half.contains(where: { $0 < -Self.least }) { canShow.half += 1 }
    if power.double.contains(where: { $0 < -Self.least }) { canShow.double += 1 }
    for (index, exponent) in CallPower.exponents.enumerated() {
      let needed = Self.logMiss - exponent * logThreshold
      half[index] += min(power.half[index] / needed, Self.most)
      double[index] += min(power.double[index] / needed, Self.most)
    }
  }

  /// How far the cell is on its way: 1 where every departure is found with the probability 1 − 10⁻⁶.
  var progress: Double {
    func part(_ parts: [Double], _ shown: Int) -> Double {
      shown == 0 && calls >= Self.enough ? 1 : parts.max() ?? 0
    }
    return min(
      1, nothing, part([everything], canShow.everything), part(half, canShow.half),
      part(double, canShow.double))
  }
}

extension CallLaw {
  /// How surely a call shows each departure.
  var power: CallPower {
    guard share > 0 else { return .none }
    let kinds = kinds
    // One kept unit is proof where everything is to be dropped.
    if share >= 1 {
      let kept = CallPower.exponents.map { exponent in
        Double(maps)
          * kinds.reduce(0) { $0 + $1.count * (1 - exponent) * Double.log($1.coin.half.law) }
      }
      return CallPower(
        nothing: .greatestFiniteMagnitude, everything: 0, half: kept,
        double: CallPower.exponents.map { _ in 0 })
    }
    return CallPower(
      nothing: logNothing + Double.log(1 - Self.reserve),
      everything: -logEverything + Double.log(1 - Self.reserve),
      half: CallPower.exponents.map { logMean(kinds, \.half, power: -$0) },
      double: CallPower.exponents.map { logMean(kinds, \.double, power: -$0) })
  }

  /// The coins that differ, and how many there are of each: in the middle of a map all are alike.
  private var kinds: [(coin: Coin, count: Double)] {
    var counts: [Double: (coin: Coin, count: Double)] = [:]
    for coin in coins { counts[coin.law, default: (coin, 0)].count += 1 }
    return counts.keys.sorted().compactMap { counts[$0] }
  }

  /// ln of the mean of a power of the likelihood ratio, where the other law is true.
  private func logMean(
    _ kinds: [(coin: Coin, count: Double)], _ other: (Coin) -> Coin.Other, power: Double
  ) -> Double {
    let sum = kinds.reduce(0) { sum, kind in
      let coin = kind.coin
      let (truth, bet) = (other(coin).law, other(coin).bet)
      guard coin.law > 0, truth != coin.law else { return sum }
      let won = truth > 0 ? truth * Double.pow(bet / coin.law, power) : 0
      let lost = truth < 1 ? (1 - truth) * Double.pow((1 - bet) / (1 - coin.law), power) : 0
      return sum + kind.count * Double.log(won + lost)
    }
    return min(Double(maps) * sum, 0)
  }
}
