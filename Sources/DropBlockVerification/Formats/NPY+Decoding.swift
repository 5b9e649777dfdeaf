extension NPYArray {
  /// The six bytes at the beginning of every file.
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads a whole file of version 1.0, 2.0 or 3.0; any bytes are admissible as an argument.
  ///
  /// Nothing is allocated for a shape before the file has been seen to hold that many bytes.
  ///
  /// - Throws: ``NPYError`` when the bytes are not exactly one array of a format that is read.
  package init(decoding bytes: [UInt8]) throws(NPYError) {
    let (header, start) = try Self.header(of: bytes)
    let type = header.elementType
    let needed = try Self.byteCount(type, shape: header.shape, offset: start)
    guard bytes.count - start == needed else {
      let end = bytes.count - start < needed ? bytes.count : start + needed
      throw NPYError(.dataSize(given: bytes.count - start, needed: needed), at: end)
    }
    let stored = bytes[start...]
    let data =
      header.fortranOrder
      ? Self.rowMajor(stored, shape: header.shape, width: type.byteCount) : Array(stored)
    if type == .bool, let index = stored.firstIndex(where: { $0 > 1 }) {
      throw NPYError(.boolean(bytes[index]), at: index)
    }
    try self.init(type, shape: header.shape, data: data)
  }

  /// The header, and the offset of the first element.
  private static func header(of bytes: [UInt8]) throws(NPYError) -> (NPYHeader, Int) {
    for (index, byte) in magic.enumerated() {
      guard index < bytes.count, bytes[index] == byte else { throw NPYError(.magic, at: index) }
    }
    guard bytes.count >= 8 else { throw truncated("version", needed: 8, bytes) }
    let (major, minor) = (bytes[6], bytes[7])
    guard (1...3).contains(major), minor == 0 else {
      throw NPYError(.version(major: major, minor: minor), at: 6)
    }
    let start = major == 1 ? 10 : 12
    guard bytes.count >= start else { throw truncated("header length", needed: start, bytes) }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw truncated("header", needed: start + length, bytes)
    }
    return (try NPYHeader(bytes, in: start..<start + length), start + length)
  }

  private static func truncated(_ part: String, needed: Int, _ bytes: [UInt8]) -> NPYError {
    NPYError(.truncated(part: part, needed: needed, given: bytes.count), at: bytes.count)
  }

  /// Elements whose first axis lies innermost, in the order in which the last one does.
  private static func rowMajor(_ data: ArraySlice<UInt8>, shape: [Int], width: Int) -> [UInt8] {
    guard shape.count > 1, !data.isEmpty else { return Array(data) }
    var strides: [Int] = []
    var stride = width
    for size in shape {
      strides.append(stride)
      stride *= size
    }
    var index = Array(repeating: 0, count: shape.count)
    var source = data.startIndex
    return [UInt8](capacity: data.count) { output in
      while output.count < data.count {
        for byte in source..<source + width { output.append(data[byte]) }
        var axis = shape.count - 1
        while axis >= 0 {
          index[axis] += 1
          source += strides[axis]
          if index[axis] < shape[axis] { break }
          source -= strides[axis] * shape[axis]
          index[axis] = 0
          axis -= 1
        }
      }
    }
  }
}
