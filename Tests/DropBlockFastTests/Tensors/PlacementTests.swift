import DropBlockContract
import Testing

@testable import DropBlockFast

@Suite struct PlacementTests {
  private func placement(_ shape: Shape, _ sharing: MaskSharing = []) -> Placement {
    var configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 0.5)
    configuration.sharing = sharing
    let request = DropBlockRequest(configuration, shape: shape, key: 0)
    return Placement(
      shape.layout, Geometry(request, sides: Array(repeating: 1, count: shape.rank)))
  }

  private func kind(_ shape: Shape, _ sharing: MaskSharing = []) -> Placement.Kind {
    placement(shape, sharing).kind
  }

  @Test func `dense layouts are walked along their neighbours`() {
    #expect(kind(.nchw(2, 3, 4, 5)) == .contiguous(width: 1))
    #expect(kind(.nhwc(2, 4, 5, 3)) == .interleaved(step: 3))
    #expect(kind(.nhwc(2, 4, 5, 3), .channels) == .contiguous(width: 3))
    #expect(kind(.nhwc(2, 4, 5, 1)) == .contiguous(width: 1))
    #expect(kind(.nhwc(2, 1, 1, 3), .channels) == .contiguous(width: 3))
    #expect(kind(.nhwc(2, 1, 1, 3)) == .contiguous(width: 1))
  }

  @Test func `strides are told by what they do, not by their name`() {
    func strided(_ strides: [Int]) -> Shape {
      Shape(samples: 2, channels: 3, spatial: [4, 5], layout: .strided(strides))
    }
    #expect(kind(strided([60, 20, 5, 1])) == .contiguous(width: 1))
    #expect(kind(strided([100, 30, 5, 1])) == .contiguous(width: 1))
    #expect(kind(strided([60, 1, 15, 3])) == .interleaved(step: 3))
    #expect(kind(strided([100, 1, 20, 4])) == .interleaved(step: 4))
    #expect(kind(strided([100, 1, 20, 4]), .channels) == .strided)
    #expect(kind(strided([60, 20, 1, 4])) == .strided)
    #expect(placement(strided([60, 20, 5, 1])).isAdjacent)
    #expect(!placement(strided([100, 30, 5, 1])).isAdjacent)
    #expect(!placement(strided([61, 20, 5, 1])).isAdjacent)
    let gaps = Shape(samples: 1, channels: 3, spatial: [20], layout: .strided([90, 30, 1]))
    #expect(!placement(gaps).isAdjacent)
  }

  @Test func `every map is one consumer of one mask`() {
    for shape in [Shape.nchw(2, 3, 2, 2), .nhwc(2, 2, 2, 3), .nchw(1, 3, 2, 2), .nchw(2, 1, 2, 2)] {
      for raw: UInt8 in 0...3 {
        let sharing = MaskSharing(rawValue: raw)
        let placement = placement(shape, sharing)
        var width = 1
        if case .contiguous(let given) = placement.kind { width = given }
        let n = sharing.contains(.samples) ? 1 : shape.samples
        let c = sharing.contains(.channels) ? 1 : shape.channels
        var starts: [Int] = []
        for mask in 0..<n * c {
          for consumer in 0..<placement.consumerCount {
            let start = placement.offset(mask: mask, consumer: consumer)
            starts += (0..<width).map { start + $0 }
          }
        }
        let wanted = Oracle.offsets(shape).enumerated().filter { $0.offset % 4 == 0 }
        #expect(starts.sorted() == wanted.map(\.element).sorted(), "\(shape) \(raw)")
      }
    }
  }

  @Test func `shared masks of dense layouts are used side by side`() {
    let both: MaskSharing = [.samples, .channels]
    func consumers(_ shape: Shape, _ sharing: MaskSharing) -> [Int] {
      let placement = placement(shape, sharing)
      return [placement.adjacentConsumers, placement.consumerCount]
    }
    #expect(consumers(.nchw(4, 3, 5, 6), []) == [1, 1])
    #expect(consumers(.nchw(4, 3, 5, 6), .channels) == [3, 3])
    // The maps of a channel have those of the other channels between them, if there are any.
    #expect(consumers(.nchw(4, 3, 5, 6), .samples) == [1, 4])
    #expect(consumers(.nchw(4, 1, 5, 6), .samples) == [4, 4])
    #expect(consumers(.nchw(4, 3, 5, 6), both) == [12, 12])
    // Channels that lie side by side are one consumer.
    #expect(consumers(.nhwc(4, 5, 6, 3), .channels) == [1, 1])
    #expect(consumers(.nhwc(4, 5, 6, 3), both) == [4, 4])
    #expect(consumers(.nhwc(4, 5, 6, 1), both) == [4, 4])
    func strided(_ strides: [Int]) -> Shape {
      Shape(samples: 4, channels: 3, spatial: [5, 6], layout: .strided(strides))
    }
    #expect(consumers(strided([90, 30, 6, 1]), both) == [12, 12])
    // Gaps behind samples, behind channels, and samples inside of channels.
    #expect(consumers(strided([100, 30, 6, 1]), both) == [3, 12])
    #expect(consumers(strided([124, 31, 6, 1]), both) == [1, 12])
    #expect(consumers(strided([30, 120, 6, 1]), both) == [1, 12])
    #expect(consumers(strided([30, 120, 6, 1]), .samples) == [4, 4])
  }

  @Test func `consumers are called adjacent exactly where they are neighbours in memory`() {
    var (several, cut) = (0, 0)
    for number in 0..<600 {
      var choices = Choices(number)
      var shape = Shape(
        samples: choices.int(1...4), channels: choices.int(1...4),
        spatial: (0..<choices.int(1...3)).map { _ in choices.int(1...4) })
      shape.layout = choices.one([.channelsFirst, .channelsLast, shape.padded(&choices)])
      let sharing = MaskSharing(rawValue: UInt8(choices.int(0...3)))
      let placement = placement(shape, sharing)
      guard case .contiguous(let width) = placement.kind else { continue }
      let adjacent = placement.adjacentConsumers
      #expect(placement.consumerCount % adjacent == 0, "\(shape)")
      let length = shape.unitsPerMap * width
      let maskCount = shape.mapCount / width / placement.consumerCount
      for mask in 0..<maskCount {
        let offsets = (0..<placement.consumerCount).map {
          placement.offset(mask: mask, consumer: $0)
        }
        for (consumer, (one, next)) in zip(offsets, offsets.dropFirst()).enumerated() {
          let isInside = (consumer + 1) % adjacent != 0
          #expect((next == one + length) == isInside, "\(shape), \(sharing), consumer \(consumer)")
        }
      }
      if adjacent > 1 { several += 1 }
      if adjacent < placement.consumerCount { cut += 1 }
    }
    #expect(several > 50 && cut > 30, "\(several), \(cut)")
  }
}
