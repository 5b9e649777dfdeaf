import DropBlockContract
import Testing

private func nearestFloat16(_ value: Double) -> Double {
  nearest(value, significantBits: 11, leastExponent: -14, greatestExponent: 15)
}

private func nearestFloat(_ value: Double) -> Double {
  nearest(value, significantBits: 24, leastExponent: -126, greatestExponent: 127)
}

@Suite struct DropBlockElementTests {
  @Test func `widening and rounding back is the identity, for every Float16`() {
    for bits in 0...UInt16.max {
      let number = Float16(bitPattern: bits)
      let back = Float16(nearest: number.doubleValue)
      if number.isNaN {
        #expect(back.isNaN, "bits \(bits)")
      } else {
        #expect(back.bitPattern == bits, "bits \(bits)")
      }
    }
  }

  @Test func `Float16 takes the nearer neighbour, and the even one at a tie`() {
    for bits in 0..<0x7BFF as Range<UInt16> {
      let low = Float16(bitPattern: bits)
      let high = Float16(bitPattern: bits + 1)
      let tie = (Double(low) + Double(high)) / 2
      let even = bits % 2 == 0 ? low : high
      // The Doubles beside the tie are the trap for whoever goes through Float.
      for (value, expected) in [(tie, even), (tie.nextUp, high), (tie.nextDown, low)] {
        let got = Float16(nearest: value)
        #expect(got.bitPattern == expected.bitPattern, "\(value): got \(got), not \(expected)")
        let negative = Float16(nearest: -value)
        #expect(negative.bitPattern == expected.bitPattern | 0x8000, "\(-value): got \(negative)")
      }
    }
    #expect(Float16(nearest: 65520) == .infinity)
    #expect(Float16(nearest: (65520.0).nextDown) == 65504)
  }

  @Test func `any Double is rounded as exact arithmetic rounds it`() {
    var state: UInt64 = 1
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let signAndFraction = state << 31 & 0x800F_FFFF_FFFF_FFFF
      let half = Double(bitPattern: signAndFraction | (1023 - 28 + (state >> 33) % 46) << 52)
      #expect(Float16(nearest: half).doubleValue == nearestFloat16(half), "\(half)")
      let single = Double(bitPattern: signAndFraction | (1023 - 155 + (state >> 33) % 285) << 52)
      #expect(Float(nearest: single).doubleValue == nearestFloat(single), "\(single)")
      #expect(Double(nearest: single).bitPattern == single.bitPattern)
      #expect(single.doubleValue.bitPattern == single.bitPattern)
    }
  }

  @Test func `formats are described as IEEE has them`() {
    #expect(Float16.elementType == .float16)
    #expect(Float.elementType == .float32)
    #expect(Double.elementType == .float64)
    #expect(ElementType.allCases.map(\.byteCount) == [2, 2, 4, 8])
    #expect(ElementType.allCases.map(\.significantBits) == [11, 8, 24, 53])
    #expect(ElementType.float16.significantBits == Float16.significandBitCount + 1)
    #expect(ElementType.float32.significantBits == Float.significandBitCount + 1)
    #expect(ElementType.float64.significantBits == Double.significandBitCount + 1)
  }
}
