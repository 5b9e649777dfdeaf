/// The versions of the file format, which differ in the width of the header's length.
package enum NPYVersion: UInt8, Sendable, Hashable, CaseIterable {
  /// 1.0: a length of two bytes; what NumPy writes for every array that this package can hold.
  case one = 1

  /// 2.0: a length of four bytes.
  case two = 2

  /// 3.0: as 2.0, and the header is UTF-8.
  case three = 3
}

extension NPYArray {
  /// The bytes of a file; with version 1.0 the very bytes that `numpy.save` writes.
  ///
  /// The header is filled up with spaces so that the elements begin at a multiple of 64 bytes, and
  /// so that the first axis may grow to 21 digits in place, as NumPy does.
  package func encoded(as version: NPYVersion = .one) -> [UInt8] {
    var header = Array(
      NPYHeader(elementType: elementType, fortranOrder: false, shape: shape).text.utf8)
    if let first = shape.first {
      header += Array(repeating: 0x20, count: Swift.max(21 - String(first).utf8.count, 0))
    }
    let start = version == .one ? 10 : 12
    let filled = (start + header.count + 1 + 63) / 64 * 64 - start
    header += Array(repeating: 0x20, count: filled - 1 - header.count) + [0x0A]
    var bytes = Self.magic + [version.rawValue, 0]
    bytes.reserveCapacity(start + filled + data.count)
    for byte in 0..<(start - 8) {
      bytes.append(UInt8(truncatingIfNeeded: filled >> (8 * byte)))
    }
    return bytes + header + data
  }
}
