import DropBlockPlatform

/// How draws of the sampler `sparse` become gaps: by a logarithm, and where that is not exact enough
/// to decide, by the definition.
///
/// S₀ = 2⁶⁴ and Sₖ = ⌊Sₖ₋₁ · Q / 2⁶⁴⌋; a draw U means the gap of the largest k with U < Sₖ
/// (specification, section 5). Each of the k roundings down takes less than 1 away, so
/// 2⁶⁴qᵏ − k < Sₖ ≤ 2⁶⁴qᵏ with q = Q/2⁶⁴. With t = ln(U/2⁶⁴) / ln q, a gap of k or more has t > k, and
/// t ≥ k + k / (U |ln q|) is enough for one. Where t is farther from a whole number than that and
/// than its own error, it decides. A gap of a whole chunk ends the chunk; no longer one is told apart.
struct GapLaw: Sendable {
  /// L: the number of grid positions in a chunk, and the longest gap.
  static let chunkLength = 4096

  /// Q, 1 … 2⁶⁴ − 1, and a Double without rounding, as ``q(gamma:)`` makes it.
  let q: UInt64
  /// 1 / ln q.
  let inverse: Double
  /// How many runs of sixteen draws are made of a chunk at first.
  let runs: UInt32

  /// The gaps of a Q, 1 … 2⁶⁴ − 1, that is a Double without rounding.
  init(_ q: UInt64) {
    self.q = q
    let share = Double(q) * 0x1p-64
    inverse = 1 / .log(share)
    runs = DrawWindow.runs(gamma: 1 - share)
  }

  /// Q = (1 − gamma) · 2⁶⁴; nil stands for 2⁶⁴.
  static func q(gamma: Double) -> UInt64? {
    let q = (1 - gamma) * 0x1p64
    return q < 0x1p64 ? UInt64(q) : nil
  }

  /// The largest k ≤ L with `draw` < Sₖ.
  func gap(_ draw: UInt64) -> Int {
    guard draw > 0 else { return step(draw) }
    let most = Double(Self.chunkLength)
    let u = Double(draw)
    let t = Double.log(u * 0x1p-64) * inverse
    // The logarithm is off by a few units in the last place of at most 45, the quotient by as much.
    let doubt = 0x1p-37 - inverse * (most / u + 0x1p-45)
    let low = min(max(t - doubt, 0), most).rounded(.down)
    let high = min(t + doubt, most).rounded(.down)
    return low == high ? Int(low) : step(draw)
  }

  /// The gap by the definition, step by step.
  func step(_ draw: UInt64) -> Int {
    var gap = 0
    var survival = q
    while gap < Self.chunkLength, draw < survival {
      gap += 1
      survival = survival.multipliedFullWidth(by: q).high
    }
    return gap
  }
}
