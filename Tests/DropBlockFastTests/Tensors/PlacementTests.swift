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

  @Test func `every map is one use of one mask`() {
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
          for use in 0..<placement.useCount {
            let start = placement.offset(mask: mask, use: use)
            starts += (0..<width).map { start + $0 }
          }
        }
        let wanted = Oracle.offsets(shape).enumerated().filter { $0.offset % 4 == 0 }
        #expect(starts.sorted() == wanted.map(\.element).sorted(), "\(shape) \(raw)")
      }
    }
  }
}
