import DropBlockContract
import Testing

@testable import DropBlockVerification

@Suite struct MemoryOffsetsTests {
  @Test func `channels first is the logical order`() throws {
    let order = try #require(MemoryOffsets(.nchw(2, 3, 2, 2)))
    #expect(order.offsets == Array(0..<24) && order.storageCount == 24)
  }

  @Test func `channels last puts the channels of a position next to each other`() throws {
    let order = try #require(MemoryOffsets(.nhwc(2, 2, 2, 3)))
    var expected: [Int] = []
    for sample in 0..<2 {
      for channel in 0..<3 {
        for position in 0..<4 { expected.append((sample * 4 + position) * 3 + channel) }
      }
    }
    #expect(order.offsets == expected && order.storageCount == 24)
    let volume = try #require(MemoryOffsets(.ndhwc(1, 2, 1, 3, 2)))
    #expect(volume.offsets == [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11])
  }

  @Test func `strides are followed, and gaps are part of the storage`() throws {
    let shape = Shape(samples: 1, channels: 2, spatial: [3], layout: .strided([1, 10, 2]))
    let order = try #require(MemoryOffsets(shape))
    #expect(order.offsets == [0, 2, 4, 10, 12, 14] && order.storageCount == 15)
  }

  @Test func `an empty tensor has no offsets`() throws {
    let order = try #require(MemoryOffsets(.nhwc(2, 0, 2, 3)))
    #expect(order.offsets.isEmpty && order.storageCount == 0)
  }

  @Test func `an inadmissible shape and one beyond the limit have no order`() {
    #expect(MemoryOffsets(Shape(samples: 1, channels: 1, spatial: [])) == nil)
    #expect(MemoryOffsets(.nchw(-1, 1, 1, 1)) == nil)
    #expect(MemoryOffsets(.nchw(1 << 31, 1 << 31, 1 << 31, 2)) == nil)
    #expect(MemoryOffsets(.nchw(1, 1, 4, 4), limit: 15) == nil)
    #expect(MemoryOffsets(.nchw(1, 1, 4, 4), limit: 16) != nil)
  }
}
