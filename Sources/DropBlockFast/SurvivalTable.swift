/// The survival table of the sampler `sparse`, with a guide that finds a gap in a few steps.
///
/// S₀ = 2⁶⁴ and Sₖ = ⌊Sₖ₋₁ · Q / 2⁶⁴⌋; a draw U means the gap of the largest k with U < Sₖ
/// (specification, section 5). A gap of a whole chunk ends the chunk, so the table ends there.
struct SurvivalTable: Sendable {
  /// L: the number of grid positions in a chunk, and the longest gap that is told apart.
  static let chunkLength = 4096

  /// How many of a draw's highest bits the guide is asked with.
  private static let guideBits: UInt64 = 12

  /// survival[k] = Sₖ for k ≥ 1; the entry 0 is never compared with, since every U is below 2⁶⁴.
  let survival: [UInt64]

  /// guide[t] = the gap of U = t · 2⁵²: the largest gap of any draw that begins with these bits; and
  /// 0 behind the last of them.
  let guide: [UInt16]

  /// The table of Q, 1 … 2⁶⁴ − 1.
  init(_ q: UInt64) {
    let shift = 64 - Self.guideBits
    var survival: [UInt64] = [.max]
    survival.reserveCapacity(Self.chunkLength + 1)
    var guide = [UInt16](repeating: 0, count: 1 << Self.guideBits + 1)
    // The gap k belongs to the draws at Sₖ₊₁ ..< Sₖ, so each step of the table settles a run of
    // the guide, from its end down.
    var end = 1 << Self.guideBits
    var last = q
    while last > 0, survival.count <= Self.chunkLength {
      let start = Int(truncatingIfNeeded: (last &- 1) &>> shift) &+ 1
      let gap = UInt16(truncatingIfNeeded: survival.count &- 1)
      while end > start {
        end &-= 1
        guide[end] = gap
      }
      survival.append(last)
      last = last.multipliedFullWidth(by: q).high
    }
    for bucket in 0..<end { guide[bucket] = UInt16(survival.count - 1) }
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
    let bucket = Int(truncatingIfNeeded: draw &>> (64 - Self.guideBits))
    var high = Int(guide[bucket])
    var low = Int(guide[bucket + 1])
    while low < high {
      let middle = (low &+ high &+ 1) &>> 1
      if draw < survival[middle] { low = middle } else { high = middle &- 1 }
    }
    return low
  }
}
