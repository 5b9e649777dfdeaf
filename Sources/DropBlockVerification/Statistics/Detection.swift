import DropBlockPlatform

/// How surely bettors find a mean that is off, and how far off it must be for that.
///
/// A crowd under the hypothesis E[X] = m reaches 1/α when one of its B bettors reaches B/α alone. If
/// truly E[X] = m + δ with variance v, the bettor with stake λ misses that after n observations with
/// probability at most, for every s > 0,
///
///     (B/α)^s · (E (1 + λ(X − m))^−s)^n        (Chernoff's bound),
///
/// and with y = λ(X − m) ≥ −a the mean inside is at most 1 − s·E[y] + ½s(s + 1)·E[y²]·(1 − a)^−(s + 2),
/// by Taylor's theorem: the third derivative of (1 + y)^−s is negative. For coins it is computed as it
/// stands. The bound holds for every n; nothing is taken for normal.
struct Detection: Sendable {
  /// n, the number of independent observations.
  var observations: Int

  /// ln(1/α), with whatever else the crowd must overcome, such as a mean over several crowds.
  var logThreshold: Double

  /// The probability of a miss that is put up with.
  var miss = 1e-6

  /// A quantity whose mean is off: what X is in truth.
  enum Truth {
    /// 0 or 1, 1 with this probability.
    case coin(Double)

    /// Anything in [0, 1] of this mean, with at most this variance.
    case bounded(mean: Double, variance: Double)

    var mean: Double {
      switch self {
      case .coin(let mean), .bounded(let mean, _): mean
      }
    }

    var variance: Double {
      switch self {
      case .coin(let mean): mean * (1 - mean)
      case .bounded(_, let variance): variance
      }
    }
  }

  /// The logarithm of a bound on the probability that a crowd under `mean` does not find `truth`.
  ///
  /// - Parameter bettors: B, the size of the crowd.
  func logMiss(_ truth: Truth, under mean: Double, bettors: Int) -> Double {
    let deviation = truth.mean - mean
    guard deviation != 0, observations > 0 else { return 0 }
    if mean <= 0 || mean >= 1 {
      // One observation of what cannot be is enough.
      guard case .coin(let probability) = truth else { return 0 }
      let never = mean <= 0 ? 1 - probability : probability
      return Double(observations) * Double.log(never)
    }
    let threshold = logThreshold + Double.log(Double(bettors))
    var least = 0.0
    // The best stake of a normal sum is deviation / mean square; those far from it can be left out.
    let stakes = Bettors.stakes(mean: mean, side: deviation > 0 ? .above : .below)
    let best = min(
      deviation.magnitude / (truth.variance + deviation * deviation),
      (stakes.first ?? 0).magnitude)
    for stake in stakes
    where stake.magnitude < 8 * best && stake.magnitude > best / 8 {
      for exponent in exponents(truth, under: mean, stake: stake, threshold: threshold) {
        let term = Self.logTerm(truth, under: mean, stake: stake, exponent: exponent)
        guard term < 0 else { continue }
        least = min(least, Double(observations) * term + exponent * threshold)
      }
    }
    return least
  }

  /// Values of s to try: that of a normal sum and some around it, and small ones for gross faults,
  /// where the bound on the mean is loose at large s.
  private func exponents(
    _ truth: Truth, under mean: Double, stake: Double, threshold: Double
  ) -> [Double] {
    let deviation = truth.mean - mean
    let square = stake * stake * (truth.variance + deviation * deviation)
    let growth = stake * deviation - square / 2
    let best = (growth - threshold / Double(observations)) / square
    guard best > 0 else { return [] }
    let near = [0.7, 0.85, 1, 1.15, 1.4].map { best * $0 }
    return best > 2 ? near + [0.5, 1, 2] : near
  }

  /// ln E (1 + λ(X − m))^−s, or a bound on it.
  private static func logTerm(
    _ truth: Truth, under mean: Double, stake: Double, exponent: Double
  ) -> Double {
    switch truth {
    case .coin(let probability):
      let lost = Double.pow(1 - stake * mean, -exponent)
      let won = Double.pow(1 + stake * (1 - mean), -exponent)
      return Double.log((1 - probability) * lost + probability * won)
    case .bounded(_, let variance):
      let deviation = truth.mean - mean
      let loss = stake > 0 ? stake * mean : -stake * (1 - mean)
      let square = stake * stake * (variance + deviation * deviation)
      let rest = Double.pow(1 - loss, -(exponent + 2))
      return Double.log(
        onePlus:
          -exponent * stake * deviation + exponent * (exponent + 1) / 2 * square * rest)
    }
  }

  /// The smallest size of a fault, 0…`largest`, from which on it is found with probability 1 − miss;
  /// nil if not even the largest is.
  ///
  /// - Parameter truth: What X is under a fault of a size, and the mean it is tested against; the
  ///   deviation must grow with the size.
  func smallestFault(
    upTo largest: Double, bettors: Int = 2 * Bettors.stakesPerSide,
    _ truth: (Double) -> (truth: Truth, mean: Double)
  ) -> Double? {
    let logMiss = Double.log(miss)
    func isFound(_ size: Double) -> Bool {
      let fault = truth(size)
      return self.logMiss(fault.truth, under: fault.mean, bettors: bettors) <= logMiss
    }
    guard isFound(largest) else { return nil }
    var (missed, found) = (0.0, largest)
    // Where most faults lie: what a normal sum of that variance would show.
    let variance = max(truth(0).truth.variance, 1e-300)
    let slope = (truth(largest).truth.mean - truth(largest).mean).magnitude / largest
    let errors = (2 * (logThreshold + 3)).squareRoot() + (2 * -logMiss).squareRoot()
    let guess = errors * (variance / Double(max(observations, 1))).squareRoot() / slope
    for factor in [1.0, 0.8, 1.3, 0.5, 2, 0.1] {
      let size = guess * factor
      guard size > missed, size < found else { continue }
      if isFound(size) { found = size } else { missed = size }
    }
    // Nothing smaller is of interest, and ratios need a beginning.
    missed = max(missed, 1e-12)
    while found - missed > 0.005 * found {
      let middle = (missed * found).squareRoot()
      if isFound(middle) { found = middle } else { missed = middle }
    }
    return found
  }
}
