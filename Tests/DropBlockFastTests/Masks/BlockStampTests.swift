import Testing

@testable import DropBlockFast

@Suite struct BlockStampTests {
  /// A block, and a frame that it fits in; their axes in front may be left out.
  private typealias Case = (block: [Int], frame: [Int])

  /// Blocks of one to three axes that have a stamp, of one to sixteen words.
  private static let stamped: [Case] = [
    ([1], [1]), ([2, 7], [50, 50]), ([4, 2], [9, 84]), ([2, 2], [9, 9]), ([3, 3], [5, 9]),
    ([7, 7], [14, 14]), ([7, 7], [28, 28]),
    ([7, 7], [56, 56]), ([9, 5], [20, 61]), ([7, 1], [40, 30]), ([31, 31], [31, 31]),
    ([16, 60], [16, 60]), ([14, 64], [14, 64]), ([2, 2, 2], [4, 5, 6]), ([3, 3, 3], [6, 7, 8]),
    ([5, 1, 3], [5, 8, 8]), ([1, 7, 7], [3, 20, 20]), ([4, 1, 1], [9, 5, 6]),
  ]

  private func extents(_ sizes: Case) -> (block: Extent, frame: Extent) {
    (Extent(sizes.block, missing: 1), Extent(sizes.frame, missing: 1))
  }

  /// The places of a block that begins at a bit, row by row.
  private func places(_ block: Extent, _ frame: Extent, from corner: Int) -> [Int] {
    var places: [Int] = []
    for depth in 0..<block.depth {
      for height in 0..<block.height {
        let row = corner + (depth * frame.height + height) * frame.width
        places += Array(row..<row + block.width)
      }
    }
    return places
  }

  @Test func `a stamp is the block row by row, from each of the 64 places of a word`() throws {
    var widths: Set<Int> = []
    for sizes in Self.stamped {
      let (block, frame) = extents(sizes)
      let stamp = try #require(BlockStamp(block, frame: frame, expected: 65), "\(sizes)")
      widths.insert(stamp.width)
      #expect(stamp.words.count == 64 * stamp.width)
      for start in 0..<64 {
        let places = places(block, frame, from: start)
        var wanted = [UInt64](repeating: 0, count: stamp.width)
        for place in places { wanted[place / 64] |= 1 << UInt64(place % 64) }
        let got = Array(stamp.words[start * stamp.width..<(start + 1) * stamp.width])
        #expect(got == wanted, "\(sizes), start \(start)")
      }
    }
    // The first words of a stamp are written one by one, the others in a loop.
    #expect(widths.isSuperset(of: [1, 2, 3, 4, 5, 6, 16]), "\(widths.sorted())")
  }

  @Test func `a stamped block is or-ed in at any corner, and no bit beside it`() throws {
    for (number, sizes) in Self.stamped.enumerated() {
      var choices = Choices(number)
      let (block, frame) = extents(sizes)
      let stamp = try #require(BlockStamp(block, frame: frame, expected: 65))
      // Two frames, and the last corner there is in the second.
      let reach = try #require(places(block, frame, from: 0).last)
      let last = 2 * frame.volume - 1 - reach
      for corner in (0..<40).map({ _ in choices.int(0...last) }) + [0, last] {
        var string = BitString(count: 2 * frame.volume)
        let there = choices.int(0...2 * frame.volume - 1)
        string.setRun(from: there, count: 1)
        string.withWords { words in stamp.withWords { words.setBlock($0, at: corner) } }
        let wanted = Set(places(block, frame, from: corner) + [there]).sorted()
        let got = (0..<string.words.count * 64).filter { string[$0] }
        #expect(got == wanted, "\(sizes), corner \(corner)")
      }
    }
  }

  @Test func `there is no stamp for fewer blocks than it is made of`() {
    let (block, frame) = extents(([7, 7], [14, 14]))
    #expect(BlockStamp(block, frame: frame, expected: 64) == nil)
    #expect(BlockStamp(block, frame: frame, expected: 64.5) != nil)
  }

  @Test func `there is no stamp of more than sixteen words`() throws {
    // Thirteen rows of 69 bits and 64 more are 961, which from the last place of a word on end with
    // the sixteenth; one more bit begins another.
    let (block, frame) = extents(([14, 64], [14, 69]))
    let stamp = try #require(BlockStamp(block, frame: frame, expected: .infinity))
    #expect(stamp.width == 16)
    let (wider, _) = extents(([14, 65], [14, 69]))
    #expect(BlockStamp(wider, frame: frame, expected: .infinity) == nil)
  }

  @Test func `there is no stamp that saves less than a quarter of the words of the rows`() throws {
    // One row alone, and rows that lie too far from each other to share words.
    for sizes: Case in [
      ([7], [50]), ([64], [200]), ([1, 7], [9, 9]), ([7, 7], [100, 100]),
      ([2, 2, 2], [9, 30, 30]),
    ] {
      let (block, frame) = extents(sizes)
      #expect(BlockStamp(block, frame: frame, expected: .infinity) == nil, "\(sizes)")
    }
    // Four rows are eight words, so that six are few enough and seven are not.
    let block = Extent([4, 2], missing: 1)
    let six = try #require(
      BlockStamp(block, frame: Extent([9, 106], missing: 1), expected: .infinity))
    #expect(six.width == 6)
    #expect(BlockStamp(block, frame: Extent([9, 107], missing: 1), expected: .infinity) == nil)
  }
}
