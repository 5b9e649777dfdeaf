#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The gap of a draw by a logarithm, for tensors too small to be worth a survival table.
///
/// The gap is the largest k with U < Sₖ, and each of the k roundings down takes less than 1 away:
/// 2⁶⁴qᵏ − k < Sₖ ≤ 2⁶⁴qᵏ with q = Q/2⁶⁴. So with t = ln(U/2⁶⁴) / ln q a gap of k or more has t > k, and
/// t ≥ k + k / (U |ln q|) is enough for one. Where t is farther from a whole number than that and
/// than its own error, it decides; elsewhere the table's own steps do.
struct GapLogarithm: Sendable {
  private let q: UInt64
  private let inverse: Double

  /// The gaps of Q, 1 … 2⁶⁴ − 1.
  init(_ q: UInt64) {
    self.q = q
    inverse = 1 / log(Double(q) * 0x1p-64)
  }

  /// The largest k ≤ L with `draw` < Sₖ.
  func gap(_ draw: UInt64) -> Int {
    let most = Double(SurvivalTable.chunkLength)
    let logarithm = log(Double(draw) * 0x1p-64)
    let t = logarithm * inverse
    // Two logarithms, each off by a few units in the last place, two products and a conversion.
    let doubt = (inverse * (most / Double(draw) + 0x1p-49 * (1 - logarithm))).magnitude
    if t - doubt >= most { return SurvivalTable.chunkLength }
    let whole = t.rounded(.down)
    guard t - whole > doubt, whole + 1 - t > doubt else { return step(draw) }
    return Int(whole)
  }

  /// The gap by the definition, step by step.
  func step(_ draw: UInt64) -> Int {
    var gap = 0
    var survival = q
    while gap < SurvivalTable.chunkLength, draw < survival {
      gap += 1
      survival = survival.multipliedFullWidth(by: q).high
    }
    return gap
  }
}
