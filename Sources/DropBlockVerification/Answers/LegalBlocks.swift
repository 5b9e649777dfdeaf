import DropBlockContract

/// Where blocks may lie in one map, written down from the specification for judging alone.
struct LegalBlocks {
  /// S₁…S_d.
  let map: [Int]

  /// b′₁…b′_d: the sides, clipped to the map.
  let block: [Int]

  /// V₁…V_d: the number of grid positions along each axis.
  let grid: [Int]

  /// o₁…o_d: how far a block reaches below its seed.
  let reach: [Int]

  init(_ request: DropBlockRequest) throws(DropBlockError) {
    let sides = try request.configuration.blockSize.sides(rank: request.shape.rank)
    self.init(map: request.shape.spatial, sides: sides, seedGrid: request.configuration.seedGrid)
  }

  init(map: [Int], sides: [Int], seedGrid: SeedGrid) {
    self.map = map
    let block = zip(sides, map).map { min($0, $1) }
    self.block = block
    switch seedGrid {
    case .valid:
      grid = zip(map, block).map { $0 == 0 ? 0 : $0 - $1 + 1 }
      reach = block.map { _ in 0 }
    case .whole(let anchor):
      grid = map
      switch anchor {
      case .lowerCentre: reach = block.map { $0 / 2 }
      case .upperCentre: reach = block.map { max($0 - 1, 0) / 2 }
      case .corner: reach = block.map { _ in 0 }
      }
    }
  }

  /// The number of grid positions of one map.
  var positions: Int { grid.reduce(1, *) }

  /// The number of units of one map.
  var units: Int { map.reduce(1, *) }

  /// The first unit, row-major, of the block that a seed at one grid position starts.
  func firstUnit(of position: Int) -> Int {
    var (rest, unit, stride) = (position, 0, 1)
    for axis in map.indices.reversed() {
      unit += max(rest % grid[axis] - reach[axis], 0) * stride
      rest /= grid[axis]
      stride *= map[axis]
    }
    return unit
  }

  /// The units of the block that a seed at one grid position starts, cut at the border.
  func footprint(of position: Int) -> [Int] {
    var rest = position
    var ranges: [Range<Int>] = []
    for axis in map.indices.reversed() {
      let lowest = rest % grid[axis] - reach[axis]
      rest /= grid[axis]
      ranges.insert(max(lowest, 0)..<min(lowest + block[axis], map[axis]), at: 0)
    }
    var units = [0]
    for (range, size) in zip(ranges, map) {
      units = units.flatMap { base in range.map { base * size + $0 } }
    }
    return units
  }
}
