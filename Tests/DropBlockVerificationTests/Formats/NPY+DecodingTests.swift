import Testing

@testable import DropBlockVerification

struct NPYDecodingTests {
  @Test(arguments: NumPyFile.rowMajor + NumPyFile.fortran)
  func `what NumPy wrote is read, Fortran order transposed`(file: NumPyFile) throws {
    let expected = try NPYArray(file.elementType, shape: file.shape, data: file.rowMajor)
    #expect(try NPYArray(decoding: file.bytes) == expected)
  }

  @Test(arguments: NumPyFile.rowMajor + NumPyFile.fortran)
  func `every truncation is refused at its end`(file: NumPyFile) {
    for count in file.bytes.indices {
      let error = refusal(Array(file.bytes.prefix(count)))
      #expect(
        error?.offset == count, "the first \(count) of \(file.bytes.count) bytes: \(error as Any)")
    }
  }

  @Test(arguments: NumPyFile.rowMajor + NumPyFile.fortran)
  func `bytes that follow the elements are refused`(file: NumPyFile) {
    let needed = file.data.count
    #expect(
      refusal(file.bytes + [0, 0])
        == NPYError(.dataSize(given: needed + 2, needed: needed), at: 128 + needed))
  }

  @Test(arguments: NumPyFile.rowMajor + NumPyFile.fortran)
  func `any change of a byte before the elements is read or refused, never a trap`(file: NumPyFile)
  {
    for index in 0..<128 {
      for byte in UInt8.min...UInt8.max {
        var bytes = file.bytes
        bytes[index] = byte
        if let error = refusal(bytes) {
          #expect((0...bytes.count).contains(error.offset), "byte \(index) = \(byte): \(error)")
        }
      }
    }
  }

  @Test(arguments: [(0, 0), (4, 0), (1, 1), (255, 255)] as [(UInt8, UInt8)])
  func `other versions are refused`(major: UInt8, minor: UInt8) {
    var bytes = NumPyFile.rowMajor[0].bytes
    (bytes[6], bytes[7]) = (major, minor)
    #expect(refusal(bytes) == NPYError(.version(major: major, minor: minor), at: 6))
  }

  @Test func `a header longer than the file is refused before it is read`() {
    let bytes: [UInt8] = NPYArray.magic + [2, 0, 255, 255, 255, 255, 0x7B]
    let needed = 12 + 0xFFFF_FFFF
    #expect(
      refusal(bytes)
        == NPYError(.truncated(part: "header", needed: needed, given: bytes.count), at: 13))
  }

  @Test(arguments: ["(4611686018427387904, 4)", "(0, 9223372036854775807, 3)"])
  func `a shape whose product overflows is refused`(shape: String) {
    let bytes = npy("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape)}")
    guard case .tooLarge = refusal(bytes)?.reason else {
      Issue.record("\(shape): \(refusal(bytes) as Any)")
      return
    }
  }

  @Test func `a shape larger than the file is refused without being allocated`() {
    let bytes = npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1048576, 1099511627776)}")
    #expect(
      refusal(bytes)?.reason == .dataSize(given: 0, needed: 4 * 1_048_576 * 1_099_511_627_776))
  }

  @Test(arguments: [false, true])
  func `a boolean that is neither 0 nor 1 is refused at its place`(fortran: Bool) {
    let order = fortran ? "True" : "False"
    let header = npy("{'descr': '|b1', 'fortran_order': \(order), 'shape': (2, 2)}")
    #expect(
      refusal(header + [1, 0, 7, 9]) == NPYError(.boolean(7), at: header.count + 2))
  }
}
