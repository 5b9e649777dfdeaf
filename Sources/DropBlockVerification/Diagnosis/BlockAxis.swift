import DropBlockContract

/// The axis along which a rule differs from what is asked for.
enum BentAxis: String, CaseIterable, Sendable {
  case last = "last-axis"
  case beforeLast = "axis-before-last"
  case firstOfThree = "first-of-three-axes"
  case first = "first-axis"

  var words: String {
    switch self {
    case .last: "the last axis"
    case .beforeLast: "the axis before the last"
    case .firstOfThree: "the first of three axes"
    case .first: "the first axis"
    }
  }

  /// Its index among the axes of a map; nil where the map has too few.
  func index(rank: Int) -> Int? {
    let index =
      switch self {
      case .last: rank - 1
      case .beforeLast: rank - 2
      case .firstOfThree: rank - 3
      case .first: 0
      }
    return index >= 0 ? index : nil
  }
}

/// One axis of a map, and what was asked for along it.
struct BlockAxis {
  let index: Int
  let rank: Int
  let size: Int

  /// b′, clipped to the map.
  let side: Int
  let seedGrid: SeedGrid

  /// The sizes of the whole map, and the sides asked for along all of its axes, clipped to them.
  let map: [Int]
  let sides: [Int]

  /// The blocks from as many positions on as fit along another axis of the map, cut at the border.
  func bounded(by other: Int) -> [[Int]]? {
    guard map.indices.contains(other), map[other] != size, seedGrid == .valid else { return nil }
    let positions = min(max(map[other] - side + 1, 1), size)
    return blocks(from: Array(0..<positions))
  }

  /// The blocks that are asked for, or those of another side or grid; nil for a side that does not
  /// differ once it has been clipped.
  func asked(side: Int? = nil, on grid: SeedGrid? = nil) -> [[Int]]? {
    let side = side.map { min($0, size) } ?? self.side
    return blocks(from: starts(side: side, on: grid ?? seedGrid), side: side)
  }

  /// The lowest coordinates of blocks.
  func starts(side: Int? = nil, on grid: SeedGrid? = nil) -> [Int] {
    let side = side ?? self.side
    switch grid ?? seedGrid {
    case .valid: return size < side ? [] : Array(0...size - side)
    case .whole(let anchor):
      let reach =
        switch anchor {
        case .lowerCentre: side / 2
        case .upperCentre: max(side - 1, 0) / 2
        case .corner: 0
        }
      return (0..<size).map { $0 - reach }
    }
  }

  /// The blocks that are asked for, moved and cut at the border.
  func shifted(by distance: Int) -> [[Int]] { blocks(from: starts().map { $0 + distance }) }

  /// The first of some units, the third, and so on, from where blocks begin, cut at the border.
  func everySecond(of side: Int) -> [[Int]]? {
    guard self.side > 1 else { return asked() }
    return starts().map { start in
      stride(from: start, to: start + side, by: 2).filter { (0..<size).contains($0) }
    }
  }

  /// Blocks from their lowest coordinates on, cut at the border or going on at the other one.
  func blocks(from starts: [Int], side: Int? = nil, isWrapped: Bool = false) -> [[Int]] {
    let side = side ?? self.side
    return starts.map { start in
      isWrapped
        ? (start..<start + side).map { (($0 % size) + size) % size }
        : Array(max(start, 0)..<max(min(start + side, size), max(start, 0)))
    }
  }
}
