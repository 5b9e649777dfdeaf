package import DropBlockContract

/// One number of a tensor, with its bits.
package struct TensorElement: Sendable, Hashable {
  /// The number; of one that is expected, as it is before it is rounded to the format.
  package var value: Double

  /// Its bits in the format, widened with zeros.
  package var bits: UInt64

  /// The format.
  package var type: ElementType

  /// A number that is rounded to a format.
  package init(_ value: Double, as type: ElementType) {
    self.value = value
    self.type = type
    bits = TensorBits([value], as: type).bitPattern(at: 0)
  }

  /// The element of a tensor at an index.
  init(_ tensor: TensorBits, _ index: Int) {
    value = tensor[index]
    type = tensor.elementType
    bits = tensor.bitPattern(at: index)
  }
}
