extension Shrinker {
  /// Lowers floats of one value: to a whole number, or to fewer binary places, then in magnitude.
  mutating func lowerFloat(_ positions: [Int], _ order: FloatOrder) {
    guard let position = positions.last, position < best.count else { return }
    let start = best.choices[position].index
    // The positive number directly precedes the negative one.
    if start & 1 == 1 { _ = set(positions, to: start - 1) }
    if best.choices[position].index > 2, set(positions, to: 2 | best.choices[position].index & 1) {
      return
    }
    guard position < best.count else { return }
    let value = order.value(at: best.choices[position].index)
    guard value.isFinite else {
      // A finite number may do in place of infinity, and infinity in place of NaN.
      let greatest = order.index(of: order.greatestFinite)
      let infinity = order.index(of: .infinity)
      // The quiet NaN without a payload follows the infinities.
      for index in [greatest, greatest | 1, infinity, infinity | 1, infinity + 2]
      where index < best.choices[position].index && set(positions, to: index) {
        if index < infinity { lowerFloat(positions, order) }
        return
      }
      return
    }
    for places in [0, 1, 2, 4, 8, 16, 32] where lowerPlaces(positions, order, value, places) {
      break
    }
    guard position < best.count else { return }
    lowerMagnitude(positions, order)
  }

  /// Rounds to some binary places, towards zero, then away from it.
  private mutating func lowerPlaces(
    _ positions: [Int], _ order: FloatOrder, _ value: Double, _ places: Int
  ) -> Bool {
    let scale = Double(sign: .plus, exponent: places, significand: 1)
    guard (value * scale).isFinite else { return false }
    for rule in [FloatingPointRoundingRule.towardZero, .awayFromZero] {
      let rounded = (value * scale).rounded(rule) / scale
      if rounded == value { return true }
      if set(positions, to: order.index(of: rounded)) { return true }
    }
    return false
  }

  /// Lowers the whole part and keeps the rest; for numbers below 1, takes simpler ones by their
  /// position in the order.
  private mutating func lowerMagnitude(_ positions: [Int], _ order: FloatOrder) {
    guard let position = positions.last else { return }
    let start = order.value(at: best.choices[position].index)
    // From here on neighbours are more than 1 apart; the order goes up by position there.
    let wholes = Double(sign: .plus, exponent: order.width.fractionBits, significand: 1)
    if start.magnitude > wholes {
      _ = set(positions, to: order.index(of: start < 0 ? -wholes : wholes))
    }
    let choice = best.choices[position]
    let value = order.value(at: choice.index)
    let whole = value.magnitude.rounded(.towardZero)
    if whole >= 1 && whole <= wholes {
      let rest = value.magnitude - whole
      let wanted = setting(positions) {
        order.index(of: value < 0 ? -(Double($0) + rest) : Double($0) + rest)
      }
      descend(from: UInt64(whole), wanted)
    } else {
      let sign = choice.index & 1
      descend(from: choice.index &>> 1, setting(positions) { $0 &<< 1 | sign })
    }
  }
}

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
