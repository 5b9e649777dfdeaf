/// An array as NumPy's `.npy` files hold it: a number format, a shape, and the elements' bytes.
///
/// The bytes are always little-endian and row-major: a file in Fortran order is transposed when it is
/// decoded. The three values agree with each other at all times; see ``init(_:shape:data:)``.
///
/// Source: the NumPy enhancement proposal 1, and the documentation of `numpy.lib.format`.
package struct NPYArray: Sendable, Hashable {
  /// The number format.
  package let elementType: NPYElementType

  /// The size of each axis; an empty shape is a single number.
  package let shape: [Int]

  /// The elements, row-major, little-endian; booleans are bytes that are 0 or 1.
  package let data: [UInt8]

  /// The largest number of axes, which is NumPy's own.
  package static let maximumRank = 64

  /// Creates an array from its parts.
  ///
  /// - Parameters:
  ///   - elementType: The number format.
  ///   - shape: At most 64 sizes, each 0 or more, whose product in bytes can be addressed.
  ///   - data: Exactly as many bytes as the shape asks for, row-major and little-endian.
  /// - Throws: ``NPYError`` for a shape or a number of bytes that is not admissible, or for a boolean
  ///   that is neither 0 nor 1; offsets count from the beginning of `data`.
  package init(_ elementType: NPYElementType, shape: [Int], data: [UInt8]) throws(NPYError) {
    let needed = try Self.byteCount(elementType, shape: shape, offset: 0)
    guard data.count == needed else {
      throw NPYError(
        .dataSize(given: data.count, needed: needed), at: Swift.min(data.count, needed))
    }
    if elementType == .bool, let index = data.firstIndex(where: { $0 > 1 }) {
      throw NPYError(.boolean(data[index]), at: index)
    }
    self.elementType = elementType
    self.shape = shape
    self.data = data
  }

  /// The number of elements, the product of the shape.
  package var count: Int { data.count / elementType.byteCount }

  /// The bytes an array needs; zero sizes are counted as one where overflow is looked for, so that no
  /// partial product of the sizes overflows anywhere.
  static func byteCount(
    _ elementType: NPYElementType, shape: [Int], offset: Int
  ) throws(NPYError) -> Int {
    guard shape.count <= maximumRank else { throw NPYError(.rank(shape.count), at: offset) }
    var bytes = elementType.byteCount
    for size in shape {
      guard size >= 0 else { throw NPYError(.size(String(size)), at: offset) }
      let (next, overflow) = bytes.multipliedReportingOverflow(by: Swift.max(size, 1))
      guard !overflow else { throw NPYError(.tooLarge(shape, elementType), at: offset) }
      bytes = next
    }
    return shape.contains(0) ? 0 : bytes
  }
}

/// The number formats that are read and written, each by the name a file gives it.
package enum NPYElementType: String, Sendable, Hashable, CaseIterable {
  /// One byte, 0 or 1.
  case bool = "|b1"

  /// Signed integers.
  case int8 = "|i1", int16 = "<i2", int32 = "<i4", int64 = "<i8"

  /// Unsigned integers.
  case uint8 = "|u1", uint16 = "<u2", uint32 = "<u4", uint64 = "<u8"

  /// IEEE 754 binary16, binary32 and binary64.
  case float16 = "<f2", float32 = "<f4", float64 = "<f8"

  /// The size of one element in bytes.
  package var byteCount: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The format of the given name; a byte order means nothing to a format of one byte.
  init?(named name: String) {
    let single = name.hasPrefix("<") && name.hasSuffix("1")
    self.init(rawValue: single ? "|" + name.dropFirst() : name)
  }
}
