import Testing

@testable import DropBlockVerification

struct NPYEncodingTests {
  @Test(arguments: NumPyFile.rowMajor)
  func `version 1 is byte for byte what NumPy writes`(file: NumPyFile) throws {
    let array = try NPYArray(file.elementType, shape: file.shape, data: file.data)
    #expect(array.encoded() == file.bytes)
  }

  @Test(arguments: NPYVersion.allCases)
  func `every format, rank and version comes back, elements aligned to 64 bytes`(
    version: NPYVersion
  ) throws {
    for type in NPYElementType.allCases {
      for rank in 0...6 {
        let shape = [2, 3, 1, 4, 0, 5].suffix(rank).reversed() as [Int]
        let count = shape.reduce(type.byteCount, *)
        let data = (0..<count).map { UInt8(type == .bool ? $0 % 2 : $0 % 251) }
        let array = try NPYArray(type, shape: shape, data: data)
        let bytes = array.encoded(as: version)
        #expect(try NPYArray(decoding: bytes) == array, "\(type) \(shape)")
        #expect((bytes.count - data.count) % 64 == 0, "\(type) \(shape)")
      }
    }
  }

  @Test func `64 axes come back`() throws {
    let array = try NPYArray(.uint8, shape: Array(repeating: 1, count: 64), data: [7])
    #expect(try NPYArray(decoding: array.encoded()) == array)
  }
}
