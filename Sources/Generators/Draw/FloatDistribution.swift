/// The distribution of floats in random cases: edge cases, small whole numbers, numbers near 1, any bits.
enum FloatDistribution {
  /// The bits of a number of the format.
  static func pattern(
    _ width: FloatWidth, _ stream: inout CaseStream, _ size: Int
  ) -> UInt64 {
    let selector = stream.next()
    let fraction = UInt64(width.fractionBits)
    let bias = (UInt64(1) &<< UInt64(width.exponentBits - 1)) - 1
    let signBit = UInt64(1) &<< UInt64(width.bitCount - 1)
    let sign = selector &>> 63 == 1 ? signBit : 0
    // In the first 16 cases every second number is an edge case, later one in four.
    let share: UInt64 = size < 16 ? 8 : 4
    switch selector & 15 {
    case 0..<share:
      let infinity = (2 * bias + 1) &<< fraction
      let one = bias &<< fraction
      let edgeCases: [12 of UInt64] = [
        0, one, infinity, infinity | 1 &<< (fraction - 1),  // 0, 1, infinity, quiet NaN
        1, (1 &<< fraction) - 1, 1 &<< fraction,  // least and greatest subnormal, least normal
        infinity - 1, one - 1, one + 1,  // greatest finite, the neighbours of 1
        (bias + fraction) &<< fraction, infinity | 1,  // where fractions end, a signalling NaN
      ]
      return edgeCases[Int(truncatingIfNeeded: (selector &>> 8) % 12)] | sign
    case 8..<11:
      return FloatOrder(width: width).pattern(at: stream.upTo(UInt64(2 * size + 2)))
    case 11..<14:
      // A number near 1 with all fraction bits: magnitudes from 2⁻⁴ up to 2⁴.
      let exponent = bias - 4 + (selector &>> 8) % 8
      return sign | exponent &<< fraction | stream.next() & ((1 &<< fraction) - 1)
    default: return stream.next() & (signBit | (signBit - 1))
    }
  }

  /// A number between two bounds.
  static func value(
    in range: ClosedRange<Double>, _ stream: inout CaseStream, _ size: Int
  ) -> Double {
    let low = range.lowerBound
    let high = range.upperBound
    let selector = stream.next()
    let value: Double
    switch selector & 15 {
    case 0: value = low
    case 1: value = high
    case 2: value = low.nextUp
    case 3: value = high.nextDown
    case 4: value = 0
    case 5:
      let order = FloatOrder(width: .double)
      value = Double(bitPattern: order.pattern(at: stream.upTo(UInt64(2 * size + 2))))
    case 6: value = Double(bitPattern: pattern(.double, &stream, size))
    case 7, 8:
      // Sixteenths of the range: values that compute without rounding.
      value = low + (high - low) * Double((selector &>> 8) % 17) / 16
    default:
      let unit = Double(stream.next() &>> 11) * 0x1p-53
      // Each bound is scaled by itself, so that a range wider than the finite numbers is no trap.
      let greatest = Double.greatestFiniteMagnitude
      value = Swift.max(low, -greatest) * (1 - unit) + Swift.min(high, greatest) * unit
    }
    return value >= low && value <= high ? value : (value > high ? high : low)
  }
}
