/// A string of bits in 64-bit words, bit i at place i mod 64 of word ⌊i/64⌋.
///
/// One word more than the bits need is kept, so that a run of bits may be written two words at a
/// time. The operations on whole words are in `BitString+Unsafe.swift`.
struct BitString: Sendable {
  /// The bits, and one spare word.
  var words: [UInt64]

  /// A string of no bits, that takes no memory until it is given some.
  init() { words = [] }

  /// A string of at least `count` zeros.
  init(count: Int) {
    words = Array(repeating: 0, count: Self.wordCount(count) + 1)
  }

  /// How many words `count` bits take.
  static func wordCount(_ count: Int) -> Int { count / 64 + (count % 64 == 0 ? 0 : 1) }

  /// Whether bit `index` is set.
  subscript(index: Int) -> Bool {
    words[index &>> 6] &>> UInt64(truncatingIfNeeded: index & 63) & 1 == 1
  }

  /// Makes room for at least `count` bits; what they are is not said.
  mutating func reserve(_ count: Int) {
    let needed = Self.wordCount(count) + 1
    if words.count < needed { words = Array(repeating: 0, count: needed) }
  }

  /// Sets `count` bits from `start` on; at least one.
  @inline(__always)
  mutating func setRun(from start: Int, count: Int) {
    var word = start &>> 6
    let shift = UInt64(truncatingIfNeeded: start & 63)
    if count <= 64 {
      let run = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count)
      words[word] |= run &<< shift
      // In two steps, because a shift by 64 has to give nothing.
      words[word &+ 1] |= (run &>> 1) &>> (63 &- shift)
      return
    }
    let end = start &+ count
    let last = end &>> 6
    words[word] |= UInt64.max &<< shift
    word &+= 1
    while word < last {
      words[word] = UInt64.max
      word &+= 1
    }
    words[last] |= ~(UInt64.max &<< UInt64(truncatingIfNeeded: end & 63))
  }
}
