/// Scales the units of a mask's maps and zeroes those that it drops, or only zeroes them.
///
/// Memory is passed over once, and nothing is ever multiplied by zero to drop it.
struct MaskApplication: Sendable {
  /// The number of elements in a tile of the portable kernel: 8 KiB of Float.
  private static let tile = 2048

  let memory: TensorMemory
  let kernel: KernelTable
  /// Whether kept units are multiplied at all.
  let isScaling: Bool

  /// Applies bits to neighbouring elements, one bit for each.
  func contiguous(_ bits: BitString, from start: Int, at offset: Int, count: Int, factor: Double) {
    guard isScaling else {
      clear(bits, from: start, at: offset, count: count)
      return
    }
    if kernel.scale(memory, at: offset, count: count, by: factor, bits, from: start) { return }
    // Tile by tile, so that a tile is zeroed while it is still in the nearest cache.
    var first = 0
    while first < count {
      let last = min(first + Self.tile, count)
      memory.scale(at: offset + first, count: last - first, by: factor)
      zero(bits, from: start + first, at: offset + first, count: last - first)
      first = last
    }
  }

  /// Applies bits to neighbouring units of `width` elements each, with one bit for the unit.
  ///
  /// - Parameter wide: Memory for the bits of the elements.
  func contiguous(
    _ bits: BitString, from start: Int, at offset: Int, count: Int, width: Int, factor: Double,
    wide: inout BitString
  ) {
    let step = max(1 << 15 / width, 1)
    var first = 0
    while first < count {
      let units = min(step, count - first)
      wide.reserve(units * width)
      wide.clear(count: units * width)
      let start = start + first
      bits.forEachRun(in: start..<start + units) { low, high in
        wide.setRun(from: (low &- start) &* width, count: (high &- low) &* width)
      }
      contiguous(wide, from: 0, at: offset + first * width, count: units * width, factor: factor)
      first += units
    }
  }

  /// Applies a mask to one of its maps, row by row.
  func strided(
    _ bits: BitString, from start: Int, at offset: Int, map: Extent, axes: Extent, factor: Double
  ) {
    forEachRow(of: map, at: offset, axes: axes) { row, corner in
      let first = start + row * map.width
      if axes.width == 1 {
        contiguous(bits, from: first, at: corner, count: map.width, factor: factor)
        return
      }
      if isScaling {
        memory.scale(at: corner, count: map.width, stride: axes.width, by: factor)
      }
      bits.forEachRun(in: first..<first + map.width) { low, high in
        memory.zero(
          at: corner &+ (low &- first) &* axes.width, count: high &- low, stride: axes.width)
      }
    }
  }

  /// Copies a map, unit by unit, bit for bit.
  func copy(at offset: Int, map: Extent, axes: Extent) {
    forEachRow(of: map, at: offset, axes: axes) { _, corner in
      if axes.width == 1 {
        memory.copy(at: corner, count: map.width)
      } else {
        memory.copy(at: corner, count: map.width, stride: axes.width)
      }
    }
  }

  private func clear(_ bits: BitString, from start: Int, at offset: Int, count: Int) {
    if kernel.clear(memory, at: offset, count: count, bits, from: start) { return }
    zero(bits, from: start, at: offset, count: count)
  }

  private func zero(_ bits: BitString, from start: Int, at offset: Int, count: Int) {
    bits.forEachRun(in: start..<start + count) { low, high in
      memory.zero(at: offset &+ (low &- start), count: high &- low)
    }
  }

  /// Calls `body` with the number of each row of a map and the element where it begins.
  @inline(__always)
  private func forEachRow(
    of map: Extent, at offset: Int, axes: Extent, _ body: (_ row: Int, _ corner: Int) -> Void
  ) {
    for depth in 0..<map.depth {
      for height in 0..<map.height {
        body(depth * map.height + height, offset + depth * axes.depth + height * axes.height)
      }
    }
  }
}
