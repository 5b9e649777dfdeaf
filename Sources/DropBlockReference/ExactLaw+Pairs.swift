import DropBlockPlatform

extension ExactLaw {
  /// P(u and v dropped), where u and v are units of the same map.
  ///
  /// - Parameters:
  ///   - u: A place, one coordinate per axis, counted from 0.
  ///   - v: Another, or the same.
  /// - Returns: A probability; 0 where the map has no such units.
  public func probability(at u: [Int], and v: [Int]) -> Double {
    guard contains(u), contains(v) else { return 0 }
    var both = 1
    for axis in geometry.map.indices { both *= geometry.cover(axis: axis, units: u[axis], v[axis]) }
    let (coverU, coverV) = (cover(u), cover(v))
    // Inclusion and exclusion, regrouped so that no difference of nearly equal numbers is taken.
    return probability(cover: coverU) * probability(cover: coverV)
      + covariance(covers: coverU, coverV, both: both)
  }

  /// The variance of the number of dropped units of one map.
  ///
  /// The variance of several independent maps together is the sum of theirs.
  ///
  /// - Complexity: The units of every axis are compared pair by pair, then every kind of pair along
  ///   one axis is combined with every kind along the others: milliseconds for blocks of 7, below a
  ///   second for 56 × 56 units and any block, growing with the fourth power of a square block's side.
  public var droppedCountVariance: Double {
    var variance = 0.0
    // All pairs of units of an axis fall into few kinds; a pair of units of the map has one kind per
    // axis, and every combination of kinds occurs.
    let kinds = geometry.map.indices.map { pairKinds(axis: $0) }
    let none = [PairKind(coverU: 1, coverV: 1, both: 1, pairs: 1)]
    let (first, second, third) = (
      kinds.count > 0 ? kinds[0] : none,
      kinds.count > 1 ? kinds[1] : none,
      kinds.count > 2 ? kinds[2] : none
    )
    for a in first {
      for b in second {
        for c in third {
          let covariance = covariance(
            covers: a.coverU * b.coverU * c.coverU, a.coverV * b.coverV * c.coverV,
            both: a.both * b.both * c.both)
          variance += Double(a.pairs * b.pairs * c.pairs) * covariance
        }
      }
    }
    return variance
  }

  /// P(u and v dropped) − P(u dropped) · P(v dropped).
  ///
  /// With q = 1 − gamma and m = n(u) + n(v) − k that is q^m − q^(n(u) + n(v)) = q^m · (1 − q^k): a
  /// product of two numbers that are not negative, and 0 where no block covers both.
  private func covariance(covers u: Int, _ v: Int, both k: Int) -> Double {
    if k == 0 { return 0 }
    let noneSeeded = Double.exp(Double(u + v - k) * logarithmOfNoSeed)
    return noneSeeded * probability(cover: k)
  }
}

/// Pairs of units of one axis that are covered alike.
private struct PairKind: Hashable {
  var coverU: Int
  var coverV: Int
  var both: Int

  /// How many ordered pairs there are of the kind.
  var pairs = 0
}

extension ExactLaw {
  /// The kinds of pairs along an axis, without those that no block covers together.
  private func pairKinds(axis: Int) -> [PairKind] {
    let size = geometry.map[axis]
    let reach = geometry.block[axis]
    var pairs: [PairKind: Int] = [:]
    for u in 0..<size {
      for v in max(0, u - reach + 1)..<min(size, u + reach) {
        let both = geometry.cover(axis: axis, units: u, v)
        if both == 0 { continue }
        let kind = PairKind(
          coverU: geometry.cover(axis: axis, unit: u), coverV: geometry.cover(axis: axis, unit: v),
          both: both)
        pairs[kind, default: 0] += 1
      }
    }
    // Sums must not depend on the order in which a dictionary hands out its entries.
    return pairs.map { kind, count in
      var counted = kind
      counted.pairs = count
      return counted
    }.sorted { ($0.coverU, $0.coverV, $0.both) < ($1.coverU, $1.coverV, $1.both) }
  }
}
