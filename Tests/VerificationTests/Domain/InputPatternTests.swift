import DropBlockContract
import Generators
import Testing

@testable import Verification

@Suite struct InputPatternTests {
  @Test(arguments: ElementType.allCases)
  func `readable tensors are finite and have no zero`(type: ElementType) {
    for pattern in InputPattern.readable {
      for word in [0, 1, 63, 64, .max, 0x1234_5678_9ABC_DEF0] as [UInt64] {
        let tensor = pattern.tensor(count: 2000, as: type, word: word)
        #expect(tensor.count == 2000 && tensor.elementType == type)
        #expect((0..<2000).allSatisfy { tensor[$0].isFinite }, "\(pattern), word \(word)")
        #expect(tensor.zeroIndices(in: 0..<2000).isEmpty, "\(pattern), word \(word)")
      }
    }
  }

  @Test(arguments: ElementType.allCases)
  func `products of readable numbers by the least factor are no zeros`(type: ElementType) {
    for pattern in InputPattern.readable {
      let tensor = pattern.tensor(count: 2000, as: type, word: 77)
      let products = Tensor((0..<2000).map { tensor[$0] * 0.3 }, as: type)
      #expect(products.zeroIndices(in: 0..<2000).isEmpty, "\(pattern)")
    }
  }

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
      #expect(bits.contains(Tensor([value], as: type).bitPattern(at: 0)), "\(value)")
    }
    #expect(bits.contains(1), "the least subnormal number")
    #expect((0..<count).contains { tensor[$0].isNaN })
  }

  @Test func `every pattern occurs, and the same draws give the same tensor`() throws {
    var seen: Set<[UInt32]> = []
    for caseIndex in 0..<200 as Range<UInt64> {
      var draw = Draw(key: 1, caseIndex: caseIndex, property: "patterns")
      let tensor = try InputPattern.draw(
        from: InputPattern.allCases, count: 20, as: .float32, &draw)
      var again = Draw(replaying: draw.recorded)
      #expect(
        try InputPattern.draw(from: InputPattern.allCases, count: 20, as: .float32, &again)
          == tensor)
      if case .float32(let bits) = tensor { seen.insert(bits) }
    }
    // One tensor of ones, and many of the others.
    #expect(seen.count > 60)
    #expect(InputPattern.ones.tensor(count: 3, as: .float32, word: 9) == Tensor([Float(1), 1, 1]))
  }

  @Test func `a tensor of no units is empty`() {
    for pattern in InputPattern.allCases {
      #expect(pattern.tensor(count: 0, as: .float16, word: 5).count == 0)
    }
  }
}
