public import DropBlockContract

/// The way between logical order and the order in memory.
///
/// Source: specification section 1, and ``Layout``.
public enum MemoryOrder {
  /// Where a unit lies in memory.
  ///
  /// - Parameters:
  ///   - unit: Its number in logical order, `0 ..< shape.unitCount`.
  ///   - shape: A shape that ``Shape/validate()`` accepts.
  /// - Returns: The offset in elements.
  public static func offset(ofUnit unit: Int, shape: Shape) -> Int {
    let channels = shape.channels
    let unitsPerMap = shape.unitsPerMap
    switch shape.layout {
    case .channelsFirst:
      return unit
    case .channelsLast:
      let place = unit % unitsPerMap
      let channel = unit / unitsPerMap % channels
      let sample = unit / unitsPerMap / channels
      return (sample * unitsPerMap + place) * channels + channel
    case .strided(let strides):
      let sizes = [shape.samples, channels] + shape.spatial
      var rest = unit
      var offset = 0
      for axis in sizes.indices.reversed() {
        offset += rest % sizes[axis] * strides[axis]
        rest /= sizes[axis]
      }
      return offset
    }
  }

  /// Reads the units of a tensor, in logical order.
  ///
  /// - Parameters:
  ///   - memory: At least ``Shape/storageCount()`` elements.
  ///   - shape: A shape that ``Shape/validate()`` accepts.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public static func gather<Element: DropBlockElement>(
    _ memory: Span<Element>, shape: Shape
  ) -> [Element] {
    var units: [Element] = []
    for unit in 0..<shape.unitCount { units.append(memory[offset(ofUnit: unit, shape: shape)]) }
    return units
  }

  /// Writes the units of a tensor; elements that belong to no unit are left as they are.
  ///
  /// - Parameters:
  ///   - units: One per unit of the shape, in logical order.
  ///   - shape: A shape that ``Shape/validate()`` accepts.
  ///   - memory: At least ``Shape/storageCount()`` elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public static func scatter<Element: DropBlockElement>(
    _ units: [Element], shape: Shape, into memory: inout MutableSpan<Element>
  ) {
    for unit in 0..<shape.unitCount { memory[offset(ofUnit: unit, shape: shape)] = units[unit] }
  }
}
