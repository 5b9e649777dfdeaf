import DropBlockContract
import DropBlockReference
import Testing

private let engine = ReferenceEngine()

/// Elements with every bit pattern a generator hits upon, NaN of every payload among them.
private func anyElements<Element: DropBlockElement>(
  _: Element.Type, _ count: Int, _ numbers: inout FixedNumbers
) -> [Element] {
  (0..<count).map { index in
    let bits = Element.BitPattern(truncatingIfNeeded: numbers.next())
    return Element(
      bitPattern: index % 3 == 0 ? Element(nearest: .infinity).bitPattern | 1 | bits : bits)
  }
}

private func drop<Element: DropBlockElement>(
  _ values: [Element], _ request: DropBlockRequest
) throws -> (output: [Element], kept: Kept) {
  var tensor = values
  var span = tensor.mutableSpan
  let kept = try engine.drop(inPlace: &span, request)
  return (tensor, kept)
}

@Suite struct ReferenceEngineDropOnlyTests {
  private func check<Element: DropBlockElement>(
    _: Element.Type, _ request: DropBlockRequest, _ numbers: inout FixedNumbers
  ) throws {
    let values = anyElements(Element.self, try request.shape.storageCount(), &numbers)
    let stages = try engine.stages(request)
    let got = try drop(values, request)
    var wanted = values.map(\.bitPattern)
    for (unit, isDropped) in stages.mask.enumerated() where isDropped {
      wanted[MemoryOrder.offset(ofUnit: unit, shape: request.shape)] = 0
    }
    #expect(got.output.map(\.bitPattern) == wanted, "\(request)")
    #expect(got.kept == Kept(counts: stages.keptCounts, scales: stages.scales), "\(request)")
  }

  @Test func `dropped units are +0, and every other bit is as it was`() throws {
    var numbers = FixedNumbers(seed: 31)
    for number in 0..<120 {
      var request = DropBlockRequest.any(using: &numbers)
      let shape = request.shape
      switch number % 3 {
      case 0: break
      case 1: request.shape.layout = .channelsLast
      default:
        // The usual order of axes, with a gap behind every row.
        var strides = [1]
        for size in ([shape.channels] + shape.spatial).reversed() {
          strides.insert(strides[0] * size + 1, at: 0)
        }
        request.shape.layout = .strided(strides)
      }
      switch number % 4 {
      case 0: try check(Float.self, request, &numbers)
      case 1: try check(Double.self, request, &numbers)
      case 2: try check(Float16.self, request, &numbers)
      default: try check(BFloat16.self, request, &numbers)
      }
    }
  }

  @Test func `dropping and then multiplying what is kept is the forward call`() throws {
    var numbers = FixedNumbers(seed: 32)
    for _ in 0..<100 {
      let request = DropBlockRequest.any(using: &numbers)
      let values = (0..<request.shape.unitCount).map { Float($0 % 29) * 0.3 - 4 }
      var (scaled, kept) = try drop(values, request)
      let size = request.shape.unitCount / kept.scales.count
      for (unit, isDropped) in try engine.stages(request).mask.enumerated() where !isDropped {
        scaled[unit] *= Float(kept.scales[unit / size])
      }
      var forward = values
      var span = forward.mutableSpan
      #expect(try engine.forward(inPlace: &span, request) == kept)
      #expect(forward.map(\.bitPattern) == scaled.map(\.bitPattern), "\(request)")
    }
  }

  @Test func `an identity changes nothing, and an empty tensor stays empty`() throws {
    var numbers = FixedNumbers(seed: 33)
    var request = DropBlockRequest.any(using: &numbers)
    request.mode = .inference
    let values = anyElements(Double.self, request.shape.unitCount, &numbers)
    let got = try drop(values, request)
    #expect(got.output.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(got.kept.scales.allSatisfy { $0 == 1 })
    let empty = DropBlockRequest(
      DropBlockConfiguration(blockSize: 2, dropProbability: 1), shape: .ncw(2, 0, 4), key: 1)
    #expect(try drop([Float](), empty).kept == Kept(counts: [0], scales: [1]))
  }

  @Test func `nothing is written when the request is refused`() {
    let configuration = DropBlockConfiguration(blockSize: 1, dropProbability: 1)
    let request = DropBlockRequest(configuration, shape: .ncw(1, 1, 4), key: 0)
    var tensor: [Float] = [9, 9, 9]
    #expect(throws: DropBlockError.elementCount("tensor", given: 3, needed: 4)) {
      var span = tensor.mutableSpan
      _ = try engine.drop(inPlace: &span, request)
    }
    #expect(tensor == [9, 9, 9])
  }
}
