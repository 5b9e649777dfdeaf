import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct SlabsTests {
  private static let grids: [SeedGrid] = [.valid] + Anchor.allCases.map { .whole($0) }

  /// A request with maps of any rank, and blocks up to larger than them.
  private func request(_ number: Int) -> DropBlockRequest {
    var choices = Choices(number)
    let rank = choices.int(1...3)
    let largest = [0, 400, 30, 9][rank]
    var spatial = (0..<rank).map { _ in choices.int(1...largest) }
    // Slabs are cut along the first axis that has more than one row.
    if rank > 1, choices.int(0...4) == 0 { spatial[0] = 1 }
    var configuration = DropBlockConfiguration(
      blockSize: .perAxis(spatial.map { choices.int(1...$0 + 2) }), dropProbability: 0)
    configuration.gammaRule = .fixed(choices.one([0.003, 0.03, 0.3, 1]))
    configuration.seedGrid = Self.grids[number % Self.grids.count]
    configuration.sampler = Sampler.allCases[number / 4 % 2]
    return DropBlockRequest(
      configuration, shape: Shape(samples: 2, channels: 2, spatial: spatial), key: choices.next(),
      firstSample: choices.one([0, 3, 1 << 30]))
  }

  private func geometry(_ request: DropBlockRequest) throws -> Geometry {
    Geometry(request, sides: try request.configuration.blockSize.sides(rank: request.shape.rank))
  }

  @Test func `slabs cover every row of every mask once, in order`() throws {
    for number in 0..<300 {
      let geometry = try geometry(request(number))
      for bits in [1, 64, 200, 1_000, 1 << 18] {
        let slabs = Slabs(geometry, bits: bits)
        let axis = slabs.start(of: 0).axis
        #expect((0..<axis).allSatisfy { geometry.map[$0] == 1 })
        for mask in 0..<geometry.maskCount {
          var next = 0
          for slab in mask * slabs.perMask..<(mask + 1) * slabs.perMask {
            let rows = slabs.rows(of: slab)
            let isRight =
              slabs.mask(of: slab) == mask && rows.lowerBound == next && !rows.isEmpty
              && slabs.start(of: slab).row == next
            #expect(isRight, "request \(number), \(bits) bits, slab \(slab): \(rows)")
            next = rows.upperBound
          }
          #expect(next == geometry.map[axis], "request \(number), \(bits) bits")
        }
      }
    }
  }

  @Test(arguments: BlockGrowth.allCases)
  func `a mask in slabs is the whole mask`(growth: BlockGrowth) throws {
    var cut = 0
    for number in 0..<400 {
      let request = request(number)
      let geometry = try geometry(request)
      let run = try #require(
        DropBlockRun(
          request, geometry: geometry, growth: growth,
          kernel: kernels[number % kernels.count].table,
          batchBits: [1, 64, 300][number % 3]))
      guard run.slabs.isCut else { continue }
      cut += 1
      let whole = MaskBuilder(
        geometry, law: run.law, growth: growth, stamp: nil, kernel: .portable, capacity: 1)
      let builder = run.builder(capacity: 0)
      let units = geometry.map.volume
      for mask in [0, 1, 3] {
        whole.build(mask..<mask + 1)
        let wanted = (0..<units).map { whole.bits[$0] }
        var got: [Bool] = []
        for slab in mask * run.slabs.perMask..<(mask + 1) * run.slabs.perMask {
          builder.adopt(run.slabs.geometry(of: slab))
          builder.build(0..<1)
          let range = builder.range(of: 0)
          got += range.map { builder.bits[$0] }
          #expect(builder.dropped(0..<1) == range.filter { builder.bits[$0] }.count)
        }
        #expect(got == wanted, "\(growth), request \(number), mask \(mask): \(request)")
      }
    }
    #expect(cut > 100)
  }

  @Test func `a mask that fits is not cut, and rows never are`() throws {
    for number in 0..<100 {
      let geometry = try geometry(request(number))
      #expect(!Slabs(geometry, bits: geometry.frame.volume).isCut)
      let slabs = Slabs(geometry, bits: 1)
      let axis = slabs.start(of: 0).axis
      #expect(slabs.perMask <= geometry.map[axis])
    }
  }

  @Test func `frames of slabs have the bits asked for and their reach, or three reaches`() throws {
    for grid in Self.grids {
      for (map, block) in [
        ([1 << 20, 1 << 10], [7, 7]), ([1 << 16, 1 << 12], [31, 5]), ([1 << 30], [1_001]),
        ([1 << 10, 1 << 10, 1 << 10], [3, 3, 3]), ([1, 1 << 14, 1 << 9], [1, 200, 3]),
      ] {
        var configuration = DropBlockConfiguration(blockSize: .perAxis(block), dropProbability: 0.1)
        configuration.seedGrid = grid
        let request = DropBlockRequest(
          configuration, shape: Shape(samples: 1, channels: 1, spatial: map), key: 1)
        let geometry = try geometry(request)
        for bits in [1 << 16, 1 << 18] {
          let slabs = Slabs(geometry, bits: bits)
          let axis = slabs.start(of: 0).axis
          let row = geometry.frame.volume / geometry.frame[axis]
          let reach = geometry.block[axis] - 1
          let most = max(bits + reach * row, 3 * reach * row, row * (1 + 2 * reach))
          for slab in [0, 1, slabs.perMask / 2, slabs.perMask - 1] {
            let geometry = slabs.geometry(of: slab)
            #expect(geometry.frame.volume <= most, "\(map), \(grid), slab \(slab)")
            #expect(geometry.map.volume <= geometry.frame.volume)
          }
        }
      }
    }
  }
}
