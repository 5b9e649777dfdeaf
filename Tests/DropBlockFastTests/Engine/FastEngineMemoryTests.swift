import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct FastEngineMemoryTests {
  private func run(
    _ shape: Shape, block: BlockSize, grid: SeedGrid = .valid, _ sampler: Sampler,
    batchBits: Int? = nil
  ) throws -> DropBlockRun {
    var configuration = DropBlockConfiguration(blockSize: block, dropProbability: 0.1)
    configuration.sampler = sampler
    configuration.seedGrid = grid
    let request = DropBlockRequest(configuration, shape: shape, key: 8)
    let geometry = Geometry(request, sides: try block.sides(rank: shape.rank))
    return try #require(
      DropBlockRun(
        request, geometry: geometry, growth: nil, kernel: .portable, batchBits: batchBits))
  }

  @Test(arguments: Sampler.allCases)
  func `masks are made in the same memory, map for map`(sampler: Sampler) throws {
    for grid in [SeedGrid.valid, .whole(.corner)] {
      let run = try run(.nchw(8, 16, 40, 40), block: 7, grid: grid, sampler)
      let builder = run.builder(capacity: 8)
      builder.build(0..<8)
      let address = builder.bits.words.address
      for first in stride(from: 8, to: 128, by: 8) {
        builder.build(first..<first + 8)
        #expect(builder.bits.words.address == address, "\(grid), mask \(first)")
      }
    }
  }

  @Test(arguments: Sampler.allCases)
  func `slabs are made in the same memory, once the largest was made`(sampler: Sampler) throws {
    for grid in [SeedGrid.valid, .whole(.corner)] {
      let run = try run(.nchw(1, 2, 400, 50), block: 7, grid: grid, sampler, batchBits: 2_000)
      #expect(run.slabs.isCut)
      let builder = run.builder(capacity: 0)
      var addresses: Set<Int> = []
      // The second slab is cut on both sides: none is larger.
      for slab in 1..<2 * run.slabs.perMask {
        builder.adopt(run.slabs.geometry(of: slab))
        builder.build(0..<1)
        addresses.insert(builder.bits.words.address)
      }
      #expect(addresses.count == 1, "\(grid)")
    }
  }

  @Test func `a builder holds 1/64 of the tensor, or less, but no less than 8 KiB`()
    throws
  {
    for shape in [
      Shape.nchw(1, 3, 8, 8), .nchw(32, 256, 56, 56), .nchw(8, 64, 112, 112),
      .nhwc(32, 56, 56, 256),
      .ncw(4, 8, 4_000), .ncdhw(2, 16, 16, 28, 28), .nchw(256, 512, 7, 7),
    ] {
      for sampler in Sampler.allCases {
        let run = try run(shape, block: 5, sampler)
        let placement = Placement(shape.layout, run.geometry)
        let capacity = run.capacity(masks: run.geometry.maskCount, placement: placement)
        let builder = run.builder(capacity: capacity)
        builder.build(0..<capacity)
        // Of the smallest elements there are, two bytes each; and one spare word.
        var most = min(max(shape.unitCount * 2 / 64, 8 << 10), 32 << 10)
        if case .interleaved = placement.kind {
          most = max(most, 64 * shape.unitsPerMap / 8, shape.unitCount * 2 / 64)
        }
        #expect((builder.bits.words.count - 1) * 8 <= most, "\(shape), \(sampler)")
      }
    }
  }

  @Test func `the seeds that all threads keep take 1/128 of a tensor of float32 at most`() throws {
    var most = 0.0
    for side in [1, 2, 4, 7] {
      let shape = Shape.nchw(32, 64, 28, 28)
      let run = try run(shape, block: .uniform(side), .sparse)
      let slabCount = run.geometry.maskCount * run.slabs.perMask
      for threads in [1, 3, 16] {
        let kept = threads * run.recordCapacity(slabs: slabCount / threads)
        let share = Double(4 * kept) / Double(4 * shape.unitCount)
        #expect(share <= 1.0 / 128, "block \(side), \(threads) threads")
        most = max(most, share)
      }
    }
    #expect(most > 1.0 / 1024)
  }
}
