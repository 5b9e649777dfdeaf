import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct MaskCostTests {
  private func geometry(
    _ spatial: [Int], block: Int = 7, grid: SeedGrid = .valid
  ) -> Geometry {
    var configuration = DropBlockConfiguration(blockSize: .uniform(block), dropProbability: 0.1)
    configuration.seedGrid = grid
    let request = DropBlockRequest(
      configuration, shape: Shape(samples: 1, channels: 1, spatial: spatial), key: 0)
    return Geometry(request, sides: Array(repeating: block, count: spatial.count))
  }

  private func isHigh(
    _ geometry: Geometry, gamma: Double, _ sampler: Sampler = .sparse,
    _ growth: BlockGrowth = .fill, wordsPerBlock: Int? = 4
  ) -> Bool {
    MaskCost.isHigh(
      geometry, gamma: gamma, sampler: sampler, growth: growth, wordsPerBlock: wordsPerBlock)
  }

  @Test func `more seeds never make masks cheaper`() {
    let gammas = (0...60).map { index in
      (0..<index).reduce(1e-6) { gamma, _ in gamma * 1.25 }
    }
    for spatial in [[400], [28, 28], [7, 7], [9, 12, 10]] {
      for grid: SeedGrid in [.valid, .whole(.lowerCentre)] {
        for sampler in Sampler.allCases {
          for growth in BlockGrowth.allCases {
            let geometry = geometry(spatial, grid: grid)
            let costs = gammas.map { isHigh(geometry, gamma: min($0, 1), sampler, growth) }
            let fallen = zip(costs, costs.dropFirst()).contains { $0 && !$1 }
            #expect(!fallen, "\(spatial) \(grid) \(sampler) \(growth)")
          }
        }
      }
    }
    // Nor are they always on one side.
    #expect(!isHigh(geometry([28, 28]), gamma: gammas[0]))
    #expect(isHigh(geometry([28, 28]), gamma: 0.7))
  }

  @Test func `the paper's setting is made twice when it is sparse, kept when it is Bernoulli`() {
    // Blocks of 7 in maps of 28 at p = 0.1: gamma = 0.1 / 49 · 784 / 484.
    let gamma = 0.1 / 49 * 784 / 484
    let geometry = geometry([28, 28])
    #expect(!isHigh(geometry, gamma: gamma, .sparse))
    #expect(isHigh(geometry, gamma: gamma, .bernoulli))
  }

  @Test func `to cut masks out of frames counts`() {
    #expect(!isHigh(geometry([28, 28]), gamma: 0.002))
    #expect(isHigh(geometry([28, 28], grid: .whole(.lowerCentre)), gamma: 0.002))
    // A frame that is the map is not cut.
    #expect(!isHigh(geometry([28, 28], block: 1, grid: .whole(.corner)), gamma: 0.002))
    // Long rows are cut in words.
    #expect(!isHigh(geometry([4_096], grid: .whole(.lowerCentre)), gamma: 0.002))
  }

  @Test func `words that blocks are written to count: a stamp's, or two in every row`() {
    let geometry = geometry([28, 28])
    #expect(!isHigh(geometry, gamma: 0.01, wordsPerBlock: 4))
    #expect(isHigh(geometry, gamma: 0.01, wordsPerBlock: nil))
    for words in 1...40 {
      #expect(
        !isHigh(geometry, gamma: 0.01, wordsPerBlock: words)
          || isHigh(geometry, gamma: 0.01, wordsPerBlock: words + 1))
    }
    #expect(
      isHigh(geometry, gamma: 0.01, wordsPerBlock: nil)
        == isHigh(geometry, gamma: 0.01, wordsPerBlock: 14))
  }

  @Test func `passes of a dilation count`() {
    // Six passes over 784 bits, and ten: half a nanosecond for each word.
    #expect(!isHigh(geometry([28, 28], block: 7), gamma: 1e-6, .sparse, .dilate))
    #expect(isHigh(geometry([28, 28], block: 17), gamma: 1e-6, .sparse, .dilate))
  }
}
