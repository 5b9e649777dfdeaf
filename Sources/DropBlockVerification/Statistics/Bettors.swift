import DropBlockPlatform

/// Evidence about the mean of a bounded quantity: what a crowd of bettors owns after the quantity has
/// been seen many times.
///
/// Each bettor b starts with 1 and stakes the same λ_b on every independent X ∈ [0, 1], so that the
/// crowd owns K = (1/B)·Σ_b Π(1 + λ_b (X − m)) in the mean. Stakes are so small that nobody can go
/// into debt. While E[X] = m, every factor has the mean 1, K is a martingale that begins at 1, and by
/// Ville's inequality P(K ever reaches 1/α) ≤ α: however often it is looked at, and whenever one
/// stops. For X ∈ {0, 1} a bettor is the likelihood ratio of two coins.
///
/// Source: Ville 1939; Waudby-Smith and Ramdas, *Estimating means of bounded random variables by
/// betting*, JRSS-B 2024.
struct Bettors: Sendable {
  /// Which way the mean may be off for the bettors to gain.
  enum Side: Sendable {
    /// Either way: evidence against E[X] = m.
    case either

    /// Below: evidence against E[X] ≥ m.
    case below

    /// Above: evidence against E[X] ≤ m.
    case above
  }

  /// m, 0…1.
  let mean: Double

  /// λ of each bettor.
  let stakes: [Double]

  /// ln(1 + λ(v/range − m)), for each value v one row of bettors.
  private let logFactors: [Double]

  /// How many stakes there are on each side, each √½ of the one before.
  static let stakesPerSide = 40

  /// Bettors on values 0…range, divided by `range`.
  init(mean: Double, range: Int, side: Side = .either) {
    let stakes = Self.stakes(mean: mean, side: side)
    self.mean = mean
    self.stakes = stakes
    logFactors = [Double](capacity: (range + 1) * stakes.count) { factors in
      for value in 0...max(range, 1) {
        let distance = Double(value) / Double(max(range, 1)) - mean
        for stake in stakes { factors.append(Double.log(onePlus: stake * distance)) }
      }
    }
  }

  /// The stakes of a crowd: 0.99 of what can be lost at most, and down by factors of √½.
  static func stakes(mean: Double, side: Side) -> [Double] {
    let shares = (0..<stakesPerSide).map { 0.99 * Double.pow(0.5, Double($0) / 2) }
    let above = mean > 0 ? shares.map { $0 / mean } : []
    let below = mean < 1 ? shares.map { -$0 / (1 - mean) } : []
    switch side {
    case .either: return above + below
    case .below: return below
    case .above: return above
    }
  }

  /// The logarithm of what the crowd owns after `counts[v]` observations of each value v.
  ///
  /// A value that cannot be under the mean (any but 0 under 0, any but the largest under 1) is
  /// infinite evidence.
  func logCapital(_ counts: [Int]) -> Double {
    if mean <= 0 { return counts.dropFirst().contains { $0 > 0 } ? .infinity : 0 }
    if mean >= 1 { return counts.dropLast().contains { $0 > 0 } ? .infinity : 0 }
    var capitals = [Double](repeating: 0, count: stakes.count)
    for (value, count) in counts.enumerated() where count > 0 {
      let row = value * stakes.count
      for index in capitals.indices {
        capitals[index] += Double(count) * logFactors[row + index]
      }
    }
    return Double.logMeanExp(capitals)
  }
}
