import DropBlockContract
import DropBlockReference
import Foundation
import Testing

/// Everything that the law says of a small map, by weighing every set of seeds there is.
private struct Enumeration {
  var single: [Double]
  var pair: [[Double]]
  var variance: Double

  init(map: [Int], block: [Int], grid: SeedGrid, gamma: Double) throws {
    let geometry = try BlockGeometry(map: map, blockSize: block, seedGrid: grid)
    let shape = Shape(samples: 1, channels: 1, spatial: map)
    let units = shape.unitCount
    single = Array(repeating: 0, count: units)
    pair = Array(repeating: single, count: units)
    var mean = 0.0
    var square = 0.0
    for set in 0..<1 << geometry.positionCount {
      let seeds = (0..<geometry.positionCount).map { set >> $0 & 1 == 1 }
      let count = seeds.count { $0 }
      let weight =
        pow(gamma, Double(count)) * pow(1 - gamma, Double(geometry.positionCount - count))
      let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: shape)
      let dropped = mask.indices.filter { mask[$0] }
      for u in dropped {
        single[u] += weight
        for v in dropped { pair[u][v] += weight }
      }
      mean += weight * Double(dropped.count)
      square += weight * Double(dropped.count * dropped.count)
    }
    variance = square - mean * mean
  }
}

/// The variance as section 9 writes it: the sum over all pairs of units.
private func varianceByPairs(_ law: ExactLaw) -> Double {
  var sum = 0.0
  let units = coordinates(of: law.geometry.map)
  for u in units {
    for v in units {
      sum += law.probability(at: u, and: v) - law.probability(at: u) * law.probability(at: v)
    }
  }
  return sum
}

@Suite struct ExactLawPairsTests {
  @Test(arguments: allSeedGrids)
  func `the law is that of all sets of seeds`(grid: SeedGrid) throws {
    for (map, block) in [([8], [3]), ([9], [4]), ([3, 3], [2, 2]), ([2, 5], [3, 2])] {
      for gamma in [0.1, 0.5, 0.8] {
        let law = try ExactLaw(map: map, blockSize: block, seedGrid: grid, gamma: gamma)
        let sets = try Enumeration(map: map, block: block, grid: grid, gamma: gamma)
        // At most 1,024 weights below 1, each off by a few roundings: 1e-12 is far above their sum.
        let units = coordinates(of: map)
        for (u, place) in units.enumerated() {
          let probability = law.probability(at: place)
          #expect(abs(probability - sets.single[u]) < 1e-12, "\(map), \(block), \(place)")
          for (v, other) in units.enumerated() {
            let both = law.probability(at: place, and: other)
            #expect(abs(both - sets.pair[u][v]) < 1e-12, "\(map), \(block), \(place), \(other)")
          }
        }
        #expect(
          abs(law.droppedCountVariance - sets.variance) < 1e-10,
          "\(map), \(block), gamma \(gamma): got \(law.droppedCountVariance)")
      }
    }
  }

  @Test func `a unit with itself is that unit`() throws {
    let law = try ExactLaw(map: [14, 14], blockSize: [7, 7], gamma: 0.03)
    for place in [[0, 0], [6, 7], [13, 2]] {
      let both = law.probability(at: place, and: place)
      let alone = law.probability(at: place)
      #expect(abs(both - alone) < 1e-15, "\(place): got \(both), not \(alone)")
    }
  }

  @Test func `units that no block covers together are independent`() throws {
    let law = try ExactLaw(map: [14, 14], blockSize: [3, 3], gamma: 0.1)
    let product = law.probability(at: [2, 2]) * law.probability(at: [2, 5])
    #expect(law.probability(at: [2, 2], and: [2, 5]) == product)
    #expect(law.probability(at: [2, 2], and: [2, 4]) > product)
  }

  @Test func `pairs at a tiny gamma keep their digits`() throws {
    // To first order both are dropped when one of the k common positions is a seed.
    let law = try ExactLaw(map: [14, 14], blockSize: [7, 7], gamma: 1e-18)
    let both = law.probability(at: [7, 7], and: [7, 8])
    #expect(abs(both / (42 * 1e-18) - 1) < 1e-14, "got \(both)")
  }

  @Test func `the variance is the sum over all pairs`() throws {
    for grid in allSeedGrids {
      for (map, block) in [
        ([30], [7]), ([7, 9], [3, 4]), ([4, 3, 5], [2, 3, 2]), ([6, 6], [6, 6]),
      ] {
        let law = try ExactLaw(map: map, blockSize: block, seedGrid: grid, gamma: 0.06)
        let expected = varianceByPairs(law)
        let got = law.droppedCountVariance
        // At most 63² terms, each with an error of some 1e-16.
        #expect(abs(got - expected) < 1e-11, "\(map), \(block), \(grid): got \(got), \(expected)")
      }
    }
  }

  @Test func `where units are independent the variance is that of coins`() throws {
    let law = try ExactLaw(map: [10, 10], blockSize: [1, 1], gamma: 0.25)
    #expect(abs(law.droppedCountVariance - 100 * 0.25 * 0.75) < 1e-12)
    let whole = try ExactLaw(map: [7, 7], blockSize: [7, 7], gamma: 0.25)
    #expect(abs(whole.droppedCountVariance - 49 * 49 * 0.25 * 0.75) < 1e-9)
  }

  @Test func `certainty has no variance`() throws {
    for gamma in [0.0, 1] {
      let law = try ExactLaw(map: [5, 5], blockSize: [3, 3], gamma: gamma)
      #expect(law.droppedCountVariance == 0)
      #expect(law.probability(at: [1, 1], and: [2, 2]) == gamma)
    }
  }

  @Test func `56 × 56 is no trouble`() throws {
    for side in [7, 28, 56] {
      let law = try ExactLaw(
        map: [56, 56], blockSize: [side, side], seedGrid: .whole(.lowerCentre), gamma: 0.001)
      #expect(law.droppedCountVariance > 0)
    }
  }

  @Test func `no unit outside the map is in a pair`() throws {
    let law = try ExactLaw(map: [5, 5], blockSize: [3, 3], gamma: 0.5)
    #expect(law.probability(at: [1, 1], and: [5, 1]) == 0)
    #expect(law.probability(at: [1], and: [1, 1]) == 0)
    let empty = try ExactLaw(map: [0], blockSize: [3], gamma: 0.5)
    #expect(empty.droppedCountVariance == 0)
  }
}
