/// Bytes that are not a file of named tensors, or tensors that no such file can hold.
package enum SafetensorsError: Error, Sendable, Hashable {
  /// The file ends before the part that is named.
  case truncated(part: String, needed: Int, given: Int)

  /// The length of the header is above ``Safetensors/headerLimit``.
  case headerLength(UInt64)

  /// The header is not JSON.
  case syntax(JSONError)

  /// The header is JSON, but not an object of the form asked for.
  case header(String)

  /// A name that is there twice.
  case duplicateName(String)

  /// A tensor that is not admissible: which, and why.
  case entry(String, String)

  /// Tensors that overlap, leave a gap, or do not fill the file: the first byte where that shows.
  case coverage(byte: Int, String)
}

extension SafetensorsError: CustomStringConvertible {
  /// One sentence that names the value and what is admissible.
  package var description: String {
    switch self {
    case .truncated(let part, let needed, let given):
      "the file ends inside the \(part): \(needed) bytes are needed, \(given) are there"
    case .headerLength(let length):
      "a header of \(length) bytes; at most \(Safetensors.headerLimit) are admissible"
    case .syntax(let error): "the header is not JSON: \(error)"
    case .header(let what): "the header is not a table of tensors: \(what)"
    case .duplicateName(let name): "the name '\(name)' is there twice"
    case .entry(let name, let reason): "tensor '\(name)': \(reason)"
    case .coverage(let byte, let reason): "byte \(byte) of the data: \(reason)"
    }
  }

  /// The same as the description.
  package var localizedDescription: String { description }
}
