import Testing
@testable import DropBlockVerification

/// A file that NumPy 2.4.6 wrote with `numpy.save`: the header's text and the elements' bytes.
struct NumPyFile: Sendable, CustomTestStringConvertible {
  let header: String
  let data: [UInt8]
  let elementType: NPYElementType
  let shape: [Int]
  /// The elements in row-major order, where the file has another one.
  let rowMajor: [UInt8]

  init(
    _ elementType: NPYElementType, _ shape: [Int], _ header: String, _ data: [UInt8],
    rowMajor: [UInt8]? = nil
  ) {
    self.header = header
    self.data = data
    self.elementType = elementType
    self.shape = shape
    self.rowMajor = rowMajor ?? data
  }

  var testDescription: String { header }

  /// The file: every one of these small headers was filled up to 118 bytes.
  var bytes: [UInt8] {
    npy(header + String(repeating: " ", count: 117 - header.utf8.count) + "\n") + data
  }

  static let rowMajor: [NumPyFile] = [
    NumPyFile(
      .bool, [3], "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [1, 0, 1]),
    NumPyFile(
      .int8, [1, 2], "{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2), }", [255, 2]),
    NumPyFile(
      .uint8, [2], "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [1, 255]),
    NumPyFile(
      .int16, [1], "{'descr': '<i2', 'fortran_order': False, 'shape': (1,), }", [0xFE, 0xFF]),
    NumPyFile(
      .uint16, [1], "{'descr': '<u2', 'fortran_order': False, 'shape': (1,), }", [0xFF, 0xFF]),
    NumPyFile(
      .int32, [], "{'descr': '<i4', 'fortran_order': False, 'shape': (), }",
      [0xFD, 0xFF, 0xFF, 0xFF]),
    NumPyFile(
      .uint32, [1], "{'descr': '<u4', 'fortran_order': False, 'shape': (1,), }", [7, 0, 0, 0]),
    NumPyFile(
      .int64, [1], "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }",
      [0xFC, 255, 255, 255, 255, 255, 255, 255]),
    NumPyFile(
      .uint64, [1], "{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }",
      [255, 255, 255, 255, 255, 255, 255, 255]),
    NumPyFile(
      .float16, [1, 1, 2], "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1, 2), }",
      [0x00, 0x3E, 0x00, 0x80]),
    NumPyFile(
      .float32, [2, 3], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      [
        0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40,
        0, 0, 0x80, 0x40, 0, 0, 0xA0, 0x40, 0, 0, 0x80, 0x7F,
      ]),
    NumPyFile(
      .float64, [1], "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
      [0x18, 0x2D, 0x44, 0x54, 0xFB, 0x21, 0x09, 0x40]),
    NumPyFile(
      .float64, [0, 3, 2], "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3, 2), }", []),
  ]

  static let fortran: [NumPyFile] = [
    NumPyFile(
      .float32, [2, 3], "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
      [
        0, 0, 0, 0, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x3F,
        0, 0, 0x80, 0x40, 0, 0, 0, 0x40, 0, 0, 0xA0, 0x40,
      ],
      rowMajor: [
        0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40,
        0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40, 0, 0, 0xA0, 0x40,
      ]),
    NumPyFile(
      .uint8, [2, 3, 4], "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 4), }",
      [0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23],
      rowMajor: Array(0..<24)),
  ]
}

/// The beginning of a file with the given header.
func npy(_ header: String, version: UInt8 = 1) -> [UInt8] {
  let count = header.utf8.count
  let length = [UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF)] + (version == 1 ? [] : [0, 0])
  return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, version, 0] + length + Array(header.utf8)
}

/// What decoding the bytes threw, or nil.
func refusal(_ bytes: [UInt8]) -> NPYError? {
  do {
    _ = try NPYArray(decoding: bytes)
    return nil
  } catch {
    return error
  }
}
