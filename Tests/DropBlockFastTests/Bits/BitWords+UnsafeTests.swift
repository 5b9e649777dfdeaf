import Testing

@testable import DropBlockFast

@Suite struct BitWordsTests {
  /// The places of the bits that are set.
  private func places(_ string: BitString) -> [Int] {
    (0..<string.words.count * 64).filter { string[$0] }
  }

  @Test func `a run sets its bits and no others, at every place in a word`() {
    for count in [1, 2, 31, 63, 64, 65, 66, 127, 128, 129, 192, 200, 320] {
      for start in Array(0...66) + [126, 127, 128] {
        var string = BitString(count: start + count)
        string.withWords { $0.setRun(from: start, count: count) }
        #expect(places(string) == Array(start..<start + count), "\(start), \(count)")
      }
    }
  }

  @Test func `bits are or-ed in, and those that are there stay`() {
    var choices = Choices(2)
    for start in 0...130 {
      let (run, there) = (choices.next(), choices.next() & choices.next())
      var string = BitString(count: start + 64)
      string.words[start / 64] = there
      string.withWords { words in
        words.or(run, at: start)
        words.set(start + 7)
      }
      var wanted = Set(
        (0..<64).filter { there >> UInt64($0) & 1 == 1 }.map { start / 64 * 64 + $0 })
      wanted.formUnion((0..<64).filter { run >> UInt64($0) & 1 == 1 }.map { start + $0 })
      wanted.insert(start + 7)
      #expect(places(string) == wanted.sorted(), "\(start)")
    }
  }

  @Test func `a block is its rows in every plane, also when rows are longer than a word`() {
    var choices = Choices(3)
    for number in 0..<400 {
      let block = Extent(
        [choices.int(1...3), choices.int(1...4), choices.one([1, 2, 63, 64, 65, 130, 7])],
        missing: 1)
      let frame = Extent(block, block) { size, _ in size + choices.int(0...3) }
      let corner = Extent(frame, block) { choices.int(0...$0 - $1) }
      var string = BitString(count: frame.volume)
      let first = (corner.depth * frame.height + corner.height) * frame.width + corner.width
      string.withWords { $0.setBlock(block, at: first, frame: frame) }
      var wanted: [Int] = []
      for depth in 0..<block.depth {
        for height in 0..<block.height {
          let row = first + (depth * frame.height + height) * frame.width
          wanted += Array(row..<row + block.width)
        }
      }
      #expect(places(string) == wanted, "number \(number): \(block) in \(frame)")
    }
  }
}
