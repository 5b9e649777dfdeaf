import Testing

@testable import DropBlockFast

@Suite struct SurvivalTableTests {
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

  @Test func `the guided search finds the gap of the table's walk`() {
    for gamma in [0x1p-53, 1e-9, 1e-4, 0.002, 0.1, 0.5, 0.99, 1 - 0x1p-53] {
      guard let q = SurvivalTable.q(gamma: gamma) else {
        Issue.record("no Q for gamma \(gamma)")
        continue
      }
      let table = SurvivalTable(q)
      var draws: [UInt64] = [0, 1, .max, .max - 1, q, q &- 1, q &+ 1]
      for bucket in [1, 2, 255, 256, 2_047, 2_048, 4_094, 4_095]
        + Array(stride(from: 3, to: 4_095, by: 61))
      {
        let edge = UInt64(bucket) << 52
        draws += [edge, edge - 1, edge + 1]
      }
      var choices = Choices(3)
      draws += (0..<200).map { _ in choices.next() }
      draws += (0..<20).map { _ in choices.next() >> 50 }
      for draw in draws {
        #expect(table.gap(draw) == walked(draw, q: q), "gamma \(gamma), draw \(draw)")
      }
    }
  }

  @Test func `the guide has the gap at the beginning of every bucket, and 0 behind them`() throws {
    for gamma in [0x1p-53, 1e-9, 3e-4, 0.0026, 0.1, 0.5, 0.99, 1 - 0x1p-53] {
      let q = try #require(SurvivalTable.q(gamma: gamma))
      let table = SurvivalTable(q)
      #expect(table.guide.count == 4_097)
      #expect(table.guide.last == 0)
      #expect(zip(table.guide, table.guide.dropFirst()).allSatisfy { $0 >= $1 })
      let wrong = stride(from: 0, to: 4_096, by: 17).first {
        Int(table.guide[$0]) != walked(UInt64($0) << 52, q: q)
      }
      #expect(wrong == nil, "gamma \(gamma)")
      // All that a search may read is there: S up to the largest gap of any draw.
      #expect(table.survival.count == Int(table.guide[0]) + 1)
      #expect(table.survival[1] == q)
    }
  }

  @Test func `Q is (1 − gamma) · 2⁶⁴`() {
    #expect(SurvivalTable.q(gamma: 0x1p-54) == nil)
    #expect(SurvivalTable.q(gamma: 0x1p-53) == UInt64.max - 2047)
    #expect(SurvivalTable.q(gamma: 0.5) == 1 << 63)
    #expect(SurvivalTable.q(gamma: 1) == 0)
  }
}
