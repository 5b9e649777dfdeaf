/// A block as it lies in the words of a frame, once for each of the 64 places in a word to begin at.
///
/// Rows of a small map share words: a block of 7 × 7 in a map 14 wide has 7 rows in 2 or 3 words. With
/// the stamp a seed costs as many words as its block touches, instead of one or two for every row.
struct BlockStamp: Sendable {
  /// How many words a block touches at most.
  let width: Int

  /// Word w of the block that begins at bit i is at i · width + w.
  let words: [UInt64]

  /// Stamps of more words than this would not stay in the nearest cache.
  private static let widthLimit = 16

  /// The stamp of a block; nil where it would save nothing.
  ///
  /// - Parameters:
  ///   - frame: The sizes of the frame that the block lies in.
  ///   - count: How many blocks are expected to be written.
  init?(_ block: Extent, frame: Extent, expected count: Double) {
    let plane = frame.height * frame.width
    let span =
      (block.depth - 1) * plane + (block.height - 1) * frame.width + block.width
    let width = (span + 63 + 63) / 64
    // A row takes two words; the stamp itself is made of 64 blocks, by one shift for a word.
    let rowWords = 2 * block.depth * block.height
    guard width <= Self.widthLimit, 4 * width <= 3 * rowWords, count > 64 else { return nil }
    var unmoved = BitString(count: 64 * width)
    unmoved.withWords { $0.setBlock(block, at: 0, frame: frame) }
    let block = unmoved.words
    self.width = width
    words = [UInt64](capacity: 64 * width) { words in
      for shift in 0..<64 as Range<UInt64> {
        var below: UInt64 = 0
        for word in 0..<width {
          words.append(block[word] &<< shift | (below &>> 1) &>> (63 &- shift))
          below = block[word]
        }
      }
    }
  }
}
