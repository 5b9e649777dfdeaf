/// Bytes that are not an array, or not one that can be read: what is wrong, and where.
package struct NPYError: Error, Sendable, Hashable {
  /// What is wrong.
  package let reason: Reason

  /// The place: an offset in bytes from the beginning of the file.
  package let offset: Int

  /// Creates an error for a place.
  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// The ways in which bytes are not an array.
  package enum Reason: Sendable, Hashable {
    /// The file does not begin with the six bytes of every NPY file.
    case magic

    /// A version other than 1.0, 2.0 or 3.0.
    case version(major: UInt8, minor: UInt8)

    /// The file ends inside the part before the elements.
    case truncated(part: String, needed: Int, given: Int)

    /// The header is not the Python dictionary it should be.
    case syntax(found: String, expected: String)

    /// A key of the dictionary is there twice.
    case duplicateKey(String)

    /// A key that no NPY file has.
    case unknownKey(String)

    /// A key that every NPY file has is not there.
    case missingKey(String)

    /// A number format that is not read.
    case elementType(String)

    /// The size of an axis is negative, or leaves Int.
    case size(String)

    /// More axes than NumPy allows.
    case rank(Int)

    /// The product of the shape, in bytes, leaves Int.
    case tooLarge([Int], NPYElementType)

    /// The file has fewer or more bytes of elements than the shape asks for.
    case dataSize(given: Int, needed: Int)

    /// A boolean that is neither 0 nor 1.
    case boolean(UInt8)
  }
}

extension NPYError: CustomStringConvertible {
  /// One sentence that names the place, the value and what is admissible.
  package var description: String { "not a readable NPY array: byte \(offset): \(reason)" }

  /// The same as the description.
  package var localizedDescription: String { description }
}

extension NPYError.Reason: CustomStringConvertible {
  /// One sentence that names the value and what is admissible.
  package var description: String {
    switch self {
    case .magic: "an NPY file begins with the bytes 93 4E 55 4D 50 59 (\\x93NUMPY)"
    case .version(let major, let minor):
      "format version \(major).\(minor); 1.0, 2.0 and 3.0 are admissible"
    case .truncated(let part, let needed, let given):
      "the file ends inside the \(part): \(needed) bytes are needed, \(given) are there"
    case .syntax(let found, let expected): "the header has \(found) where \(expected) should be"
    case .duplicateKey(let key): "the header has the key '\(key)' twice"
    case .unknownKey(let key):
      "the header has the key '\(key)'; descr, fortran_order and shape are admissible"
    case .missingKey(let key): "the header has no key '\(key)'"
    case .elementType(let name): Self.describe(elementType: name)
    case .size(let size): "shape has the size \(size); sizes are 0…\(Int.max)"
    case .rank(let rank): "shape has \(rank) axes; at most \(NPYArray.maximumRank) are admissible"
    case .tooLarge(let shape, let type):
      "shape \(shape.map(String.init).joined(separator: "×")) of '\(type.rawValue)' "
        + "has more bytes than can be addressed"
    case .dataSize(let given, let needed) where given < needed:
      "the elements are cut off: the shape asks for \(needed) bytes, \(given) are there"
    case .dataSize(let given, let needed):
      "\(given - needed) bytes follow the elements: the shape asks for \(needed) bytes, "
        + "\(given) are there"
    case .boolean(let byte): "a boolean has the value \(byte); 0 and 1 are admissible"
    }
  }

  private static func describe(elementType name: String) -> String {
    let admissible = NPYElementType.allCases.map(\.rawValue).joined(separator: ", ")
    let reason: String
    if name.hasPrefix("[") {
      reason = "is a structured format"
    } else if name.hasPrefix(">") {
      reason = "is big-endian; write it with a.astype(a.dtype.newbyteorder('<'))"
    } else if name.dropFirst().hasPrefix("O") {
      reason = "is Python objects, which are never read"
    } else if name == "<V2" || name == "|V2" {
      reason = "is two bytes without a meaning: NPY has no bfloat16; write it as <f4"
    } else {
      reason = "is not read"
    }
    return "the element type '\(name)' \(reason); admissible are \(admissible)"
  }
}
