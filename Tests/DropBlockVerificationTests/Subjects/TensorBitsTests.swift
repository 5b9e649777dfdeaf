import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct TensorBitsTests {
  @Test(arguments: ElementType.allCases)
  func `bytes read back are the same bits`(type: ElementType) {
    var random = SplitMix(seed: 3)
    for count in [0, 1, 2, 7, 100] {
      let bytes = (0..<count * type.byteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let tensor = TensorBits(littleEndian: bytes[...], as: type)
      #expect(tensor.count == count && tensor.elementType == type)
      #expect(tensor.littleEndianBytes == bytes)
      // A slice that does not begin at 0, and bytes that fill no element.
      let padded = [9, 9, 9] + bytes + [UInt8](repeating: 7, count: type.byteCount - 1)
      #expect(TensorBits(littleEndian: padded[3...], as: type) == tensor)
    }
  }

  @Test func `elements of the tensor's own format are read bit for bit`() {
    let singles: [UInt32] = [0x7FC0_1234, 0x8000_0000, 0xFF80_0000, 1, 0x3F80_0000]
    let read = TensorBits.float32(singles).elements(as: Float.self)
    #expect(read.map(\.bitPattern) == singles)
    let halves: [UInt16] = [0x7E01, 0x8000, 0x0001]
    #expect(TensorBits.bfloat16(halves).elements(as: BFloat16.self).map(\.bitPattern) == halves)
  }

  @Test func `elements of another format are rounded once`() {
    let tensor = TensorBits([1 + 0x1p-11 + 0x1p-40, -0.0, 0.1])
    // Through Float the first would be a tie, and go to 1.
    #expect(tensor.elements(as: Float16.self) == [1 + 0x1p-10, -0.0, 0.1])
    #expect(TensorBits([Float(0.1)]).elements(as: Double.self) == [Double(Float(0.1))])
  }

  @Test func `the lowest byte comes first`() {
    #expect(TensorBits([Float(1)]).littleEndianBytes == [0, 0, 0x80, 0x3F])
    #expect(TensorBits([1.0]).littleEndianBytes == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    #expect(TensorBits([Float16(-2)]).littleEndianBytes == [0, 0xC0])
    #expect(TensorBits([BFloat16(1)]).littleEndianBytes == [0x80, 0x3F])
  }

  @Test func `every 16-bit pattern keeps its value and its bits`() {
    let patterns = (0...UInt16.max).map { $0 }
    for tensor in [TensorBits.float16(patterns), .bfloat16(patterns)] {
      let values = patterns.indices.map { tensor[$0] }
      let again = TensorBits(values, as: tensor.elementType)
      for index in patterns.indices where !values[index].isNaN {
        #expect(again.bitPattern(at: index) == UInt64(patterns[index]))
      }
      #expect(patterns.indices.allSatisfy { tensor.bitPattern(at: $0) == UInt64(patterns[$0]) })
    }
  }

  @Test func `arrays of each element keep their bits, NaN payloads and signs of zero`() {
    let single = TensorBits([Float(bitPattern: 0x7FA0_1234), -0.0, 1])
    #expect(single == .float32([0x7FA0_1234, 0x8000_0000, 0x3F80_0000]))
    let double = TensorBits([Double(bitPattern: 0x7FF4_0000_0000_0001), -0.0])
    #expect(double == .float64([0x7FF4_0000_0000_0001, 0x8000_0000_0000_0000]))
    #expect(TensorBits([Float(0)]) != TensorBits([Float(-0.0)]))
    #expect(TensorBits([Float(0)]) != TensorBits([0.0]))
  }

  @Test(arguments: ElementType.allCases)
  func `a number repeated is the same as an array of it`(type: ElementType) {
    for value in [1, -0.0, 0.1, .infinity, 1e-40] {
      let repeated = TensorBits(repeating: value, count: 5, as: type)
      #expect(repeated == TensorBits([Double](repeating: value, count: 5), as: type), "\(value)")
    }
  }

  @Test(arguments: ElementType.allCases)
  func `zeros of either sign are found, and nothing else`(type: ElementType) {
    let least: TensorBits
    switch type {
    case .float16: least = .float16([0, 0x8000, 1, 0x8001, 0x7C00, 0x7E00, 0])
    case .bfloat16: least = .bfloat16([0, 0x8000, 1, 0x8001, 0x7F80, 0x7FC0, 0])
    case .float32: least = .float32([0, 1 << 31, 1, 1 << 31 | 1, 0x7F80_0000, 0x7FC0_0000, 0])
    case .float64:
      least = .float64([0, 1 << 63, 1, 1 << 63 | 1, 0x7FF0 << 48, 0x7FF8 << 48, 0])
    }
    #expect(MaskWords(zerosOf: least, units: 7).words == [0b100_0011])
  }
}
