#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Proved bounds on how likely a correct subject is to look as wrong as what was observed.
///
/// Every bound holds for every sample size, without a normal approximation; each returns a natural
/// logarithm, at most 0, of a bound on the probability of a deviation at least as large, either side.
enum TailBounds {
  /// A count of independent events of one probability, by Chernoff's bound.
  ///
  /// P(K deviates from np at least as far as k) ≤ 2·exp(−n·KL(k/n ‖ p)), where KL is the relative
  /// entropy of two coins (Chernoff 1952; Hoeffding 1963, theorem 1).
  static func binomial(_ count: Int, of trials: Int, probability p: Double) -> Double {
    guard trials > 0 else { return 0 }
    let q = Double(count) / Double(trials)
    if q == p { return 0 }
    if p <= 0 || p >= 1 { return -.infinity }
    let entropy =
      (q > 0 ? q * log(q / p) : 0) + (q < 1 ? (1 - q) * log((1 - q) / (1 - p)) : 0)
    return min(0, log(2.0) - Double(trials) * entropy)
  }

  /// A sum of independent terms of known mean and variance, by Bernstein's inequality.
  ///
  /// P(|Σ(Xᵢ − μ)| ≥ t) ≤ 2·exp(−t² / (2nσ² + 2bt/3)) when |Xᵢ − μ| ≤ b (Bernstein 1924; Boucheron,
  /// Lugosi, Massart, *Concentration inequalities*, corollary 2.11).
  static func sum(
    deviation t: Double, terms: Int, variance: Double, range b: Double
  ) -> Double {
    let distance = abs(t)
    guard distance > 0 else { return 0 }
    let denominator = 2 * Double(terms) * variance + 2 * b * distance / 3
    return min(0, log(2.0) - distance * distance / denominator)
  }
}
