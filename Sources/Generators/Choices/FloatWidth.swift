/// The float formats a choice can hold.
public enum FloatWidth: UInt8, Hashable, Sendable, CaseIterable {
  /// IEEE 754 binary16: 5 exponent and 10 fraction bits.
  case half

  /// The upper half of a binary32: 8 exponent and 7 fraction bits.
  case brain

  /// IEEE 754 binary32: 8 exponent and 23 fraction bits.
  case single

  /// IEEE 754 binary64: 11 exponent and 52 fraction bits.
  case double

  /// The bits after the point.
  public var fractionBits: Int {
    switch self {
    case .half: 10
    case .brain: 7
    case .single: 23
    case .double: 52
    }
  }

  /// The bits of the exponent field.
  public var exponentBits: Int {
    switch self {
    case .half: 5
    case .brain, .single: 8
    case .double: 11
    }
  }

  /// All bits, the sign included.
  public var bitCount: Int { 1 + exponentBits + fractionBits }
}
