import DropBlockContract
import DropBlockReference
import Foundation
import Testing

/// The mean of (1 − T / 2³²)^n, with n counted by brute force and the platform's power.
private func keptShare(
  _ threshold: Int, map: [Int], block: [Int], offsets: [Int], positions: [Int]
) -> Double {
  let noSeed = 1 - Double(threshold) / 4_294_967_296
  let units = coordinates(of: map)
  var kept = 0.0
  for unit in units {
    let covers = coordinates(of: positions).count { seed in
      map.indices.allSatisfy { axis in
        let lowest = seed[axis] - offsets[axis]
        return (lowest..<lowest + block[axis]).contains(unit[axis])
      }
    }
    kept += pow(noSeed, Double(covers))
  }
  return kept / Double(units.count)
}

@Suite struct CalibratedGammaTests {
  @Test func `half of 14 × 14 with blocks of 7 needs gamma 0.0526`() throws {
    let threshold = try CalibratedGamma.threshold(
      map: [14, 14], block: [7, 7], seedGrid: .valid, dropProbability: 0.5)
    let gamma = Double(threshold) / 4_294_967_296
    #expect((0.05255..<0.05265).contains(gamma), "got \(gamma)")
  }

  @Test func `where blocks can't overlap T is p`() throws {
    // One position per map: the share is T / 2³² itself.
    for (p, expected) in [
      (0.5, 1 << 31), (0.25, 1 << 30), (1, 1 << 32), (0, 0), (0x1p-32, 1), (0x1.8p-32, 2),
      (0x1p-41, 0), (0x1p-39, 1),
    ] {
      let threshold = try CalibratedGamma.threshold(
        map: [7, 7], block: [7, 7], seedGrid: .valid, dropProbability: p)
      #expect(threshold == expected, "p \(p)")
    }
  }

  @Test func `a p that is hit exactly is not overshot`() throws {
    // Two positions, both cover the middle unit: share = (T + (2 − T)·T + T) / 3 at T = gamma.
    // gamma = 1/2 gives (1/2 + 3/4 + 1/2) / 3, which is no Double; the margin decides for 1/2.
    let threshold = try CalibratedGamma.threshold(
      map: [3], block: [2], seedGrid: .valid, dropProbability: 1.75 / 3)
    #expect(threshold == 1 << 31)
  }

  @Test(arguments: [0.01, 0.1, 0.5, 0.9, 0.999_999, 1])
  func `T is the smallest that suffices`(p: Double) throws {
    let maps: [([Int], [Int])] = [
      ([14, 14], [7, 7]), ([5, 9], [4, 2]), ([30], [6]), ([3, 4, 5], [2, 3, 4]), ([6, 6], [6, 6]),
    ]
    for (map, block) in maps {
      for grid in allSeedGrids {
        let threshold = try CalibratedGamma.threshold(
          map: map, block: block, seedGrid: grid, dropProbability: p)
        let geometry = try BlockGeometry(map: map, blockSize: block, seedGrid: grid)
        func kept(_ threshold: Int) -> Double {
          keptShare(
            threshold, map: map, block: geometry.block, offsets: geometry.offsets,
            positions: geometry.positions)
        }
        // The evaluations differ by some 1e-15 of the value; a step of T changes 2e-10 of it.
        let most = 1 - p + 0x1p-40
        #expect(kept(threshold) <= most * (1 + 1e-12), "\(map), \(block), \(grid): T \(threshold)")
        #expect(
          kept(threshold - 1) > most * (1 - 1e-12), "\(map), \(block), \(grid): T \(threshold)")
      }
    }
  }

  @Test func `maps without units have T 0`() throws {
    let threshold = try CalibratedGamma.threshold(
      map: [4, 0], block: [3, 3], seedGrid: .valid, dropProbability: 0.5)
    #expect(threshold == 0)
  }

  @Test func `large maps are cheap`() throws {
    let threshold = try CalibratedGamma.threshold(
      map: [100_000, 3000], block: [7, 900], seedGrid: .whole(.corner), dropProbability: 0.5)
    #expect((1..<1 << 32).contains(threshold))
  }

  @Test(arguments: [-0.1, 1.1, Double.nan])
  func `p outside 0…1 is refused`(p: Double) {
    #expect {
      try CalibratedGamma.threshold(
        map: [4], block: [2], seedGrid: .valid, dropProbability: p)
    } throws: {
      guard case .dropProbability(let refused)? = $0 as? DropBlockError else { return false }
      return refused.bitPattern == p.bitPattern
    }
  }
}
