import Testing

@testable import DropBlockFast

@Suite struct GapLawTests {
  /// The gap of a draw, by walking the table from its beginning.
  private func walked(_ draw: UInt64, q: UInt64) -> Int {
    var gap = 0
    var survival = q
    while draw < survival, gap < 4096 {
      gap += 1
      survival = survival.multipliedFullWidth(by: q).high
    }
    return gap
  }

  @Test func `the gap is that of the walk through the survival table`() {
    for gamma in [0x1p-53, 1e-9, 1e-4, 0.002, 0.1, 0.5, 0.99, 1 - 0x1p-53] {
      guard let q = GapLaw.q(gamma: gamma) else {
        Issue.record("no Q for gamma \(gamma)")
        continue
      }
      let law = GapLaw(q)
      var draws: [UInt64] = [0, 1, .max, .max - 1, q, q &- 1, q &+ 1]
      for bucket: UInt64 in [1, 2, 255, 256, 510, 511] {
        draws += [bucket << 55, (bucket << 55) - 1, (bucket << 55) + 1]
      }
      var choices = Choices(3)
      draws += (0..<200).map { _ in choices.next() }
      draws += (0..<20).map { _ in choices.next() >> 50 }
      for draw in draws {
        #expect(law.gap(draw) == walked(draw, q: q), "gamma \(gamma), draw \(draw)")
      }
    }
  }

  @Test func `Q is (1 − gamma) · 2⁶⁴`() {
    #expect(GapLaw.q(gamma: 0x1p-54) == nil)
    #expect(GapLaw.q(gamma: 0x1p-53) == UInt64.max - 2047)
    #expect(GapLaw.q(gamma: 0.5) == 1 << 63)
    #expect(GapLaw.q(gamma: 1) == 0)
  }
}
