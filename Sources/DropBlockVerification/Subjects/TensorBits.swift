public import DropBlockContract

/// The numbers of one tensor in logical order (sample, channel, spatial axes, row-major), as bits.
///
/// Values are compared by their bits, so that −0 differs from +0 and one NaN payload from another.
public enum TensorBits: Sendable, Hashable {
  /// IEEE binary16 bit patterns.
  case float16([UInt16])

  /// BFloat16 bit patterns.
  case bfloat16([UInt16])

  /// IEEE binary32 bit patterns.
  case float32([UInt32])

  /// IEEE binary64 bit patterns.
  case float64([UInt64])

  /// The values of an array.
  public init<Element: DropBlockElement>(_ values: [Element]) {
    switch Element.elementType {
    case .float16: self = .float16(values.map { UInt16(truncatingIfNeeded: $0.bitPattern) })
    case .bfloat16: self = .bfloat16(values.map { UInt16(truncatingIfNeeded: $0.bitPattern) })
    case .float32: self = .float32(values.map { UInt32(truncatingIfNeeded: $0.bitPattern) })
    case .float64: self = .float64(values.map { UInt64(truncatingIfNeeded: $0.bitPattern) })
    }
  }

  /// The given numbers, each rounded once to `type`.
  public init(_ values: [Double], as type: ElementType) {
    switch type {
    case .float16: self = .float16(values.map { Float16(nearest: $0).bitPattern })
    case .bfloat16: self = .bfloat16(values.map { BFloat16(nearest: $0).bitPattern })
    case .float32: self = .float32(values.map { Float(nearest: $0).bitPattern })
    case .float64: self = .float64(values.map(\.bitPattern))
    }
  }

  /// The same number everywhere.
  public init(repeating value: Double, count: Int, as type: ElementType) {
    switch type {
    case .float16: self = .float16(Array(repeating: Float16(value).bitPattern, count: count))
    case .bfloat16:
      self = .bfloat16(Array(repeating: BFloat16(nearest: value).bitPattern, count: count))
    case .float32: self = .float32(Array(repeating: Float(value).bitPattern, count: count))
    case .float64: self = .float64(Array(repeating: value.bitPattern, count: count))
    }
  }

  /// The number format.
  public var elementType: ElementType {
    switch self {
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// The number of elements.
  public var count: Int {
    switch self {
    case .float16(let bits), .bfloat16(let bits): bits.count
    case .float32(let bits): bits.count
    case .float64(let bits): bits.count
    }
  }

  /// The bits of the element at `index`, widened with zeros.
  public func bitPattern(at index: Int) -> UInt64 {
    switch self {
    case .float16(let bits), .bfloat16(let bits): UInt64(bits[index])
    case .float32(let bits): UInt64(bits[index])
    case .float64(let bits): bits[index]
    }
  }

  /// The elements as numbers of a format: bit for bit in their own, else each rounded once.
  public func elements<Element: DropBlockElement>(as type: Element.Type) -> [Element] {
    (0..<count).map { index in
      elementType == Element.elementType
        ? Element(bitPattern: Element.BitPattern(truncatingIfNeeded: bitPattern(at: index)))
        : Element(nearest: self[index])
    }
  }

  /// The value of the element at `index`; exact.
  public subscript(index: Int) -> Double {
    switch self {
    case .float16(let bits): Double(Float16(bitPattern: bits[index]))
    case .bfloat16(let bits): BFloat16(bitPattern: bits[index]).doubleValue
    case .float32(let bits): Double(Float(bitPattern: bits[index]))
    case .float64(let bits): Double(bitPattern: bits[index])
    }
  }
}

extension TensorBits {
  /// The tensor with other bits where `bits` has some.
  func replacing(_ bits: (_ index: Int) -> UInt64?) -> TensorBits {
    func words<Word: FixedWidthInteger>(_ words: [Word]) -> [Word] {
      words.indices.map { index in
        bits(index).map { Word(truncatingIfNeeded: $0) } ?? words[index]
      }
    }
    return switch self {
    case .float16(let own): .float16(words(own))
    case .bfloat16(let own): .bfloat16(words(own))
    case .float32(let own): .float32(words(own))
    case .float64(let own): .float64(words(own))
    }
  }

  /// The little-endian bytes of the elements, one after another.
  package var littleEndianBytes: [UInt8] {
    switch self {
    case .float16(let bits), .bfloat16(let bits): Self.bytes(of: bits)
    case .float32(let bits): Self.bytes(of: bits)
    case .float64(let bits): Self.bytes(of: bits)
    }
  }

  /// Reads elements from little-endian bytes; bytes that do not fill an element are ignored.
  package init(littleEndian bytes: ArraySlice<UInt8>, as type: ElementType) {
    switch type {
    case .float16: self = .float16(Self.words(in: bytes))
    case .bfloat16: self = .bfloat16(Self.words(in: bytes))
    case .float32: self = .float32(Self.words(in: bytes))
    case .float64: self = .float64(Self.words(in: bytes))
    }
  }

  private static func bytes<Word: FixedWidthInteger>(of words: [Word]) -> [UInt8] {
    let width = Word.bitWidth / 8
    return [UInt8](capacity: words.count * width) { output in
      for word in words {
        for byte in 0..<width {
          output.append(UInt8(truncatingIfNeeded: word >> Word(8 * byte)))
        }
      }
    }
  }

  private static func words<Word: FixedWidthInteger>(in bytes: ArraySlice<UInt8>) -> [Word] {
    let width = Word.bitWidth / 8
    return (0..<bytes.count / width).map { index in
      var word: Word = 0
      for byte in 0..<width {
        word |= Word(bytes[bytes.startIndex + index * width + byte]) << Word(8 * byte)
      }
      return word
    }
  }
}
