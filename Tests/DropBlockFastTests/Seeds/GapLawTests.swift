import Testing

@testable import DropBlockFast

@Suite struct GapLawTests {
  /// S₁, S₂, … S₄₀₉₆, as the specification defines them.
  private func survival(_ q: UInt64) -> [UInt64] {
    var values = [q]
    while values.count < 4_096 {
      values.append(values[values.count - 1].multipliedFullWidth(by: q).high)
    }
    return values
  }

  /// The largest k with `draw` < Sₖ, found by halving.
  private func gap(_ draw: UInt64, _ survival: [UInt64]) -> Int {
    var (low, high) = (0, survival.count)
    while low < high {
      let middle = (low + high) / 2
      if draw < survival[middle] { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static let gammas: [Double] = [
    0x1p-53, 0x1p-40, 1e-12, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 3e-4, 0.001, 0.0026, 0.01, 0.05, 0.1,
    0.3, 0.5, 0.75, 0.9, 0.99, 0.9999, 1 - 1e-9, 1 - 0x1p-52, 1 - 0x1p-53,
  ]

  @Test(arguments: gammas)
  func `every gap is that of the definition`(gamma: Double) throws {
    let q = try #require(GapLaw.q(gamma: gamma))
    let law = GapLaw(q)
    let survival = survival(q)
    var draws: [UInt64] = [0, 1, 2, 3, .max, .max - 1, q, q &- 1, q &+ 1]
    for k in Array(0..<120) + Array(stride(from: 120, to: 4_096, by: 29)) + [4_094, 4_095] {
      draws += [survival[k] &- 1, survival[k], survival[k] &+ 1]
    }
    var choices = Choices(4)
    draws += (0..<600).map { _ in choices.next() }
    draws += (0..<100).map { _ in choices.next() >> UInt64(choices.int(1...63)) }
    let wrong = draws.first { law.gap($0) != gap($0, survival) }
    #expect(wrong == nil, "gap \(wrong.map(law.gap) ?? 0)")
    let other = draws.first { law.step($0) != gap($0, survival) }
    #expect(other == nil, "step \(other.map(law.step) ?? 0)")
  }

  @Test func `the gaps of Q at both ends are those of the definition`() {
    for q: UInt64 in [1, 2, 2_048, 1 << 32, 1 << 63, .max - 2_047] {
      let law = GapLaw(q)
      let survival = survival(q)
      for draw: UInt64 in [0, 1, 2, q - 1, q, q + 1, 1 << 63, .max] {
        #expect(law.gap(draw) == gap(draw, survival), "Q \(q), draw \(draw)")
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
