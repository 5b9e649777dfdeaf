import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct MaskBuilderTests {
  private func run(
    _ sampler: Sampler, grid: SeedGrid = .valid, growth: BlockGrowth? = nil
  ) throws -> DropBlockRun {
    var configuration = DropBlockConfiguration(blockSize: [3, 4], dropProbability: 0.2)
    configuration.sampler = sampler
    configuration.seedGrid = grid
    let request = DropBlockRequest(configuration, shape: .nchw(3, 8, 21, 23), key: 8)
    let geometry = Geometry(request, sides: [3, 4])
    return try #require(
      DropBlockRun(
        request, geometry: geometry, growth: growth, kernel: .portable, batchBits: nil))
  }

  /// One mask of the run that was built last.
  private func mask(_ builder: MaskBuilder, _ mask: Int) -> [Bool] {
    builder.range(of: mask).map { builder.bits[$0] }
  }

  @Test func `a mask is the same in every run of masks, in every order`() throws {
    for sampler in Sampler.allCases {
      for grid in [SeedGrid.valid, .whole(.lowerCentre)] {
        let run = try run(sampler, grid: grid)
        let whole = run.builder(capacity: 24)
        whole.build(0..<24)
        let parts = run.builder(capacity: 5)
        for masks in [
          0..<5, 5..<10, 10..<11, 11..<15, 15..<20, 3..<8, 3..<8, 20..<24, 0..<1, 1..<6,
        ] {
          parts.build(masks)
          for index in masks {
            let wanted = mask(whole, index)
            #expect(mask(parts, index) == wanted, "\(sampler) \(grid) \(masks) \(index)")
            #expect(parts.dropped(index..<index + 1) == wanted.filter { $0 }.count)
          }
        }
      }
    }
  }

  @Test func `runs that follow one another draw no chunk twice`() throws {
    let run = try run(.sparse)
    let whole = run.builder(capacity: 24)
    whole.build(0..<24)
    let parts = run.builder(capacity: 1)
    for mask in 0..<24 { parts.build(mask..<mask + 1) }
    #expect(parts.randomWords == whole.randomWords)
    let repeated = whole.randomWords
    whole.build(0..<24)
    #expect(whole.randomWords == repeated)
  }

  @Test func `every word that is drawn is counted, from the first window on`() throws {
    // One window has draws enough for the 380 positions of a mask.
    let builder = try run(.sparse).builder(capacity: 1)
    #expect(builder.randomWords == 0)
    builder.build(0..<1)
    #expect(builder.randomWords == 2 * DrawWindow.size)
    builder.build(0..<1)
    #expect(builder.randomWords == 2 * DrawWindow.size)
    // Bernoulli's words are the positions, rounded up to whole words of 64.
    let bernoulli = try run(.bernoulli).builder(capacity: 1)
    bernoulli.build(0..<1)
    #expect(bernoulli.randomWords == 384)
  }

  @Test func `seeds that were kept give the same masks, and nothing is drawn for them`() throws {
    let runs = [0..<5, 5..<9, 9..<10, 10..<24]
    for grid in [SeedGrid.valid, .whole(.upperCentre)] {
      let run = try run(.sparse, grid: grid, growth: .fill)
      // The seeds of all runs, of the first ones only, and none.
      for capacity in [1 << 16, 70, 0] {
        let builder = run.builder(capacity: 24)
        builder.startRecord(capacity: capacity)
        var wanted: [[Bool]] = []
        for masks in runs {
          builder.build(masks)
          wanted += masks.map { mask(builder, $0) }
        }
        #expect(wanted.joined().contains(true))
        let drawn = builder.randomWords
        builder.startReplay()
        var firstDrawn: Int?
        for masks in runs {
          builder.build(masks)
          if firstDrawn == nil, builder.randomWords > drawn { firstDrawn = masks.lowerBound }
          for index in masks {
            #expect(mask(builder, index) == wanted[index], "\(grid) \(capacity) \(index)")
          }
        }
        switch capacity {
        case 0: #expect(firstDrawn == 0)
        case 70: #expect(firstDrawn ?? 0 > 0)
        default: #expect(firstDrawn == nil)
        }
      }
    }
  }

  @Test func `only seeds that are drawn one by one and filled are kept`() throws {
    for growth in BlockGrowth.allCases {
      for sampler in Sampler.allCases {
        let run = try run(sampler)
        let builder = MaskBuilder(
          run.geometry, law: run.law, growth: growth, stamp: nil, kernel: .portable, capacity: 12)
        builder.startRecord(capacity: 1 << 16)
        for masks in [0..<12, 12..<24] { builder.build(masks) }
        let drawn = builder.randomWords
        builder.startReplay()
        for masks in [0..<12, 12..<24] { builder.build(masks) }
        let isKept = growth == .fill && sampler == .sparse
        #expect((builder.randomWords == drawn) == isKept, "\(growth) \(sampler)")
      }
    }
  }

  /// The masks of a run, by asking every unit for a seed that covers it.
  private func masks(_ request: DropBlockRequest, _ geometry: Geometry, gamma: Double) -> [[Bool]] {
    let (map, grid) = (geometry.map, geometry.grid)
    let first = geometry.firstPosition
    return (0..<geometry.maskCount).map { mask in
      var units = Array(repeating: false, count: map.volume)
      for index in 0..<grid.volume {
        let position = first + UInt64(mask * grid.volume + index)
        guard Oracle.isBernoulliSeed(position, gamma: gamma, key: request.key) else { continue }
        let seed = Oracle.place(index, grid.values)
        // Unit u of the map is frame position u + o.
        let reached = (0..<3).map { axis in
          let low = seed[axis] - geometry.offset[axis]
          return max(low, 0)..<max(min(low + geometry.block[axis], map[axis]), max(low, 0))
        }
        for depth in reached[0] {
          for height in reached[1] {
            for width in reached[2] {
              units[(depth * map.height + height) * map.width + width] = true
            }
          }
        }
      }
      return units
    }
  }

  @Test func `a mask of the whole grid is what its blocks cover of the map, at every anchor`()
    throws
  {
    for (spatial, block) in [
      ([1], [1]), ([63], [8]), ([64], [5]), ([65], [65]), ([200], [66]),
      ([9, 1], [4, 1]), ([5, 63], [2, 6]), ([5, 64], [3, 3]), ([4, 65], [4, 2]),
      ([3, 130], [2, 70]),
      ([3, 4, 5], [2, 2, 2]), ([4, 3, 64], [3, 2, 5]), ([2, 5, 67], [2, 4, 1]),
      ([6, 6, 6], [1, 4, 3]),
    ] {
      for anchor in Anchor.allCases {
        var configuration = DropBlockConfiguration(blockSize: .perAxis(block), dropProbability: 0)
        configuration.seedGrid = .whole(anchor)
        configuration.gammaRule = .fixed(0.02)
        configuration.sampler = .bernoulli
        let request = DropBlockRequest(
          configuration, shape: Shape(samples: 2, channels: 3, spatial: spatial), key: 30)
        let geometry = Geometry(request, sides: block)
        let wanted = masks(request, geometry, gamma: 0.02)
        for growth in BlockGrowth.allCases {
          let run = try #require(
            DropBlockRun(
              request, geometry: geometry, growth: growth, kernel: .portable, batchBits: nil))
          let builder = run.builder(capacity: 6)
          for run in [0..<6, 1..<4] {
            builder.build(run)
            for index in run {
              let isRight = mask(builder, index) == wanted[index]
              #expect(isRight, "\(spatial) \(block) \(anchor) \(growth) \(index)")
            }
          }
        }
      }
    }
  }
}
