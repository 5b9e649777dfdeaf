/// Named tensors as a `.safetensors` file holds them: number formats, shapes and bytes.
///
/// The file is the length of its header (64 bits, little-endian), the header (one JSON object), and
/// the bytes of the tensors, little-endian and row-major, one after another without gaps.
///
/// Source: the format description of the safetensors project.
package struct Safetensors: Sendable, Hashable {
  /// One tensor of the file.
  package struct Entry: Sendable, Hashable {
    /// The name, unique in its file and not `__metadata__`.
    package let name: String

    /// The number format.
    package let elementType: SafetensorsElementType

    /// The size of each axis, each 0 or more; an empty shape is a single number.
    package let shape: [Int]

    /// The elements, row-major and little-endian; booleans are bytes.
    package let data: [UInt8]
  }

  /// Text that a file carries besides its tensors: unique names, in order.
  package internal(set) var metadata: [Label] = []

  /// The tensors, in the order of their bytes.
  package internal(set) var entries: [Entry] = []

  /// One piece of text that a file carries.
  package struct Label: Sendable, Hashable {
    /// The name, unique in its file.
    package let name: String

    /// The text.
    package let text: String
  }

  /// The largest header that is written or read, in bytes: the format's own limit.
  package static let headerLimit = 100_000_000

  /// Creates a file without tensors.
  package init() {}

  /// Adds text.
  ///
  /// - Throws: ``SafetensorsError/duplicateName(_:)``.
  package mutating func add(label name: String, _ text: String) throws(SafetensorsError) {
    guard !metadata.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
    metadata.append(Label(name: name, text: text))
  }

  /// Adds a tensor behind the others.
  ///
  /// - Parameters:
  ///   - name: A name that no other tensor has.
  ///   - elementType: The number format.
  ///   - shape: Sizes of 0 or more, whose product in bytes can be addressed.
  ///   - data: Exactly as many bytes as the shape asks for.
  /// - Throws: ``SafetensorsError`` for what is not admissible.
  package mutating func add(
    _ name: String, _ elementType: SafetensorsElementType, shape: [Int], data: [UInt8]
  ) throws(SafetensorsError) {
    guard name != Self.metadataName else { throw .entry(name, "the name is reserved") }
    guard !entries.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
    let needed = try Self.byteCount(name, elementType, shape)
    guard data.count == needed else {
      throw .entry(name, "the shape asks for \(needed) bytes, \(data.count) are there")
    }
    entries.append(Entry(name: name, elementType: elementType, shape: shape, data: data))
  }

  /// The tensor with a name; nil if there is none.
  package subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  /// The name under which the header holds the labels.
  static let metadataName = "__metadata__"

  /// The bytes a tensor needs; zero sizes are counted as one where overflow is looked for.
  static func byteCount(
    _ name: String, _ elementType: SafetensorsElementType, _ shape: [Int]
  ) throws(SafetensorsError) -> Int {
    var bytes = elementType.byteCount
    for size in shape {
      guard size >= 0 else { throw .entry(name, "size \(size); sizes are 0…\(Int.max)") }
      let (next, overflow) = bytes.multipliedReportingOverflow(by: Swift.max(size, 1))
      guard !overflow else { throw .entry(name, "the shape has more bytes than can be addressed") }
      bytes = next
    }
    return shape.contains(0) ? 0 : bytes
  }
}

/// The number formats of a `.safetensors` file that are written and read here.
package enum SafetensorsElementType: String, Sendable, Hashable, CaseIterable {
  /// One byte, 0 or 1.
  case bool = "BOOL"

  /// IEEE binary16.
  case float16 = "F16"

  /// The upper half of a binary32.
  case bfloat16 = "BF16"

  /// IEEE binary32.
  case float32 = "F32"

  /// IEEE binary64.
  case float64 = "F64"

  /// 64-bit integers, two's complement.
  case int64 = "I64"

  /// The size of one element in bytes.
  package var byteCount: Int {
    switch self {
    case .bool: 1
    case .float16, .bfloat16: 2
    case .float32: 4
    case .float64, .int64: 8
    }
  }
}
