/// A number a tensor can be made of: ``BFloat16``, `Float16`, `Float` or `Double`.
public protocol DropBlockElement: BitwiseCopyable, Sendable, Equatable {
  /// The unsigned integer of the same width.
  associatedtype BitPattern: FixedWidthInteger & UnsignedInteger & Sendable

  /// Which of the four numbers it is.
  static var elementType: ElementType { get }

  /// The bits of the number.
  var bitPattern: BitPattern { get }

  /// The number with the given bits.
  init(bitPattern: BitPattern)

  /// The number nearest to `value`, ties to even: one rounding.
  init(nearest value: Double)

  /// The same value as a Double; exact.
  var doubleValue: Double { get }
}

/// The number formats tensors are made of.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 binary16: 11 significant bits.
  case float16

  /// The upper half of a binary32: 8 significant bits.
  case bfloat16

  /// IEEE 754 binary32: 24 significant bits.
  case float32

  /// IEEE 754 binary64: 53 significant bits.
  case float64

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// The number of significant bits, the hidden one included.
  public var significantBits: Int {
    switch self {
    case .float16: 11
    case .bfloat16: 8
    case .float32: 24
    case .float64: 53
    }
  }
}

extension Float: DropBlockElement {
  /// IEEE 754 binary32.
  public static var elementType: ElementType { .float32 }

  /// The Float nearest to `value`, ties to even.
  public init(nearest value: Double) { self = Float(value) }

  /// The same value as a Double.
  public var doubleValue: Double { Double(self) }
}

extension Double: DropBlockElement {
  /// IEEE 754 binary64.
  public static var elementType: ElementType { .float64 }

  /// The value itself.
  public init(nearest value: Double) { self = value }

  /// The value itself.
  public var doubleValue: Double { self }
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
  extension Float16: DropBlockElement {
    /// IEEE 754 binary16.
    public static var elementType: ElementType { .float16 }

    /// The Float16 nearest to `value`, ties to even.
    public init(nearest value: Double) { self = Float16(value) }

    /// The same value as a Double.
    public var doubleValue: Double { Double(self) }
  }
#endif
