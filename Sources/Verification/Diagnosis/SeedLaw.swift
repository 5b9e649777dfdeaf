/// A known way, right or wrong, in which the seeds of a map depend on each other.
enum SeedLaw: Sendable {
  /// Each position by itself, with probability gamma: what the specification asks for.
  case independent

  /// Always as many seeds as are expected, drawn without replacement.
  case exactly

  /// One seed or none, with as many expected.
  case oneOrNone

  /// One seed or none, with probability p.
  case oneWithProbability

  /// The probability that none of some positions is a seed.
  ///
  /// - Parameters:
  ///   - positions: How many there are of which none is one.
  ///   - all: How many there are on the map.
  ///   - gamma: The expected number of seeds over that of positions, 0…1.
  ///   - p: The drop probability.
  func avoids(_ positions: Int, of all: Int, gamma: Double, p: Double) -> Double {
    guard positions > 0 else { return 1 }
    switch self {
    case .independent:
      if gamma >= 1 { return 0 }
      return NaturalLogarithm.exponential(
        Double(positions) * NaturalLogarithm.ofOnePlus(-gamma))
    case .exactly:
      let seeds = count(of: all, gamma: gamma)
      return (0..<positions).reduce(1) { product, index in
        product * Double(max(all - seeds - index, 0)) / Double(all - index)
      }
    case .oneOrNone:
      return 1 - min(gamma * Double(all), 1) * Double(positions) / Double(all)
    case .oneWithProbability:
      return 1 - p * Double(positions) / Double(all)
    }
  }

  /// The number of seeds of a map, where there are always as many.
  func count(of all: Int, gamma: Double) -> Int {
    Int((gamma * Double(all)).rounded(.toNearestOrAwayFromZero))
  }

  /// The law in words; nil for the one asked for.
  var words: String? {
    switch self {
    case .independent: nil
    case .exactly:
      "every map has the same number of seeds, gamma times the grid's positions, rounded"
    case .oneOrNone:
      "a map has one block or none, with probability gamma times the grid's positions"
    case .oneWithProbability: "a map has one block or none, with probability p"
    }
  }
}
