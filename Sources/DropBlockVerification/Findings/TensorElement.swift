package import DropBlockContract

/// One number of a tensor, with its bits.
package struct TensorElement: Sendable, Hashable {
  /// The number that the bits stand for.
  package var value: Double

  /// Its bits in the format, widened with zeros.
  package var bits: UInt64

  /// The format.
  package var type: ElementType

  /// A number that is rounded to a format.
  package init(_ value: Double, as type: ElementType) {
    self.init(TensorBits([value], as: type), 0)
  }

  /// The element of a tensor at an index.
  init(_ tensor: TensorBits, _ index: Int) {
    value = tensor[index]
    type = tensor.elementType
    bits = tensor.bitPattern(at: index)
  }
}

extension TensorElement {
  /// How many bits of a number of the format stand for its fraction.
  private var fractionBits: UInt64 {
    switch type {
    case .float16: 10
    case .bfloat16: 7
    case .float32: 23
    case .float64: 52
    }
  }

  /// Whether it is less than 0, or −0, or a NaN with the sign bit.
  var isNegative: Bool { bits >> UInt64(8 * type.byteCount - 1) & 1 == 1 }

  /// Whether a NaN is a signalling one: its first bit of the fraction is 0.
  var isSignalling: Bool { value.isNaN && bits >> (fractionBits - 1) & 1 == 0 }

  /// The bits of a NaN's fraction behind the first.
  var payload: UInt64 { bits & (1 << (fractionBits - 1) - 1) }
}
