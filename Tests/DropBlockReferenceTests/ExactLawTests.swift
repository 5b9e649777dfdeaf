import DropBlockContract
import DropBlockReference
import Testing

/// What equation 1 delivers: map, block, seed grid, p, share to four or three printed digits.
private struct PublishedShare: CustomTestStringConvertible {
  var side: Int
  var grid: SeedGrid
  var rule: GammaRule
  var shares: [Double]
  var digits: Double

  var testDescription: String { "\(side), 7, \(grid), \(rule)" }
}

private let publishedShares = [
  PublishedShare(
    side: 7, grid: .valid, rule: .paper, shares: [0.05, 0.1, 0.25, 0.5], digits: 1e4),
  PublishedShare(
    side: 14, grid: .valid, rule: .paper, shares: [0.0482, 0.0929, 0.2095, 0.3582], digits: 1e4),
  PublishedShare(
    side: 28, grid: .valid, rule: .paper, shares: [0.0485, 0.0939, 0.2146, 0.3723], digits: 1e4),
  PublishedShare(
    side: 7, grid: .whole(.lowerCentre), rule: .paper, shares: [0.743, 0.930, 0.998, 1],
    digits: 1e3),
  PublishedShare(
    side: 14, grid: .whole(.lowerCentre), rule: .paper, shares: [0.111, 0.209, 0.441, 0.683],
    digits: 1e3),
  PublishedShare(
    side: 14, grid: .whole(.lowerCentre), rule: .blockVolume,
    shares: [0.038, 0.074, 0.174, 0.317], digits: 1e3),
]

private func law(_ map: [Int], _ block: [Int], _ gamma: Double) throws -> ExactLaw {
  try ExactLaw(map: map, blockSize: block, gamma: gamma)
}

private func law(
  _ map: [Int], _ block: [Int], _ grid: SeedGrid, _ gamma: Double
) throws -> ExactLaw {
  try ExactLaw(map: map, blockSize: block, seedGrid: grid, gamma: gamma)
}

/// Gamma by equation 1 for a square map and blocks of 7.
private func paperGamma(_ side: Int, _ p: Double) throws -> Double {
  try Gamma.value(
    configuration: DropBlockConfiguration(blockSize: 7, dropProbability: p), map: [side, side])
}

@Suite struct ExactLawTests {
  @Test(arguments: publishedShares)
  fileprivate func `the shares that equation 1 delivers`(published: PublishedShare) throws {
    for (p, share) in zip([0.05, 0.1, 0.25, 0.5], published.shares) {
      var configuration = DropBlockConfiguration(blockSize: 7, dropProbability: p)
      configuration.seedGrid = published.grid
      configuration.gammaRule = published.rule
      let map = [published.side, published.side]
      let gamma = try Gamma.value(configuration: configuration, map: map)
      let got = try law(map, [7, 7], published.grid, gamma).expectedShare
      let rounded = (got * published.digits).rounded() / published.digits
      #expect(rounded == share, "p \(p): got \(got)")
    }
  }

  @Test func `a corner is dropped with .006, the centre with .26`() throws {
    let law = try law([14, 14], [7, 7], paperGamma(14, 0.1))
    let corner = law.probability(at: [0, 0])
    let centre = law.probability(at: [7, 6])
    #expect((corner * 1000).rounded() == 6, "got \(corner)")
    #expect((centre * 100).rounded() == 26, "got \(centre)")
  }

  @Test func `calibrated gamma delivers p`() throws {
    for p in [0.05, 0.5, 0.93] {
      let threshold = try CalibratedGamma.threshold(
        map: [14, 14], block: [7, 7], seedGrid: .valid, dropProbability: p)
      let share = try law([14, 14], [7, 7], Double(threshold) / 4_294_967_296).expectedShare
      // One step of T moves the share by at most n · 2⁻³², n ≤ 49.
      #expect(abs(share - p) <= 49 * 0x1p-32, "p \(p): got \(share)")
    }
  }

  @Test func `cover counts are those of brute force`() throws {
    for grid in allSeedGrids {
      for (map, block) in [([7], [3]), ([4, 6], [2, 9]), ([3, 4, 5], [2, 3, 1])] {
        let law = try law(map, block, grid, 0.1)
        let geometry = law.geometry
        let seeds = coordinates(of: geometry.positions)
        let expected = coordinates(of: map).map { unit in
          seeds.count { seed in
            unit.indices.allSatisfy { axis in
              let lowest = seed[axis] - geometry.offsets[axis]
              return (lowest..<lowest + geometry.block[axis]).contains(unit[axis])
            }
          }
        }
        #expect(law.coverCounts == expected, "\(map), \(block), \(grid)")
      }
    }
  }

  @Test func `the share is the mean of the probabilities`() throws {
    let law = try law([9, 11], [4, 3], .whole(.upperCentre), 0.07)
    let probabilities = law.probabilities
    let mean = probabilities.reduce(0, +) / 99
    // Two sums of 99 terms below 1 differ by at most 99 roundings each.
    #expect(abs(law.expectedShare - mean) <= 2 * 99 * 0x1p-53)
    let single = coordinates(of: [9, 11]).map { law.probability(at: $0) }
    #expect(single == probabilities)
  }

  @Test func `tiny gammas keep their digits`() throws {
    for gamma in [1e-12, 1e-18, 1e-300] {
      let law = try law([14, 14], [7, 7], gamma)
      for (probability, cover) in zip(law.probabilities, law.coverCounts) {
        // n · gamma − n(n−1)/2 · gamma² + …, of which the third term is below the last digit.
        let n = Double(cover)
        let expected = n * gamma - n * (n - 1) / 2 * gamma * gamma
        let error = abs(probability - expected) / expected
        #expect(error < 1e-15, "gamma \(gamma), n \(cover): got \(probability)")
      }
    }
  }

  @Test func `gamma 0 drops nothing, gamma 1 everything`() throws {
    for grid in allSeedGrids {
      let none = try law([5, 6], [2, 3], grid, 0)
      #expect(none.expectedShare.bitPattern == 0)
      #expect(none.probabilities == Array(repeating: 0, count: 30))
      let all = try law([5, 6], [2, 3], grid, 1)
      #expect(all.expectedShare == 1)
      #expect(all.probabilities == Array(repeating: 1, count: 30))
    }
  }

  @Test func `no unit outside the map is dropped`() throws {
    let law = try law([5, 6], [2, 3], 0.5)
    for place in [[], [1], [-1, 0], [0, -1], [5, 0], [0, 6], [1, 1, 1], [Int.max, .min]] {
      #expect(law.probability(at: place) == 0, "\(place)")
    }
  }

  @Test func `an empty map has an empty law`() throws {
    let law = try law([0, 6], [2, 3], 0.5)
    #expect(law.expectedShare == 0)
    #expect(law.coverCounts.isEmpty)
    #expect(law.probabilities.isEmpty)
  }

  @Test func `a request's law is at the gamma its sampler realises`() throws {
    var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
    configuration.gammaRule = .fixed(0x1.8p-32)
    let shape = Shape.nchw(2, 2, 8, 8)
    configuration.sampler = .bernoulli
    let coarse = try ExactLaw(request: DropBlockRequest(configuration, shape: shape, key: 1))
    #expect(coarse.gamma == 0x1p-31)
    configuration.sampler = .sparse
    let fine = try ExactLaw(request: DropBlockRequest(configuration, shape: shape, key: 1))
    #expect(fine.gamma == 0x1.8p-32)
    let idle = try ExactLaw(
      request: DropBlockRequest(configuration, shape: shape, key: 1, mode: .inference))
    #expect(idle.gamma == 0)
  }

  @Test(arguments: [[0, 1 << 50], [1 << 50, 0], [1 << 25, 0, 1 << 25]])
  func `a map without units has no counts, however long its other axes are`(map: [Int]) throws {
    let empty = try ExactLaw(map: map, blockSize: map.map { _ in 2 }, gamma: 0.5)
    #expect(empty.coverCounts == [])
    #expect(empty.probabilities == [])
    #expect(empty.expectedShare == 0)
  }

  @Test func `what has no law is refused`() {
    #expect(throws: DropBlockError.gamma(1.25)) { try law([4], [2], 1.25) }
    #expect(throws: DropBlockError.gamma(-0.25)) { try law([4], [2], -0.25) }
    #expect(throws: DropBlockError.self) { try law([4], [2], .nan) }
    #expect(throws: DropBlockError.rank(4)) { try law([4, 4, 4, 4], [2, 2, 2, 2], 0.5) }
    #expect(throws: DropBlockError.blockSize([0])) { try law([4], [0], 0.5) }
    #expect(throws: DropBlockError.blockAxes(given: 2, needed: 1)) { try law([4], [2, 2], 0.5) }
    #expect(throws: DropBlockError.mapTooLarge([5000, 5000], most: 1 << 24)) {
      try law([5000, 5000], [2, 2], 0.5)
    }
    #expect(throws: DropBlockError.size(axis: "spatial axis 0", -4)) { try law([-4], [2], 0.5) }
  }
}
