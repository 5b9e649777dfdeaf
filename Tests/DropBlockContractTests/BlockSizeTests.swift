import DropBlockContract
import Testing

@Suite struct BlockSizeTests {
  @Test func `literals say what they look like`() throws {
    let square: BlockSize = 7
    let rectangle: BlockSize = [3, 5]
    #expect(square == .uniform(7))
    #expect(rectangle == .perAxis([3, 5]))
    #expect(try square.sides(rank: 1) == [7])
    #expect(try square.sides(rank: 3) == [7, 7, 7])
    #expect(try rectangle.sides(rank: 2) == [3, 5])
  }

  @Test(arguments: [0, -1, Int.min])
  func `sides below 1 are refused`(side: Int) {
    #expect(throws: DropBlockError.blockSize([side, side])) {
      try BlockSize.uniform(side).sides(rank: 2)
    }
    #expect(throws: DropBlockError.blockSize([3, side])) {
      try BlockSize.perAxis([3, side]).sides(rank: 2)
    }
  }

  @Test func `as many sides as axes`() {
    #expect(throws: DropBlockError.blockAxes(given: 2, needed: 3)) {
      try BlockSize.perAxis([1, 1]).sides(rank: 3)
    }
    #expect(throws: DropBlockError.blockAxes(given: 0, needed: 1)) {
      try BlockSize.perAxis([]).sides(rank: 1)
    }
  }

  @Test(arguments: [-1, 0, 4, Int.max])
  func `a rank outside 1 to 3 is refused`(rank: Int) {
    #expect(throws: DropBlockError.rank(rank)) { try BlockSize.uniform(3).sides(rank: rank) }
    #expect(throws: DropBlockError.rank(rank)) { try BlockSize.perAxis([]).sides(rank: rank) }
  }
}
