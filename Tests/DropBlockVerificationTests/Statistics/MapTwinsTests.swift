import DropBlockContract
import DropBlockPlatform
import DropBlockReference
import Testing

@testable import DropBlockVerification

@Suite struct MapTwinsTests {
  private static let place = Evidence.MapPlace(call: 1, key: 1, map: 0, sample: 0, channel: 0)

  @Test func `two maps are alike no more often than the bound says`() throws {
    for (block, grid) in [
      (1, SeedGrid.valid), (2, .valid), (2, .whole(.lowerCentre)), (3, .valid),
    ] {
      for gamma in [0.1, 0.3, 0.6] {
        let map = [4]
        let law = try ExactLaw(map: map, blockSize: [block], seedGrid: grid, gamma: gamma)
        // Every set of seeds, by the mask that it gives.
        let positions = law.geometry.positions[0]
        var masks: [Int: Double] = [:]
        for seeds in 0..<1 << positions {
          var mask = 0
          var probability = 1.0
          for position in 0..<positions {
            let isSeed = seeds >> position & 1 == 1
            probability *= isSeed ? gamma : 1 - gamma
            guard isSeed else { continue }
            let first = position - law.geometry.offsets[0]
            for unit in max(first, 0)..<min(first + block, map[0]) { mask |= 1 << unit }
          }
          masks[mask, default: 0] += probability
        }
        #expect(abs(masks.values.reduce(0, +) - 1) < 1e-12)
        let alike = masks.values.reduce(0) { $0 + $1 * $1 }
        let bound = Double.exp(MapTwins.logAgreement(law))
        #expect(alike <= bound * (1 + 1e-12), "block \(block), \(grid), gamma \(gamma)")
        // Of single units that are all coins it is no bound but the value.
        if block == 1 { #expect(abs(alike - bound) < 1e-12) }
      }
    }
  }

  @Test func `more maps than the level allows are not compared`() throws {
    let law = try ExactLaw(map: [10], blockSize: [1], seedGrid: .valid, gamma: 0.5)
    // 2^-10 for a pair, and ten maps have 45 of them.
    var twins = MapTwins(law, logLevel: Double.log(45.5) - 10 * Double.log(2))
    for map in 0..<20 { twins.add([UInt64(map)], at: Self.place) }
    #expect(twins.maps == 10)
    #expect(twins.found == nil)
  }

  @Test func `of twins of several kinds the most frequent one is told`() throws {
    let law = try ExactLaw(map: [10, 10], blockSize: [1, 1], seedGrid: .valid, gamma: 0.5)
    var twins = MapTwins(law, logLevel: -20)
    func place(_ sample: Int, _ channel: Int) -> Evidence.MapPlace {
      .init(call: 1, key: 1, map: sample * 8 + channel, sample: sample, channel: channel)
    }
    for channel in 0..<8 { twins.add([UInt64(channel % 4)], at: place(0, channel)) }
    twins.add([0], at: place(1, 4))
    let found = try #require(twins.found)
    #expect(found.kind == .init(samples: 0, channels: 4, calls: .same))
    #expect((found.count, found.repeated, found.maps) == (4, 5, 9))
    #expect((found.first.channel, found.second.channel) == (0, 4))
  }
}
