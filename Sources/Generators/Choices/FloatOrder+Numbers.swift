extension FloatOrder {
  /// The number at a position.
  func value(at index: UInt64) -> Double { number(ofPattern: pattern(at: index)) }

  /// The number of a bit pattern; exact, as every format here is a part of Double.
  func number(ofPattern bits: UInt64) -> Double {
    switch width {
    case .double: return Double(bitPattern: bits)
    case .single: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .brain: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) &<< 16))
    case .half: return halfValue(bits)
    }
  }

  /// The position of a number that the format holds; others are cut to the format towards zero.
  func index(of value: Double) -> UInt64 {
    switch width {
    case .double: return index(ofPattern: value.bitPattern)
    case .single: return index(ofPattern: UInt64(cut(value).bitPattern))
    case .brain: return index(ofPattern: UInt64(cut(value).bitPattern &>> 16))
    case .half: return index(ofPattern: halfPattern(value))
    }
  }

  /// The greatest finite number of the format.
  var greatestFinite: Double {
    let exponent = (1 << (width.exponentBits - 1)) - 1
    let unit = Double(sign: .plus, exponent: -width.fractionBits, significand: 1)
    return Double(sign: .plus, exponent: exponent, significand: 2 - unit)
  }

  private func cut(_ value: Double) -> Float {
    let nearest = Float(value)
    return Double(nearest).magnitude > value.magnitude && value.isFinite
      ? (value < 0 ? nearest.nextUp : nearest.nextDown) : nearest
  }

  private func halfValue(_ bits: UInt64) -> Double {
    let field = Int(bits &>> 10 & 31)
    let low = Double(bits & 1_023)
    let magnitude: Double
    switch field {
    case 0: magnitude = low * 0x1p-24
    case 31: magnitude = low == 0 ? .infinity : .nan
    default: magnitude = Double(sign: .plus, exponent: field - 25, significand: 1_024 + low)
    }
    return bits &>> 15 == 1 ? -magnitude : magnitude
  }

  private func halfPattern(_ value: Double) -> UInt64 {
    let sign: UInt64 = value.sign == .minus ? 0x8000 : 0
    if value.isNaN { return sign | 0x7E00 }
    if value.isInfinite { return sign | 0x7C00 }
    let magnitude = Swift.min(value.magnitude, 65_504)
    guard magnitude >= 0x1p-14 else { return sign | UInt64(magnitude * 0x1p24) }
    let exponent = Int(magnitude.exponent)
    let significand = UInt64(magnitude.significand * 1_024)
    return sign | UInt64(exponent + 15) &<< 10 | significand & 1_023
  }
}
