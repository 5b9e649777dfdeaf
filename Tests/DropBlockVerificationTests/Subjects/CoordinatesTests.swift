import Testing

@testable import DropBlockVerification

@Suite struct CoordinatesTests {
  @Test func `indices count through the axes, the last one fastest`() {
    #expect(Coordinates.of(0, in: [2, 3, 4]) == [0, 0, 0])
    #expect(Coordinates.of(1, in: [2, 3, 4]) == [0, 0, 1])
    #expect(Coordinates.of(23, in: [2, 3, 4]) == [1, 2, 3])
  }
}
