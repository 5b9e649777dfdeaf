import DropBlockContract
import DropBlockReference
import Testing

/// Numbers at which rounding, signs and specials show.
private let awkward: [Double] = [
  0, -0.0, 1, -1, 1.0 / 3, 65504, 1e-7, -6e-8, 3e38, -1e-45, .infinity, -.infinity, .nan,
  .greatestFiniteMagnitude, .leastNonzeroMagnitude,
]

private func expectDroppedUnitsAreZero<Element: DropBlockElement>(_: Element.Type) {
  let values = awkward.map { Element(nearest: $0) }
  for factor in [0, 1, 1.5, 1e300, Double.infinity] {
    let output = Output.apply(
      values, mask: Array(repeating: true, count: values.count), factors: [factor],
      shape: .ncw(1, 1, values.count), rule: .tensor)
    for (value, result) in zip(values, output) {
      #expect(
        result.bitPattern == 0,
        "\(Element.elementType): \(value) dropped, factor \(factor): got \(result)")
    }
  }
}

@Suite struct OutputTests {
  @Test func `dropped units are exactly +0, whatever they were`() {
    expectDroppedUnitsAreZero(Float16.self)
    expectDroppedUnitsAreZero(BFloat16.self)
    expectDroppedUnitsAreZero(Float.self)
    expectDroppedUnitsAreZero(Double.self)
  }

  @Test func `each unit takes the factor of its scope`() {
    let values = (1...12).map { Float($0) }
    var mask = Array(repeating: false, count: 12)
    mask[4] = true
    let shape = Shape.ncw(2, 2, 3)
    #expect(
      Output.apply(values, mask: mask, factors: [2], shape: shape, rule: .tensor)
        == [2, 4, 6, 8, 0, 12, 14, 16, 18, 20, 22, 24])
    #expect(
      Output.apply(values, mask: mask, factors: [2, 4], shape: shape, rule: .sample)
        == [2, 4, 6, 8, 0, 12, 28, 32, 36, 40, 44, 48])
    #expect(
      Output.apply(values, mask: mask, factors: [1, 2, 4, 8], shape: shape, rule: .map)
        == [1, 2, 3, 8, 0, 12, 28, 32, 36, 80, 88, 96])
  }

  @Test func `the factor is rounded to Float for all but Double`() {
    let third = 4.0 / 3
    #expect(Output.rounded(third, for: Double.self) == third)
    #expect(Output.rounded(third, for: Float.self) == Double(Float(third)))
    #expect(Output.rounded(third, for: Float16.self) == Double(Float(third)))
    #expect(Output.rounded(third, for: BFloat16.self) == Double(Float(third)))
    #expect(Output.rounded(1e300, for: Float.self) == .infinity)
    #expect(Output.rounded(1e300, for: Double.self) == 1e300)
  }

  @Test func `a kept Float is the hardware's product of two Floats`() {
    var numbers = FixedNumbers(seed: 3)
    for _ in 0..<20_000 {
      let x = Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next()))
      let factor = Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next()) & 0x7FFF_FFFF)
      if x.isNaN || factor.isNaN { continue }
      let got = Output.kept(x, factor: Double(factor))
      let expected = x * factor
      #expect(
        got.bitPattern == expected.bitPattern || (got.isNaN && expected.isNaN),
        "\(x) · \(factor): got \(got)")
    }
  }

  @Test func `a kept Double is the hardware's product of two Doubles`() {
    var numbers = FixedNumbers(seed: 4)
    for _ in 0..<20_000 {
      let x = Double(bitPattern: numbers.next())
      let factor = Double(bitPattern: numbers.next() & 0x7FFF_FFFF_FFFF_FFFF)
      if x.isNaN || factor.isNaN { continue }
      let got = Output.kept(x, factor: factor)
      #expect(
        got.bitPattern == (x * factor).bitPattern || got.isNaN, "\(x) · \(factor): got \(got)")
    }
  }

  @Test func `a kept 16-bit number is rounded once`() {
    // (1 + 2⁻¹⁰) · (1 + 2⁻¹¹ + 2⁻²³) lies just above a tie between two Float16; rounding the product
    // to Float first would lose the last bit and fall on the tie.
    let x = Float16(1 + 0x1p-10)
    let factor = 1 + 0x1p-11 - 0x1p-21 + 0x1p-23
    let exact = Double(x) * factor
    let got = Output.kept(x, factor: factor)
    let neighbours = [got.nextDown, got, got.nextUp].map { abs(Double($0) - exact) }
    #expect(neighbours[1] < neighbours[0] && neighbours[1] < neighbours[2], "got \(got)")

    // 1.0078125 · factor is 1 + 3 · 2⁻⁸ plus 2⁻³⁰: above the tie of two BFloat16, which Float can't see.
    let tie = 1 + 3 * 0x1p-8
    #expect(BFloat16(nearest: tie).doubleValue == 1 + 4 * 0x1p-8)
    #expect(BFloat16(nearest: (1 + 0x1p-8) + 0x1p-30).doubleValue == 1 + 2 * 0x1p-8)
    #expect(BFloat16(nearest: 1 + 0x1p-8).doubleValue == 1)
  }

  @Test func `kept infinities and NaN stay`() {
    #expect(Output.kept(Float.infinity, factor: 2) == .infinity)
    #expect(Output.kept(-Float.infinity, factor: 2) == -.infinity)
    #expect(Output.kept(Float.nan, factor: 2).isNaN)
    #expect(Output.kept(Float.infinity, factor: 0).isNaN)
    #expect(Output.kept(-0.0, factor: 2).bitPattern == (-0.0).bitPattern)
  }
}
