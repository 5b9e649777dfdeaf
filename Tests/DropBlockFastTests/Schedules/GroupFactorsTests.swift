import DropBlockContract
import DropBlockFast
import Testing

@Suite struct GroupFactorsTests {
  @Test func `group g has the factor 4 to the power g − 4`() throws {
    let factors = try (1...4).map(GroupFactors.factor)
    #expect(factors == [0.015625, 0.0625, 0.25, 1])
  }

  @Test func `other groups are refused`() {
    for group in [Int.min, -1, 0, 5, Int.max] {
      #expect(throws: DropBlockError.group(group)) { try GroupFactors.factor(group: group) }
    }
  }
}
