import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct MaskBuilderTests {
  private func run(_ sampler: Sampler, grid: SeedGrid = .valid) throws -> DropBlockRun {
    var configuration = DropBlockConfiguration(blockSize: [3, 4], dropProbability: 0.2)
    configuration.sampler = sampler
    configuration.seedGrid = grid
    let request = DropBlockRequest(configuration, shape: .nchw(3, 8, 21, 23), key: 8)
    let geometry = Geometry(request, sides: [3, 4])
    return try #require(
      DropBlockRun(
        request, geometry: geometry, growth: nil, kernel: .portable, batchBits: nil))
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
}
