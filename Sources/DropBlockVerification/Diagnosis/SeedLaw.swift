import DropBlockPlatform

/// A known way, right or wrong, in which the seeds of a map depend on each other.
enum SeedLaw: Sendable {
  /// Each position by itself, with probability gamma: what the specification asks for.
  case independent

  /// Always as many seeds as are expected, drawn without replacement.
  case exactly

  /// Always as many seeds as are expected but one at least, each anywhere, two perhaps at one place.
  case drawn

  /// One seed, always.
  case one

  /// One seed or none, with as many expected.
  case oneOrNone

  /// One seed or none, with probability p.
  case oneWithProbability

  /// Of the seeds that there are one, any of them.
  case atMostOne

  /// The probability that one of some positions, or several, is a seed.
  ///
  /// - Parameters:
  ///   - positions: How many there are of which one must be.
  ///   - all: How many there are on the map.
  ///   - gamma: The expected number of seeds over that of positions, 0…1.
  ///   - p: The drop probability.
  func hits(_ positions: Int, of all: Int, gamma: Double, p: Double) -> Double {
    guard positions > 0 else { return 0 }
    switch self {
    case .independent:
      if gamma >= 1 { return 1 }
      return -Double.expMinusOne(
        Double(positions) * Double.log(onePlus: -gamma))
    case .exactly:
      let seeds = Int((gamma * Double(all)).rounded(.toNearestOrAwayFromZero))
      return 1
        - (0..<positions).reduce(1) { product, index in
          product * Double(max(all - seeds - index, 0)) / Double(all - index)
        }
    case .drawn:
      let seeds = max((gamma * Double(all)).rounded(.toNearestOrAwayFromZero), 1)
      return 1 - Double.pow(1 - Double(positions) / Double(all), seeds)
    case .one: return Double(positions) / Double(all)
    case .oneOrNone: return min(gamma * Double(all), 1) * Double(positions) / Double(all)
    case .atMostOne:
      return Self.independent.hits(all, of: all, gamma: gamma, p: p) * Double(positions)
        / Double(all)
    case .oneWithProbability: return p * Double(positions) / Double(all)
    }
  }

  /// That a whole tensor has as many seeds as are expected: what a map has by itself then varies, unless
  /// it is the only one.
  static let ofTensor = Rule(
    "seeds.fixed-count-of-tensor",
    "every tensor has as many seeds as are expected, gamma times the positions of its grids, rounded up or "
      + "down")

  /// The law as a rule; nil for the one asked for.
  var rule: Rule? {
    switch self {
    case .independent: nil
    case .exactly:
      Rule(
        "seeds.fixed-count",
        "every map has the same number of seeds, gamma times the grid's positions, rounded")
    case .drawn:
      Rule(
        "seeds.fixed-draws",
        "every map has the same number of draws with replacement, gamma times the grid's "
          + "positions, rounded, but one at least")
    case .one: Rule("seeds.one", "every map has exactly one block")
    case .oneOrNone:
      Rule(
        "seeds.one-or-none",
        "a map has one block or none, with probability gamma times the grid's positions")
    case .atMostOne:
      Rule(
        "seeds.at-most-one",
        "a map has one block at most: of the seeds that are drawn one is used, whichever it is")
    case .oneWithProbability:
      Rule("seeds.one-with-p", "a map has one block or none, with probability p")
    }
  }
}
