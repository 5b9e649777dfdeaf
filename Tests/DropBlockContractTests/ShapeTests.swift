import DropBlockContract
import Testing

@Suite struct ShapeTests {
  @Test func `conveniences put sizes in their order in memory`() {
    #expect(Shape.nchw(2, 3, 4, 5) == Shape(samples: 2, channels: 3, spatial: [4, 5]))
    #expect(
      Shape.nhwc(2, 4, 5, 3)
        == Shape(samples: 2, channels: 3, spatial: [4, 5], layout: .channelsLast))
    #expect(Shape.ncw(2, 3, 4) == Shape(samples: 2, channels: 3, spatial: [4]))
    #expect(
      Shape.nwc(2, 4, 3) == Shape(samples: 2, channels: 3, spatial: [4], layout: .channelsLast))
    #expect(Shape.ncdhw(2, 3, 4, 5, 6) == Shape(samples: 2, channels: 3, spatial: [4, 5, 6]))
    #expect(
      Shape.ndhwc(2, 4, 5, 6, 3)
        == Shape(samples: 2, channels: 3, spatial: [4, 5, 6], layout: .channelsLast))
  }

  @Test func `counts are products of sizes`() {
    let shape = Shape.ncdhw(2, 3, 4, 5, 6)
    #expect(shape.rank == 3)
    #expect(shape.mapCount == 6)
    #expect(shape.unitsPerMap == 120)
    #expect(shape.unitCount == 720)
    #expect(Shape.nchw(0, 3, 4, 5).unitCount == 0)
    #expect(Shape.nchw(2, 3, 4, 0).unitCount == 0)
  }
}
