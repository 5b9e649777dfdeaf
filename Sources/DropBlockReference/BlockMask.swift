public import DropBlockContract

/// The block mask: true where a unit is dropped.
///
/// Source: specification section 6; the paper's Algorithm 1, line 6.
public enum BlockMask {
  /// Grows every seed to its block, in every map that uses it.
  ///
  /// - Parameters:
  ///   - seeds: One per grid position, row-major over ``BlockGeometry/grid``.
  ///   - geometry: That of the same tensor.
  ///   - shape: The sizes of the tensor.
  /// - Returns: One per unit, in logical order over the whole tensor; shared masks are repeated.
  public static func grow(seeds: [Bool], geometry: BlockGeometry, shape: Shape) -> [Bool] {
    var mask = Array(repeating: false, count: shape.unitCount)
    if mask.isEmpty { return mask }

    // Maps of one or two axes are maps of three whose first axes have the size 1.
    let map = threeAxes(geometry.map, filler: 1)
    let block = threeAxes(geometry.block, filler: 1)
    let grid = threeAxes(geometry.positions, filler: 1)
    let offset = threeAxes(geometry.offsets, filler: 0)

    for sample in 0..<shape.samples {
      for channel in 0..<shape.channels {
        let gridSample = geometry.samples == 1 ? 0 : sample
        let gridChannel = geometry.channels == 1 ? 0 : channel
        let gridMap = gridSample * geometry.channels + gridChannel
        let unitMap = sample * shape.channels + channel

        for s0 in 0..<grid[0] {
          for s1 in 0..<grid[1] {
            for s2 in 0..<grid[2] {
              let position = ((gridMap * grid[0] + s0) * grid[1] + s1) * grid[2] + s2
              if !seeds[position] { continue }

              // The block's lowest corner; what lies beyond the border is cut off.
              let (c0, c1, c2) = (s0 - offset[0], s1 - offset[1], s2 - offset[2])
              for u0 in c0..<c0 + block[0] where u0 >= 0 && u0 < map[0] {
                for u1 in c1..<c1 + block[1] where u1 >= 0 && u1 < map[1] {
                  for u2 in c2..<c2 + block[2] where u2 >= 0 && u2 < map[2] {
                    let unit = ((unitMap * map[0] + u0) * map[1] + u1) * map[2] + u2
                    mask[unit] = true
                  }
                }
              }
            }
          }
        }
      }
    }
    return mask
  }

  private static func threeAxes(_ axes: [Int], filler: Int) -> [Int] {
    Array(repeating: filler, count: 3 - axes.count) + axes
  }
}
