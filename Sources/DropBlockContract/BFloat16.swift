/// The upper half of a binary32: 8 significant bits, the exponent range of Float.
public struct BFloat16: DropBlockElement, Hashable {
  /// The sixteen bits.
  public var bitPattern: UInt16

  /// The number with the given bits.
  public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

  /// Its name in headers and reports.
  public static var elementType: ElementType { .bfloat16 }

  /// The BFloat16 nearest to `value`, ties to even; NaN stays NaN, overflow becomes infinite.
  ///
  /// The Double is first rounded to odd at Float's precision: a set last bit remembers that something
  /// was cut off, so that the second rounding sees on which side of a tie the value lies.
  public init(nearest value: Double) {
    var narrow = Float(value)
    if value.isFinite, narrow.isFinite, Double(narrow) != value {
      let towardZero = narrow.magnitude.doubleValue > value.magnitude
      let truncated = towardZero ? narrow.bitPattern - 1 : narrow.bitPattern
      narrow = Float(bitPattern: truncated | 1)
    }
    self.init(narrow)
  }

  /// The BFloat16 nearest to `value`, ties to even.
  public init(_ value: Float) {
    let bits = value.bitPattern
    if value.isNaN {
      bitPattern = UInt16(truncatingIfNeeded: bits >> 16) | 0x0040
    } else {
      let half: UInt32 = 0x7FFF + ((bits >> 16) & 1)
      bitPattern = UInt16(truncatingIfNeeded: (bits &+ half) >> 16)
    }
  }

  /// The same value as a Float; exact.
  public var floatValue: Float { Float(bitPattern: UInt32(bitPattern) << 16) }

  /// The same value as a Double; exact.
  public var doubleValue: Double { Double(floatValue) }

  /// IEEE equality: zeros of either sign are equal, NaN equals nothing.
  public static func == (a: BFloat16, b: BFloat16) -> Bool { a.floatValue == b.floatValue }

  /// Feeds the value: equal numbers hash alike.
  public func hash(into hasher: inout Hasher) { hasher.combine(floatValue) }
}
