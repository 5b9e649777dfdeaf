/// The dropped units of many maps of one size, one bit a unit, each map from a new word on.
struct MaskWords {
  /// The number of units of a map.
  let units: Int

  /// The number of words of a map.
  let wordsPerMap: Int

  /// The words of all maps, one map after another.
  var words: [UInt64]

  /// Whether an element is NaN.
  private(set) var holdsNaN = false

  /// The maps of an output: a unit is dropped where the output is zero, of either sign.
  init(zerosOf output: TensorBits, units: Int) {
    self.units = units
    wordsPerMap = (units + 63) / 64
    words = Array(repeating: 0, count: (units == 0 ? 0 : output.count / units) * wordsPerMap)
    switch output {
    case .float16(let bits): holdsNaN = collect(bits, magnitude: 0x7FFF) > 0x7C00
    case .bfloat16(let bits): holdsNaN = collect(bits, magnitude: 0x7FFF) > 0x7F80
    case .float32(let bits): holdsNaN = collect(bits, magnitude: 0x7FFF_FFFF) > 0x7F80_0000
    case .float64(let bits): holdsNaN = collect(bits, magnitude: .max >> 1) > 0x7FF0 << 48
    }
  }

  /// The number of maps.
  var count: Int { wordsPerMap == 0 ? 0 : words.count / wordsPerMap }

  /// The number of dropped units of a map.
  func droppedCount(_ map: Int) -> Int {
    var count = 0
    for word in map * wordsPerMap..<(map + 1) * wordsPerMap { count += words[word].nonzeroBitCount }
    return count
  }

  /// Whether a unit of a map is dropped.
  func isDropped(_ unit: Int, in map: Int) -> Bool {
    words[map * wordsPerMap + unit / 64] >> UInt64(unit % 64) & 1 == 1
  }

  /// The number of units dropped in a map and in another of the same size.
  func common(_ map: Int, with other: MaskWords, _ otherMap: Int) -> Int {
    var count = 0
    for word in 0..<wordsPerMap {
      count +=
        (words[map * wordsPerMap + word] & other.words[otherMap * wordsPerMap + word])
        .nonzeroBitCount
    }
    return count
  }

  /// Whether a map has the mask of another of the same size.
  func isEqual(_ map: Int, to other: MaskWords, _ otherMap: Int) -> Bool {
    for word in 0..<wordsPerMap
    where words[map * wordsPerMap + word] != other.words[otherMap * wordsPerMap + word] {
      return false
    }
    return true
  }

  /// Calls `body` with every dropped unit of a map, ascending.
  func forEachDropped(in map: Int, _ body: (Int) -> Void) {
    for word in 0..<wordsPerMap {
      var rest = words[map * wordsPerMap + word]
      while rest != 0 {
        body(word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
