/// The survival table of the sampler `sparse`, with a guide that finds a gap in a few steps.
///
/// S₀ = 2⁶⁴ and Sₖ = ⌊Sₖ₋₁ · Q / 2⁶⁴⌋; a draw U means the gap of the largest k with U < Sₖ
/// (specification, section 5). A gap of a whole chunk ends the chunk, so the table ends there.
struct SurvivalTable: Sendable {
  /// L: the number of grid positions in a chunk, and the longest gap that is told apart.
  static let chunkLength = 4096

  private static let guideBits = 9

  /// survival[k] = Sₖ for k ≥ 1; the entry 0 is never compared with, since every U is below 2⁶⁴.
  private let survival: [UInt64]

  /// guide[t] = the gap of U = t · 2⁵⁵: the largest gap of any draw that begins with these bits.
  private let guide: [UInt16]

  /// The table of Q, 1 … 2⁶⁴ − 1.
  init(_ q: UInt64) {
    var survival: [UInt64] = [.max]
    survival.reserveCapacity(Self.chunkLength + 1)
    var last = q
    while last > 0, survival.count <= Self.chunkLength {
      survival.append(last)
      last = last.multipliedFullWidth(by: q).high
    }
    // The gap does not rise with U, so one walk up the table serves all the guide from its end.
    let buckets = 1 << Self.guideBits
    var guide = [UInt16](repeating: 0, count: buckets + 1)
    var gap = 0
    for bucket in (0..<buckets).reversed() {
      let draw = UInt64(bucket) &<< UInt64(64 - Self.guideBits)
      while gap + 1 < survival.count, draw < survival[gap + 1] { gap += 1 }
      guide[bucket] = UInt16(gap)
    }
    self.survival = survival
    self.guide = guide
  }

  /// Q = (1 − gamma) · 2⁶⁴; nil stands for 2⁶⁴.
  static func q(gamma: Double) -> UInt64? {
    let q = (1 - gamma) * 0x1p64
    return q < 0x1p64 ? UInt64(q) : nil
  }

  /// The largest k ≤ L with `draw` < Sₖ.
  @inline(__always)
  func gap(_ draw: UInt64) -> Int {
    let bucket = Int(truncatingIfNeeded: draw &>> UInt64(64 - Self.guideBits))
    var high = Int(guide[bucket])
    var low = Int(guide[bucket + 1])
    while low < high {
      let middle = (low &+ high &+ 1) &>> 1
      if draw < survival[middle] { low = middle } else { high = middle &- 1 }
    }
    return low
  }
}
