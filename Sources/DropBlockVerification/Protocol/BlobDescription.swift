import DropBlockContract

/// A row of a message's blob table: what the bytes after the header are.
package struct BlobDescription: Sendable, Hashable {
  /// The field that refers to the blob, such as `output`.
  package let name: String

  /// The number format.
  package let type: BlobType

  /// The sizes, each 0 or more; row-major.
  package let shape: [Int]

  /// The number of bytes: the product of the shape and the width.
  package let byteCount: Int

  /// Creates a row.
  ///
  /// - Returns: nil if a size is negative, or the number of bytes does not fit `Int`.
  package init?(name: String, type: BlobType, shape: [Int]) {
    guard let count = Self.elementCount(shape) else { return nil }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
    guard !overflow else { return nil }
    self.name = name
    self.type = type
    self.shape = shape
    byteCount = bytes
  }

  /// The product of the sizes; nil if one is negative or the product does not fit `Int`.
  ///
  /// Zeros are set aside until the end, so that no partial product overflows because of its place.
  static func elementCount(_ shape: [Int]) -> Int? {
    var product = 1
    for size in shape {
      guard size >= 0 else { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow else { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}

/// The number formats of blobs.
package enum BlobType: String, Sendable, Hashable, CaseIterable {
  /// IEEE binary16.
  case float16

  /// The upper half of a binary32.
  case bfloat16

  /// IEEE binary32.
  case float32

  /// IEEE binary64.
  case float64

  /// Two's complement, 64 bits.
  case int64

  /// One byte, 0 or 1.
  case bool

  /// The size of one element in bytes.
  package var byteCount: Int { element?.byteCount ?? (self == .bool ? 1 : 8) }

  /// The number format of a tensor of this type; nil for integers and truth values.
  var element: ElementType? { ElementType(rawValue: rawValue) }
}

extension BlobDescription {
  /// The row as it stands in a header.
  package var json: JSON {
    [
      "name": .string(name), "dtype": .string(type.rawValue),
      "shape": .array(shape.map { .integer(Int64($0)) }), "bytes": .integer(Int64(byteCount)),
    ]
  }

  /// Reads a row from a header.
  ///
  /// - Throws: ``ProtocolError/malformed(_:)`` if it is no row, ``ProtocolError/wrongBlob(_:)`` if it
  ///   is one that contradicts itself.
  package init(_ json: JSON) throws(ProtocolError) {
    guard let name = json["name"]?.stringValue, let dtype = json["dtype"]?.stringValue,
      let sizes = json["shape"]?.arrayValue, let bytes = json["bytes"]
    else { throw .malformed("a blob without name, dtype, shape and bytes: \(json.excerpt)") }
    guard let type = BlobType(rawValue: dtype) else {
      throw .wrongBlob("\(name) has the unknown dtype \(dtype)")
    }
    let shape = sizes.compactMap(\.intValue)
    guard shape.count == sizes.count,
      let row = BlobDescription(name: name, type: type, shape: shape)
    else { throw .wrongBlob("\(name) has the shape \(JSON.array(sizes).excerpt)") }
    guard bytes.intValue == row.byteCount else {
      throw .wrongBlob("\(name) has \(bytes.excerpt) bytes; its shape needs \(row.byteCount)")
    }
    self = row
  }
}

extension JSON {
  /// The beginning of the text, short enough for a message.
  var excerpt: String { Self.excerpt(of: Array(description.utf8)) }

  /// The beginning of `bytes` as text, on one line, short enough for a message.
  static func excerpt(of bytes: [UInt8]) -> String {
    let limit = 200
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    let quoted = text.unicodeScalars.map {
      $0.value < 0x20 || (0x7F...0x9F).contains($0.value) ? " " : $0
    }
    return String(String.UnicodeScalarView(quoted)) + (bytes.count > limit ? "…" : "")
  }
}
