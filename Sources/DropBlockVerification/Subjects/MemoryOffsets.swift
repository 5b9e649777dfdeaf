import DropBlockContract

/// Where the units of a tensor lie in memory: element offsets, by logical index.
struct MemoryOffsets {
  /// The element offset of each unit, in logical order.
  let offsets: [Int]

  /// The number of elements a buffer must hold.
  let storageCount: Int

  /// The order of a shape, or nil if the shape is inadmissible or larger than `limit` units.
  init?(_ shape: Shape, limit: Int = 1 << 28) {
    guard let storage = try? shape.storageCount(), shape.unitCount <= limit else { return nil }
    storageCount = storage
    switch shape.layout {
    case .channelsFirst:
      offsets = Array(0..<shape.unitCount)
    case .channelsLast:
      var strides = [shape.channels * shape.unitsPerMap, 1]
      var step = shape.channels
      for size in shape.spatial.reversed() {
        strides.insert(step, at: 2)
        step *= size
      }
      offsets = Self.enumerate([shape.samples, shape.channels] + shape.spatial, strides)
    case .strided(let strides):
      offsets = Self.enumerate([shape.samples, shape.channels] + shape.spatial, strides)
    }
  }

  private static func enumerate(_ sizes: [Int], _ strides: [Int]) -> [Int] {
    var offsets = [0]
    for (size, stride) in zip(sizes, strides) {
      offsets = offsets.flatMap { base in (0..<size).map { base + $0 * stride } }
    }
    return offsets
  }
}
