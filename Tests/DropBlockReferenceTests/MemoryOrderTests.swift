import DropBlockContract
import DropBlockReference
import Testing

private func offsets(_ shape: Shape) -> [Int] {
  (0..<shape.unitCount).map { MemoryOrder.offset(ofUnit: $0, shape: shape) }
}

@Suite struct MemoryOrderTests {
  @Test func `channels first is the logical order`() {
    #expect(offsets(.nchw(2, 3, 4, 5)) == Array(0..<120))
  }

  @Test func `channels last puts the channels of a place side by side`() {
    // Samples, width, channels: unit (n, c, w) lies at (n · 3 + w) · 2 + c.
    #expect(offsets(.nwc(2, 3, 2)) == [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11])
  }

  @Test func `each layout is the strided one with its strides`() {
    for (shape, strides) in [
      (Shape.nhwc(2, 4, 5, 3), [60, 1, 15, 3]), (.ndhwc(2, 3, 4, 5, 2), [120, 1, 40, 10, 2]),
      (.nwc(3, 7, 2), [14, 1, 2]), (.ncdhw(2, 2, 3, 4, 5), [120, 60, 20, 5, 1]),
    ] {
      var strided = shape
      strided.layout = .strided(strides)
      #expect(offsets(shape) == offsets(strided), "\(shape)")
    }
  }

  @Test func `no two units share an element, and none lies beyond the storage`() throws {
    for strides in [[100, 30, 7, 1], [1, 2, 6, 30], [60, 1, 15, 3], [1000, 1, 300, 5]] {
      let shape = Shape(samples: 2, channels: 3, spatial: [4, 5], layout: .strided(strides))
      let all = offsets(shape)
      #expect(Set(all).count == shape.unitCount, "strides \(strides)")
      let storage = try shape.storageCount()
      #expect(all.max() == storage - 1, "strides \(strides)")
    }
  }

  @Test func `scatter undoes gather and leaves gaps alone`() throws {
    let shape = Shape(samples: 2, channels: 2, spatial: [3], layout: .strided([20, 9, 2]))
    let memory = (0..<40).map { Float($0) }
    let units = MemoryOrder.gather(memory.span, shape: shape)
    #expect(units == [0, 2, 4, 9, 11, 13, 20, 22, 24, 29, 31, 33])
    var copy = Array(repeating: Float(-1), count: 40)
    var span = copy.mutableSpan
    MemoryOrder.scatter(units, shape: shape, into: &span)
    for offset in 0..<40 {
      let belongs = units.contains(Float(offset))
      #expect(copy[offset] == (belongs ? Float(offset) : -1), "offset \(offset)")
    }
  }
}
