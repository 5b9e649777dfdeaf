import DropBlockContract
import DropBlockReference
import Testing

@Suite struct BlockMaskTests {
  @Test func `a unit is dropped exactly when a seed's block covers it`() throws {
    var numbers = FixedNumbers(seed: 1)
    for _ in 0..<300 {
      let request = DropBlockRequest.any(using: &numbers)
      let shape = request.shape
      let geometry = try BlockGeometry(request)
      let seeds = (0..<geometry.positionCount).map { _ in
        Int.random(in: 0..<6, using: &numbers) == 0
      }
      let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: shape)

      // The law of specification section 3, unit by unit: s − o ≤ u ≤ s − o + b′ − 1 on every axis.
      let places = coordinates(of: geometry.positions)
      var expected: [Bool] = []
      for sample in 0..<shape.samples {
        for channel in 0..<shape.channels {
          let gridSample = request.configuration.sharing.contains(.samples) ? 0 : sample
          let gridChannel = request.configuration.sharing.contains(.channels) ? 0 : channel
          let map = (gridSample * geometry.channels + gridChannel) * places.count
          for unit in coordinates(of: shape.spatial) {
            expected.append(
              places.indices.contains { index in
                seeds[map + index]
                  && unit.indices.allSatisfy { axis in
                    let lowest = places[index][axis] - geometry.offsets[axis]
                    return lowest <= unit[axis] && unit[axis] <= lowest + geometry.block[axis] - 1
                  }
              })
          }
        }
      }
      #expect(mask == expected, "\(request)")
    }
  }

  @Test func `one seed drops one block`() throws {
    let geometry = try BlockGeometry(map: [4, 5], blockSize: [2, 3], seedGrid: .valid)
    var seeds = Array(repeating: false, count: 9)
    seeds[1 * 3 + 2] = true
    let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: .nchw(1, 1, 4, 5))
    let picture = mask.map { $0 ? "#" : "." }.joined()
    #expect(picture == "....." + "..###" + "..###" + ".....")
  }

  @Test func `on the whole grid a block is cut at the border`() throws {
    for (anchor, corner) in [
      (Anchor.lowerCentre, "##..##.."), (.upperCentre, "###.###."), (.corner, "########"),
    ] {
      let geometry = try BlockGeometry(map: [2, 4], blockSize: [2, 4], seedGrid: .whole(anchor))
      var seeds = Array(repeating: false, count: 8)
      seeds[0] = true
      let mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: .nchw(1, 1, 2, 4))
      let picture = mask.map { $0 ? "#" : "." }.joined()
      let rows = anchor == .lowerCentre ? String(corner.prefix(4)) + "...." : corner
      #expect(picture == rows, "anchor \(anchor)")
    }
  }

  @Test func `an empty tensor has an empty mask`() throws {
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 3, dropProbability: 0.5), shape: .nchw(2, 0, 4, 4), key: 1)
    let geometry = try BlockGeometry(request)
    #expect(BlockMask.grow(seeds: [], geometry: geometry, shape: request.shape).isEmpty)
  }
}
