import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct InputPatternTests {
  @Test(arguments: ElementType.allCases)
  func `specials hold NaN, infinities, both zeros and the ends of the format`(type: ElementType) {
    let count = 12
    let tensor = InputPattern.specials.tensor(count: count, as: type, word: 7)
    let bits = Set((0..<count).map { tensor.bitPattern(at: $0) })
    let largest: Double =
      switch type {
      case .float16: 65_504
      case .bfloat16: BFloat16(bitPattern: 0x7F7F).doubleValue
      case .float32: Double(Float.greatestFiniteMagnitude)
      case .float64: .greatestFiniteMagnitude
      }
    for value in [0, -0.0, .infinity, -.infinity, largest, -largest, 1, -1] {
      #expect(bits.contains(TensorBits([value], as: type).bitPattern(at: 0)), "\(value)")
    }
    #expect(bits.contains(1), "the least subnormal number")
    #expect((0..<count).contains { tensor[$0].isNaN })
  }

  @Test func `a tensor of no units is empty`() {
    for pattern in InputPattern.allCases {
      #expect(pattern.tensor(count: 0, as: .float16, word: 5).count == 0)
    }
  }
}
