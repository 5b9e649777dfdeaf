import DropBlockContract
import Generators
import Testing

@testable import Verification

@Suite struct DrawnTensorTests {
  private func drawn(
    _ index: UInt64, count: Int, _ type: ElementType, _ style: Bulk.Style
  ) throws -> (tensor: Tensor, choices: ChoiceSequence) {
    var draw = Draw(key: 1, caseIndex: index, property: "tensors")
    return (try draw.tensor(count: count, as: type, style), draw.recorded)
  }

  @Test(arguments: ElementType.allCases)
  func `moderate tensors lose nothing to the least factor`(type: ElementType) throws {
    for index in 0..<200 as Range<UInt64> {
      let tensor = try drawn(index, count: 300, type, .moderate).tensor
      #expect(tensor.count == 300 && tensor.elementType == type)
      #expect((0..<300).allSatisfy { tensor[$0].isFinite })
      let products = Tensor((0..<300).map { tensor[$0] * 0.3 }, as: type)
      #expect((0..<300).allSatisfy { products[$0] != 0 })
    }
  }

  @Test func `many tensors occur, and the same choices give the same one`() throws {
    var seen: Set<Tensor> = []
    for index in 0..<200 as Range<UInt64> {
      let (tensor, choices) = try drawn(index, count: 20, .float32, .any)
      var again = Draw(replaying: choices)
      #expect(try again.tensor(count: 20, as: .float32, .any) == tensor)
      seen.insert(tensor)
    }
    #expect(seen.count > 60)
  }

  @Test func `a tensor of no units is empty`() throws {
    #expect(try drawn(0, count: 0, .float16, .any).tensor.count == 0)
  }
}
