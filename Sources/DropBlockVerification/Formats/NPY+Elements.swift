package import DropBlockContract

extension NPYElementType {
  /// The format of a tensor's elements; nil for BFloat16, for which NPY has no name.
  package init?(_ type: ElementType) {
    switch type {
    case .float16: self = .float16
    case .bfloat16: return nil
    case .float32: self = .float32
    case .float64: self = .float64
    }
  }

  /// The elements a tensor of this format has; nil for integers and booleans.
  package var tensorElementType: ElementType? {
    switch self {
    case .float16: .float16
    case .float32: .float32
    case .float64: .float64
    default: nil
    }
  }
}

extension NPYArray {
  /// Creates an array of floating-point numbers, row-major.
  ///
  /// - Throws: ``NPYError`` for BFloat16, or when the shape asks for another number of elements.
  @specialized(where Element == Float16)
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package init<Element: DropBlockElement>(_ elements: [Element], shape: [Int]) throws(NPYError) {
    guard let type = NPYElementType(Element.elementType) else {
      throw NPYError(.elementType("<V2"), at: 0)
    }
    let width = type.byteCount
    let data = [UInt8](capacity: elements.count * width) { output in
      for element in elements {
        var bits = element.bitPattern
        for _ in 0..<width {
          output.append(UInt8(truncatingIfNeeded: bits))
          bits >>= 8
        }
      }
    }
    try self.init(type, shape: shape, data: data)
  }

  /// Creates an array of booleans, row-major.
  ///
  /// - Throws: ``NPYError`` when the shape asks for another number of elements.
  package init(_ elements: [Bool], shape: [Int]) throws(NPYError) {
    try self.init(.bool, shape: shape, data: elements.map { $0 ? 1 : 0 })
  }

  /// The elements as numbers of the given type, bit for bit; nil when the array has another format.
  @specialized(where Element == Float16)
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package func elements<Element: DropBlockElement>(as type: Element.Type) -> [Element]? {
    guard elementType.tensorElementType == Element.elementType else { return nil }
    let width = elementType.byteCount
    let bytes = data
    return [Element](capacity: bytes.count / width) { output in
      for start in stride(from: 0, to: bytes.count, by: width) {
        var bits: Element.BitPattern = 0
        for byte in 0..<width {
          bits |= Element.BitPattern(bytes[start + byte]) << Element.BitPattern(8 * byte)
        }
        output.append(Element(bitPattern: bits))
      }
    }
  }

  /// The elements as booleans; nil when the array has another format.
  package var booleans: [Bool]? {
    elementType == .bool ? data.map { $0 == 1 } : nil
  }
}
