import DropBlockContract
import DropBlockGenerators

extension Draw {
  /// A whole tensor from a few choices.
  ///
  /// - Parameter style: ``Bulk/Style/moderate`` for one from which a mask can be read off.
  mutating func tensor(
    count: Int, as type: ElementType, _ style: Bulk.Style
  ) throws(Rejection) -> TensorBits {
    let bulk = try bulk(count: count, of: FloatWidth(type), style: style)
    var words: [UInt64] = []
    words.reserveCapacity(count)
    bulk.forEach { words.append($0) }
    switch type {
    case .float16: return .float16(words.map { UInt16(truncatingIfNeeded: $0) })
    case .bfloat16: return .bfloat16(words.map { UInt16(truncatingIfNeeded: $0) })
    case .float32: return .float32(words.map { UInt32(truncatingIfNeeded: $0) })
    case .float64: return .float64(words)
    }
  }
}

extension FloatWidth {
  /// The format of a type of element.
  init(_ type: ElementType) {
    self =
      switch type {
      case .float16: .half
      case .bfloat16: .brain
      case .float32: .single
      case .float64: .double
      }
  }
}
