import DropBlockContract
import DropBlockReference
import Testing

@Suite struct BlockGeometryTests {
  @Test func `a side beyond the map is clipped to it`() throws {
    let geometry = try BlockGeometry(map: [6, 9, 1], blockSize: [7, 7, 7], seedGrid: .valid)
    #expect(geometry.block == [6, 7, 1])
    #expect(geometry.positions == [1, 3, 1])
    #expect(geometry.offsets == [0, 0, 0])
  }

  @Test(arguments: [
    (Anchor.lowerCentre, [0, 1, 1, 2, 2, 3, 3]), (.upperCentre, [0, 0, 1, 1, 2, 2, 3]),
    (.corner, [0, 0, 0, 0, 0, 0, 0]),
  ])
  func `anchors of sides 1 to 7`(anchor: Anchor, offsets: [Int]) throws {
    for (side, offset) in zip(1...7, offsets) {
      let geometry = try BlockGeometry(map: [20], blockSize: [side], seedGrid: .whole(anchor))
      #expect(geometry.offsets == [offset], "side \(side)")
      #expect(geometry.positions == [20], "side \(side)")
    }
  }

  @Test func `the anchor is that of the clipped block`() throws {
    let geometry = try BlockGeometry(map: [4], blockSize: [9], seedGrid: .whole(.lowerCentre))
    #expect(geometry.block == [4])
    #expect(geometry.offsets == [2])
  }

  @Test func `the last block of the valid grid ends at the border`() throws {
    for size in 1...12 {
      for side in 1...14 {
        let geometry = try BlockGeometry(map: [size], blockSize: [side], seedGrid: .valid)
        let end = geometry.positions[0] - 1 + geometry.block[0]
        #expect(end == size, "map \(size), block \(side): ends at \(end)")
      }
    }
  }

  @Test func `sharing takes axes out of the grid`() throws {
    var configuration = DropBlockConfiguration(blockSize: [2, 3], dropProbability: 0.1)
    let expected = [
      [5, 4, 7, 7], [5, 1, 7, 7], [1, 4, 7, 7], [1, 1, 7, 7],
    ]
    let firsts = [3 * 4 * 49, 3 * 49, 0, 0]
    for (index, sharing) in allSharings.enumerated() {
      configuration.sharing = sharing
      let request = DropBlockRequest(
        configuration, shape: .nchw(5, 4, 8, 9), key: 1, firstSample: 3)
      let geometry = try BlockGeometry(request)
      #expect(geometry.grid == expected[index], "sharing \(sharing.rawValue)")
      #expect(geometry.firstPosition == firsts[index], "sharing \(sharing.rawValue)")
      #expect(geometry.positionCount == expected[index].reduce(1, *))
    }
  }

  @Test(arguments: [
    Shape.nchw(0, 3, 4, 4), .nchw(2, 0, 4, 4), .nchw(2, 3, 0, 4), .nchw(2, 3, 4, 0), .ncw(1, 1, 0),
  ])
  func `an empty tensor has no grid`(shape: Shape) throws {
    let configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0.1)
    for grid in allSeedGrids {
      var configuration = configuration
      configuration.seedGrid = grid
      let geometry = try BlockGeometry(
        DropBlockRequest(configuration, shape: shape, key: 1, firstSample: 4))
      #expect(geometry.grid == Array(repeating: 0, count: 2 + shape.rank))
      #expect(geometry.positionCount == 0)
      #expect(geometry.firstPosition == 0)
    }
  }

  @Test func `impossible maps and blocks are refused`() {
    #expect(throws: DropBlockError.rank(0)) {
      try BlockGeometry(map: [], blockSize: [], seedGrid: .valid)
    }
    #expect(throws: DropBlockError.rank(4)) {
      try BlockGeometry(map: [1, 1, 1, 1], blockSize: [1, 1, 1, 1], seedGrid: .valid)
    }
    #expect(throws: DropBlockError.size(axis: "spatial axis 1", -1)) {
      try BlockGeometry(map: [2, -1], blockSize: [1, 1], seedGrid: .valid)
    }
    #expect(throws: DropBlockError.blockSize([1, 0])) {
      try BlockGeometry(map: [2, 2], blockSize: [1, 0], seedGrid: .valid)
    }
    #expect(throws: DropBlockError.blockAxes(given: 1, needed: 2)) {
      try BlockGeometry(map: [2, 2], blockSize: [1], seedGrid: .valid)
    }
    #expect(throws: DropBlockError.tooManyUnits([1, 1, .max, 2])) {
      try BlockGeometry(map: [.max, 2], blockSize: [1, 1], seedGrid: .valid)
    }
  }

  @Test func `the largest block does not overflow`() throws {
    let geometry = try BlockGeometry(
      map: [5], blockSize: [.max], seedGrid: .whole(.upperCentre))
    #expect(geometry.block == [5])
    #expect(geometry.offsets == [2])
  }
}
