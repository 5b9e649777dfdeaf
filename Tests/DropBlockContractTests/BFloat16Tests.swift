import DropBlockContract
import Testing

/// The number of `significantBits` bits nearest to `value`, ties to even, by exact arithmetic.
///
/// Scaling by a power of two is exact, and so is rounding a Double to an integer: the only rounding is
/// the one that is meant.
func nearest(
  _ value: Double, significantBits: Int, leastExponent: Int, greatestExponent: Int
) -> Double {
  guard value.isFinite, value != 0 else { return value }
  let quantum = max(Int(value.exponent), leastExponent) - (significantBits - 1)
  let unit = Double(sign: .plus, exponent: quantum, significand: 1)
  let rounded = (value / unit).rounded(.toNearestOrEven) * unit
  let limit = Double(sign: .plus, exponent: greatestExponent + 1, significand: 1)
  if rounded.magnitude >= limit { return value < 0 ? -.infinity : .infinity }
  return rounded
}

private func nearestBFloat16(_ value: Double) -> Double {
  nearest(value, significantBits: 8, leastExponent: -126, greatestExponent: 127)
}

/// Every finite BFloat16 in increasing order of its magnitude.
private let magnitudes = (0..<0x7F80 as Range<UInt16>).map { BFloat16(bitPattern: $0) }

@Suite struct BFloat16Tests {
  @Test func `widening and rounding back is the identity, for every bit pattern`() {
    for bits in 0...UInt16.max {
      let number = BFloat16(bitPattern: bits)
      let back = BFloat16(nearest: number.doubleValue)
      let backFromFloat = BFloat16(number.floatValue)
      if number.floatValue.isNaN {
        #expect(back.doubleValue.isNaN && backFromFloat.doubleValue.isNaN, "bits \(bits)")
        // A quiet NaN keeps its sign and payload.
        if bits & 0x0040 != 0 {
          #expect(back.bitPattern == bits && backFromFloat.bitPattern == bits)
        }
      } else {
        #expect(back.bitPattern == bits, "bits \(bits)")
        #expect(backFromFloat.bitPattern == bits, "bits \(bits)")
      }
    }
  }

  @Test func `between neighbours the nearer wins, and ties go to the even one`() {
    for (low, high) in zip(magnitudes, magnitudes.dropFirst()) {
      let tie = (low.doubleValue + high.doubleValue) / 2
      let even = low.bitPattern % 2 == 0 ? low : high
      for sign in [0, 0x8000] as [UInt16] {
        let signed = sign == 0 ? 1.0 : -1.0
        // The Doubles beside the tie are the trap: a Float can't tell them from it.
        let cases = [(tie, even), (tie.nextUp, high), (tie.nextDown, low)]
        for (value, expected) in cases {
          let got = BFloat16(nearest: signed * value)
          #expect(
            got.bitPattern == expected.bitPattern | sign,
            "\(signed * value): got \(got.doubleValue), not \(expected.doubleValue)")
        }
        let fromFloat = BFloat16(Float(signed * tie))
        #expect(fromFloat.bitPattern == even.bitPattern | sign, "Float \(tie)")
      }
    }
  }

  @Test func `any Double is rounded as exact arithmetic rounds it`() {
    var state: UInt64 = 1
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Exponents around BFloat16's whole range, subnormals and overflow included.
      let exponent = UInt64(1023 - 140) + (state >> 33) % 270
      let value = Double(bitPattern: (state << 31 & 0x800F_FFFF_FFFF_FFFF) | exponent << 52)
      let got = BFloat16(nearest: value).doubleValue
      let expected = nearestBFloat16(value)
      #expect(got == expected, "\(value): got \(got), not \(expected)")
    }
  }

  @Test func `what is too large becomes infinite, what is too small zero`() {
    let largest = BFloat16(bitPattern: 0x7F7F).doubleValue
    let beyond = largest + 0x1p119  // half a step further: a tie, and infinity is the even one
    #expect(BFloat16(nearest: beyond.nextDown).bitPattern == 0x7F7F)
    #expect(BFloat16(nearest: beyond).bitPattern == 0x7F80)
    #expect(BFloat16(nearest: 1e300).bitPattern == 0x7F80)
    #expect(BFloat16(nearest: -1e300).bitPattern == 0xFF80)
    #expect(BFloat16(nearest: .infinity).bitPattern == 0x7F80)
    #expect(BFloat16(.infinity).bitPattern == 0x7F80)
    #expect(BFloat16(Float.greatestFiniteMagnitude).bitPattern == 0x7F80)
    #expect(BFloat16(nearest: 0x1p-134).bitPattern == 0)
    #expect(BFloat16(nearest: (0x1p-134).nextUp).bitPattern == 1)
    #expect(BFloat16(nearest: -1e-300).bitPattern == 0x8000)
    #expect(BFloat16(nearest: -0.0).bitPattern == 0x8000)
  }

  @Test func `NaN stays NaN, even one whose upper bits are those of infinity`() {
    #expect(BFloat16(Float(bitPattern: 0x7F80_0001)).floatValue.isNaN)
    #expect(BFloat16(Float(bitPattern: 0xFFFF_FFFF)).floatValue.isNaN)
    #expect(BFloat16(nearest: Double(bitPattern: 0x7FF0_0000_0000_0001)).floatValue.isNaN)
    #expect(BFloat16(nearest: .nan).floatValue.isNaN)
  }

  @Test func `equality is that of numbers, and equal numbers hash alike`() {
    let zeros = [BFloat16(bitPattern: 0), BFloat16(bitPattern: 0x8000)]
    #expect(zeros[0] == zeros[1])
    #expect(zeros[0].hashValue == zeros[1].hashValue)
    #expect(BFloat16(bitPattern: 0x7FC0) != BFloat16(bitPattern: 0x7FC0))
    #expect(BFloat16(1) != BFloat16(2))
    #expect(BFloat16.elementType == .bfloat16)
  }
}
