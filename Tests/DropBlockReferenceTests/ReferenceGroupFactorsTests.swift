import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ReferenceGroupFactorsTests {
  @Test func `gamma is divided by 4 for every group before the last`() throws {
    let factors = try (1...4).map { try ReferenceGroupFactors.factor(group: $0) }
    #expect(factors == [0.015625, 0.0625, 0.25, 1])
  }

  @Test(arguments: [0, 5, -1, Int.max, .min])
  func `other groups are refused`(group: Int) {
    #expect(throws: DropBlockError.group(group)) { try ReferenceGroupFactors.factor(group: group) }
  }
}
