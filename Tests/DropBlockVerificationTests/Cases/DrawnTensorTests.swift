import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct DrawnTensorTests {
  private func drawn(
    _ index: UInt64, count: Int, _ type: ElementType, _ style: Bulk.Style
  ) throws -> (tensor: TensorBits, choices: ChoiceSequence) {
    var draw = Draw(key: 1, caseIndex: index, property: "tensors")
    return (try draw.tensor(count: count, as: type, style), draw.recorded)
  }

  @Test(arguments: ElementType.allCases)
  func `moderate tensors lose nothing to the least factor`(type: ElementType) throws {
    for index in 0..<200 as Range<UInt64> {
      let tensor = try drawn(index, count: 300, type, .moderate).tensor
      #expect(tensor.count == 300 && tensor.elementType == type)
      #expect((0..<300).allSatisfy { tensor[$0].isFinite })
      let products = TensorBits((0..<300).map { tensor[$0] * 0.3 }, as: type)
      #expect((0..<300).allSatisfy { products[$0] != 0 })
    }
  }

  @Test func `many tensors occur, and the same choices give the same one`() throws {
    var seen: Set<TensorBits> = []
    for index in 0..<200 as Range<UInt64> {
      let (tensor, choices) = try drawn(index, count: 20, .float32, .any)
      var again = Draw(replaying: choices)
      #expect(try again.tensor(count: 20, as: .float32, .any) == tensor)
      seen.insert(tensor)
    }
    #expect(seen.count > 60)
  }

  @Test(arguments: ElementType.allCases)
  func `the simplest tensors are ones to read a mask from, and zeros`(type: ElementType) throws {
    for (style, value) in [(Bulk.Style.moderate, 1.0), (.any, 0)] {
      var draw = Draw(bytes: [])
      let tensor = try draw.tensor(count: 5, as: type, style)
      #expect(tensor == TensorBits(repeating: value, count: 5, as: type), "\(tensor)")
    }
  }

  @Test(arguments: ElementType.allCases)
  func `tensors of any numbers hold special ones`(type: ElementType) throws {
    var (nans, infinities, negativeZeros) = (0, 0, 0)
    for index in 0..<200 as Range<UInt64> {
      let tensor = try drawn(index, count: 30, type, .any).tensor
      let values = (0..<30).map { tensor[$0] }
      nans += values.contains(where: \.isNaN) ? 1 : 0
      infinities += values.contains(where: \.isInfinite) ? 1 : 0
      negativeZeros += values.contains { $0 == 0 && $0.sign == .minus } ? 1 : 0
    }
    #expect(nans > 10 && infinities > 10 && negativeZeros > 10)
  }

  @Test func `a tensor of no units is empty`() throws {
    #expect(try drawn(0, count: 0, .float16, .any).tensor.count == 0)
  }
}
