import DropBlockContract

/// The numbers next to each other in a format, and what a rounded product says of its factor.
enum Rounding {
  /// The factors f > 0 for which x·f rounds to y, as a closed interval; nil when there is none.
  ///
  /// Ends are widened by 2⁻⁵¹ of themselves, which is what Double arithmetic on them may lose; ties
  /// count as inside. In double precision next to its limits the interval is up to twice as wide.
  static func factors(of x: Double, giving y: Double, as type: ElementType) -> ClosedRange<Double>?
  {
    if x.isNaN { return y.isNaN ? 0...(.infinity) : nil }
    if x.isInfinite { return y == x ? 0...(.infinity) : nil }
    if x == 0 { return y == 0 && y.sign == x.sign ? 0...(.infinity) : nil }
    guard !y.isNaN, y.sign == x.sign else { return nil }
    let magnitude = abs(y)
    let ends = preimage(of: magnitude, as: type)
    let slack = 0x1p-51
    // A quotient below the normal numbers has lost more than the slack; its neighbours have not.
    let low = (ends.lowerBound / abs(x) * (1 - slack)).nextDown
    let high = (ends.upperBound / abs(x) * (1 + slack)).nextUp
    return max(low, 0)...high
  }

  /// The positive numbers that round to a number of a format, or an interval that holds them where
  /// Double has no room for the points halfway between neighbours.
  private static func preimage(of magnitude: Double, as type: ElementType) -> ClosedRange<Double> {
    if magnitude.isInfinite { return largest(type)...(.infinity) }
    let down = magnitude == 0 ? 0 : neighbour(of: magnitude, -1, as: type)
    let up = neighbour(of: magnitude, 1, as: type)
    if type == .float64, magnitude < 0x1p-1000 || magnitude > 0x1p1000 { return down...up }
    return down + (magnitude - down) / 2...magnitude + (up - magnitude) / 2
  }

  /// The next number of a format above (+1) or below (−1) a positive one, in Double.
  ///
  /// Above the largest number comes the power of two at which rounding overflows.
  private static func neighbour(of value: Double, _ step: Int, as type: ElementType) -> Double {
    switch type {
    case .float16:
      let bits = Int(Float16(value).bitPattern) + step
      return bits == 0x7C00 ? 65_536 : Double(Float16(bitPattern: UInt16(bits)))
    case .bfloat16:
      let bits = Int(BFloat16(nearest: value).bitPattern) + step
      return bits == 0x7F80 ? 0x1p128 : BFloat16(bitPattern: UInt16(bits)).doubleValue
    case .float32:
      let bits = Int(Float(value).bitPattern) + step
      return bits == 0x7F80_0000 ? 0x1p128 : Double(Float(bitPattern: UInt32(bits)))
    case .float64:
      return step > 0 ? value.nextUp : value.nextDown
    }
  }

  /// The least positive normal number of a format.
  static func leastNormal(_ type: ElementType) -> Double {
    switch type {
    case .float16: 0x1p-14
    case .bfloat16, .float32: 0x1p-126
    case .float64: .leastNormalMagnitude
    }
  }

  /// The largest finite number of a format.
  static func largest(_ type: ElementType) -> Double {
    switch type {
    case .float16: 65_504
    case .bfloat16: 0x1.FEp127
    case .float32: Double(Float.greatestFiniteMagnitude)
    case .float64: .greatestFiniteMagnitude
    }
  }

  /// One unit in the last place, relative to the number.
  static func relativeStep(_ type: ElementType) -> Double {
    switch type {
    case .float16: 0x1p-10
    case .bfloat16: 0x1p-7
    case .float32: 0x1p-23
    case .float64: 0x1p-52
    }
  }

  /// One unit in the last place of a factor that is right for its count: in the tensor's format, or in
  /// single precision, where that is coarser.
  ///
  /// In double precision more than that is what `precision.float64` is about, and no matter of counts.
  static func countStep(_ type: ElementType) -> Double {
    max(relativeStep(type), relativeStep(.float32))
  }

  /// x · factor, its factor rounded as the specification says, and the product always towards 0, or always
  /// away from it; the nearest where Double has no room to tell.
  static func directed(_ x: Double, _ factor: Double, as type: ElementType, isUp: Bool) -> Double {
    let nearest = product(x, factor, as: type)
    let held = type == .float64 ? factor : Double(Float(factor))
    // What overflows is cut off at the largest number.
    if nearest.isInfinite, x.isFinite, held.isFinite, !isUp {
      return nearest < 0 ? -largest(type) : largest(type)
    }
    let rest = (-nearest).addingProduct(x, held)
    guard nearest.isFinite, nearest != 0, rest != 0 else { return nearest }
    // Whether the nearest is further away from 0 than the product itself.
    let isAway = (rest < 0) == (nearest > 0)
    guard isAway != isUp else { return nearest }
    let magnitude = neighbour(of: abs(nearest), isUp ? 1 : -1, as: type)
    return nearest < 0 ? -magnitude : magnitude
  }

  /// x · factor with the factor rounded once and the product rounded once, as the specification says.
  static func product(_ x: Double, _ factor: Double, as type: ElementType) -> Double {
    switch type {
    case .float64: x * factor
    case .float32: Double(Float(x) * Float(factor))
    case .float16: Float16(nearest: x * Double(Float(factor))).doubleValue
    case .bfloat16: BFloat16(nearest: x * Double(Float(factor))).doubleValue
    }
  }
}
