import DropBlockContract
import Testing

@testable import DropBlockVerification

/// Grids of the specification, with how far a block of a side reaches below its seed.
let everyGrid: [SeedGrid] = [.valid] + Anchor.allCases.map { .whole($0) }

/// The blocks of a map, each as the set of its units, from section 3 of the specification unit by
/// unit: a set per grid position, row-major.
func specifiedBlocks(_ map: [Int], _ sides: [Int], _ grid: SeedGrid) -> [Set<Int>] {
  func tuples(_ sizes: [Int]) -> [[Int]] {
    sizes.reduce([[]]) { tuples, size in tuples.flatMap { tuple in (0..<size).map { tuple + [$0] } }
    }
  }
  let b = zip(sides, map).map { min($0, $1) }
  let isValid = grid == .valid
  let positions = zip(map, b).map { isValid ? $0 - $1 + 1 : $0 }
  return tuples(positions).map { seed in
    var units: Set<Int> = []
    for (index, unit) in tuples(map).enumerated() {
      let isCovered = unit.indices.allSatisfy { axis in
        let reach: Int
        switch grid {
        case .valid, .whole(.corner): reach = 0
        case .whole(.lowerCentre): reach = b[axis] / 2
        case .whole(.upperCentre): reach = (b[axis] - 1) / 2
        }
        let lowest = seed[axis] - reach
        return unit[axis] >= lowest && unit[axis] <= lowest + b[axis] - 1
      }
      if isCovered { units.insert(index) }
    }
    return units
  }
}

/// Maps small enough to enumerate, of every rank.
let tinyMaps: [[Int]] = [
  [1], [2], [5], [8], [1, 1], [1, 4], [2, 3], [3, 3], [4, 2], [1, 1, 1], [2, 2, 2], [1, 3, 2],
]

/// Every choice of sides from 1 to one more than the map's.
func everySides(_ map: [Int]) -> [[Int]] {
  map.reduce([[]]) { sides, size in sides.flatMap { side in (1...size + 1).map { side + [$0] } } }
}

@Suite struct LegalBlocksTests {
  @Test(arguments: everyGrid)
  func `footprints are the blocks of the specification`(grid: SeedGrid) {
    for map in tinyMaps {
      for sides in everySides(map) {
        let legal = LegalBlocks(map: map, sides: sides, seedGrid: grid)
        let got = (0..<legal.positions).map { Set(legal.footprint(of: $0)) }
        let expected = specifiedBlocks(map, sides, grid)
        #expect(got == expected, "map \(map), block \(sides), \(grid)")
        #expect(legal.units == map.reduce(1, *))
      }
    }
  }

  @Test func `a map without units has no positions`() {
    for grid in everyGrid {
      let legal = LegalBlocks(map: [0, 3], sides: [2, 2], seedGrid: grid)
      #expect(legal.positions == 0 && legal.units == 0)
    }
  }

  @Test func `a block without as many sides as axes is refused`() {
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: [1, 2, 3], dropProbability: 0.1), shape: .nchw(1, 1, 4, 4),
      key: 0)
    #expect(throws: DropBlockError.blockAxes(given: 3, needed: 2)) { try LegalBlocks(request) }
  }
}
