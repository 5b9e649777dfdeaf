import DropBlockContract
import Testing

@testable import DropBlockReference

@Suite struct CoverHistogramTests {
  @Test func `covers are counted as brute force counts them`() throws {
    for size in 1...9 {
      for side in 1...10 {
        for grid in allSeedGrids {
          let geometry = try BlockGeometry(map: [size], blockSize: [side], seedGrid: grid)
          let blocks = (0..<geometry.positions[0]).map { seed in
            let lowest = seed - geometry.offsets[0]
            return lowest..<lowest + geometry.block[0]
          }
          for u in 0..<size {
            for v in 0..<size {
              let expected = blocks.count { $0.contains(u) && $0.contains(v) }
              let got = geometry.cover(axis: 0, units: u, v)
              #expect(got == expected, "map \(size), block \(side), \(grid), units \(u), \(v)")
            }
            let expected = blocks.count { $0.contains(u) }
            #expect(geometry.cover(axis: 0, unit: u) == expected)
            #expect(expected >= 1, "every unit can be dropped")
          }
        }
      }
    }
  }

  @Test func `entries hold every unit once, in increasing order`() throws {
    let geometry = try BlockGeometry(
      map: [5, 6, 7], blockSize: [2, 3, 7], seedGrid: .whole(.upperCentre))
    let entries = CoverHistogram(geometry).entries
    #expect(entries.reduce(0) { $0 + $1.units } == 210)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.cover < $1.cover })
    var expected: [Int: Int] = [:]
    for unit in coordinates(of: [5, 6, 7]) {
      let cover = unit.enumerated().reduce(1) {
        $0 * geometry.cover(axis: $1.offset, unit: $1.element)
      }
      expected[cover, default: 0] += 1
    }
    #expect(
      entries == expected.sorted { $0.key < $1.key }.map { .init(cover: $0.key, units: $0.value) })
  }

  @Test func `a map without units has no entries`() throws {
    let geometry = try BlockGeometry(map: [3, 0], blockSize: [2, 2], seedGrid: .valid)
    #expect(CoverHistogram(geometry).entries.isEmpty)
  }
}
