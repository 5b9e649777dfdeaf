/// Scales the units of a mask's maps, and zeroes those that the mask drops.
///
/// Work goes tile by tile, so that a tile is zeroed while it is still in the nearest cache: memory is
/// passed over once. Nothing is ever multiplied by zero to drop it.
struct MaskApplication: Sendable {
  /// The number of elements in a tile: 8 KiB of Float.
  private static let tile = 2048

  let memory: TensorMemory
  let placement: Placement
  let geometry: Geometry

  /// Applies neighbouring masks to one use of each of them.
  ///
  /// - Parameters:
  ///   - bits: The masks of a run, packed.
  ///   - start: The bit at which the first of the masks begins.
  ///   - masks: The masks; more than one only where the placement is adjacent.
  func contiguous(
    _ bits: BitString, from start: Int, masks: Range<Int>, use: Int, width: Int, factor: Double
  ) {
    let offset = placement.offset(mask: masks.lowerBound, use: use)
    let units = masks.count * geometry.map.volume
    let step = max(Self.tile / width, 1)
    var first = 0
    while first < units {
      let last = min(first + step, units)
      memory.scale(at: offset + first * width, count: (last - first) * width, by: factor)
      bits.forEachRun(in: start + first..<start + last) { low, high in
        memory.zero(
          at: offset &+ (low &- start) &* width, count: (high &- low) &* width)
      }
      first = last
    }
  }

  /// Applies the masks of neighbouring channels of one sample, units outside, channels inside.
  ///
  /// - Parameter factor: The factor of each channel, or one for all of them.
  func interleaved(
    _ bits: BitString, masks: Range<Int>, use: Int, step: Int, factors: [Double]
  ) {
    let offset = placement.offset(mask: masks.lowerBound, use: use)
    let channels = masks.count
    let units = geometry.map.volume
    let tile = 64
    var first = 0
    while first < units {
      let count = min(tile, units - first)
      let corner = offset + first * step
      if factors.count > 1 {
        for channel in 0..<channels {
          memory.scale(at: corner + channel, count: count, stride: step, by: factors[channel])
        }
      } else if channels == step {
        memory.scale(at: corner, count: count * channels, by: factors[0])
      } else {
        for unit in 0..<count {
          memory.scale(at: corner + unit * step, count: channels, by: factors[0])
        }
      }
      let valid = UInt64.max &>> UInt64(64 - count)
      for channel in 0..<channels {
        var word = bits.word(from: channel * units + first) & valid
        while word != 0 {
          memory.zero(at: corner &+ channel &+ word.trailingZeroBitCount &* step, count: 1)
          word &= word &- 1
        }
      }
      first += count
    }
  }

  /// Applies one mask to one of its maps, row by row.
  func strided(_ bits: BitString, from start: Int, mask: Int, use: Int, factor: Double) {
    let offset = placement.offset(mask: mask, use: use)
    let stride = placement.axes.width
    let width = geometry.map.width
    forEachRow(offset) { row, corner in
      memory.scale(at: corner, count: width, stride: stride, by: factor)
      let first = start + row * width
      bits.forEachRun(in: first..<first + width) { low, high in
        memory.zero(at: corner &+ (low &- first) &* stride, count: high &- low, stride: stride)
      }
    }
  }

  /// Copies one use of a mask's map, unit by unit, bit for bit.
  func copy(mask: Int, use: Int) {
    let offset = placement.offset(mask: mask, use: use)
    if case .contiguous(let width) = placement.kind {
      memory.copy(at: offset, count: geometry.map.volume * width)
      return
    }
    forEachRow(offset) { _, corner in
      memory.copy(at: corner, count: geometry.map.width, stride: placement.axes.width)
    }
  }

  /// Calls `body` with the number of each row of a map and the element where it begins.
  @inline(__always)
  private func forEachRow(_ offset: Int, _ body: (_ row: Int, _ corner: Int) -> Void) {
    for depth in 0..<geometry.map.depth {
      for height in 0..<geometry.map.height {
        let corner = offset + depth * placement.axes.depth + height * placement.axes.height
        body(depth * geometry.map.height + height, corner)
      }
    }
  }
}
