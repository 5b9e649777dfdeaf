import DropBlockPlatform

/// The evidence that a share of cases is not the one asked for, at whatever case one looks at it.
///
/// Each case is a hit with chance p, independently; s is the share asked for. After n cases with k
/// hits, the likelihoods of all chances q, mixed evenly, are compared with that of s:
///
///     M(n) = ∫₀¹ qᵏ(1−q)ⁿ⁻ᵏ dq / sᵏ(1−s)ⁿ⁻ᵏ = B(k + 1, n − k + 1) / sᵏ(1−s)ⁿ⁻ᵏ
///
/// *Not covered* is said once M ≥ 1/α with k/n < s, *covered* once M ≥ 1/α with k/n > s. If p = s,
/// then M is a martingale from 1, and by Ville's inequality (1939) it ever comes to 1/α with a
/// chance of at most α: either verdict together. If p > s, *not covered* is as rare:
/// - Split M = A + C, the part of q < s and that of q ≥ s. For q < s, a case multiplies the ratio
///   by q/s with chance p and by (1−q)/(1−s) otherwise; the mean of that is 1 for p = s and falls
///   with p, so A is a supermartingale from s.
/// - Where k/n < s, the likelihood falls with q from s on; so C ≤ 1 − s and A ≥ 1/α − (1 − s).
/// - By Ville's inequality that has a chance of at most s / (1/α − 1 + s) ≤ α.
///
/// The same with hits and misses exchanged: for no p is a wrong verdict more likely than α,
/// however long the run is and why ever it ends.
enum CoverEvidence {
  /// The natural logarithm of M; infinite where s is 0 or 1 and the cases rule that out.
  static func logRatio(hits: Int, cases: Int, share: Double) -> Double {
    let (k, n) = (Double(hits), Double(cases))
    let mixture: Double = logGamma(k + 1) + logGamma(n - k + 1) - logGamma(n + 2)
    return mixture - weighted(k, share) - weighted(n - k, 1 - share)
  }

  /// The shares that are not ruled out at an error rate.
  ///
  /// The true share lies outside, after whatever case, with a chance of at most `errorRate`: at
  /// the true share M is a martingale.
  static func limits(hits: Int, cases: Int, errorRate: Double) -> ClosedRange<Double> {
    guard cases > 0 else { return 0...1 }
    let threshold = -Double.log(errorRate)
    let observed = Double(hits) / Double(cases)
    /// The outermost share between the observed one and `bound` that is not ruled out.
    func outermost(_ bound: Double) -> Double {
      if logRatio(hits: hits, cases: cases, share: bound) < threshold { return bound }
      var (inside, outside) = (observed, bound)
      for _ in 0..<60 {
        let middle = (inside + outside) / 2
        let isInside = logRatio(hits: hits, cases: cases, share: middle) < threshold
        if isInside { inside = middle } else { outside = middle }
      }
      return outside
    }
    return outermost(0)...outermost(1)
  }

  private static func weighted(_ count: Double, _ probability: Double) -> Double {
    count == 0 ? 0 : count * .log(probability)
  }

  private static func logGamma(_ value: Double) -> Double { lgamma(value) }
}
