import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct BlockUnionTests {
  @Test(arguments: everyGrid)
  func `a mask is a union exactly when some set of seeds makes it`(grid: SeedGrid) {
    for map in tinyMaps {
      for sides in everySides(map) {
        let blocks = specifiedBlocks(map, sides, grid).map { $0.reduce(0) { $0 | 1 << $1 } }
        var unions: Set<Int> = [0]
        for block in blocks { unions.formUnion(unions.map { $0 | block }) }
        let legal = LegalBlocks(map: map, sides: sides, seedGrid: grid)
        let units = map.reduce(1, *)
        var wrong: [Int] = []
        for bits in 0..<1 << units {
          let mask = (0..<units).map { bits >> $0 & 1 == 1 }
          let isUnion = BlockUnion.strayUnit(in: mask[...], legal) == nil
          if isUnion != unions.contains(bits) { wrong.append(bits) }
        }
        #expect(wrong.isEmpty, "map \(map), block \(sides), \(grid): masks \(wrong.prefix(4))")
      }
    }
  }

  @Test func `the stray unit is dropped and in no wholly dropped block, wherever the slice begins`()
  {
    let legal = LegalBlocks(map: [6], sides: [2], seedGrid: .valid)
    let mask = [true, true, true, true, true, false, true, false]
    // The map is the slice from 2 on: # # # · # ·
    #expect(BlockUnion.strayUnit(in: mask[2...], legal) == 4)
    #expect(BlockUnion.positions(in: mask[2...], legal) == [0, 1])
  }
}
