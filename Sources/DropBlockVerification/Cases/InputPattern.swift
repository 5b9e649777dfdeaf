import DropBlockContract

/// Whole tensors from a pattern and a word, as they are in golden vectors.
enum InputPattern: Int, CaseIterable, Sendable {
  case scattered, specials

  /// The tensor of a pattern.
  func tensor(count: Int, as type: ElementType, word: UInt64) -> TensorBits {
    switch self {
    case .scattered:
      var state = word
      return TensorBits(
        (0..<count).map { _ in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let magnitude = 0.5 + Double(state >> 11) * 0x1.8p-53
          return state & 0x400 == 0 ? magnitude : -magnitude
        }, as: type)
    case .specials:
      let tile = Self.specialValues(type)
      return TensorBits(
        (0..<count).map { tile[($0 + Int(word % UInt64(tile.count))) % tile.count] }, as: type)
    }
  }

  /// NaN, infinities, zeros of both signs, the least and the largest numbers, and a few plain ones.
  private static func specialValues(_ type: ElementType) -> [Double] {
    let least: Double
    let largest: Double
    switch type {
    case .float16: (least, largest) = (0x1p-24, 65_504)
    case .bfloat16: (least, largest) = (0x1p-133, 0x1.FEp127)
    case .float32: (least, largest) = (0x1p-149, Double(Float.greatestFiniteMagnitude))
    case .float64: (least, largest) = (.leastNonzeroMagnitude, .greatestFiniteMagnitude)
    }
    return [
      1, .nan, .infinity, -.infinity, -0.0, 0, least, -least, largest, -largest, -1, 3 * least,
    ]
  }
}
