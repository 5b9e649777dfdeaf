import DropBlockContract
import Testing

/// An engine that only drops: it makes every second element 0, and reports what it was asked.
private struct Comb: DropOnlyEngine {
  var name: String { "comb" }

  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    throw .elementCount("stages", given: 0, needed: 1)
  }

  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    throw .elementCount("forward", given: 0, needed: 1)
  }

  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    throw .elementCount("forward in place", given: 0, needed: 1)
  }

  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    throw .elementCount("backward", given: 0, needed: 1)
  }

  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    throw .elementCount("backward in place", given: 0, needed: 1)
  }

  func drop<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    for index in stride(from: 0, to: tensor.count, by: 2) {
      tensor[index] = Element(bitPattern: 0)
    }
    return Kept(
      counts: [Int(request.key), request.mode == .training ? 1 : 0],
      scales: [request.configuration.dropProbability])
  }
}

@Suite struct DropOnlyEngineTests {
  private let layer = DropBlockLayer(
    DropBlockConfiguration(blockSize: 3, dropProbability: 0.1), engine: Comb())

  @Test func `the layer's drop reaches the engine's, with its own configuration and mode`() throws {
    var layer = layer
    var tensor: [Float] = [1, 2, 3]
    let kept = try layer.drop(inPlace: &tensor, shape: .ncw(1, 1, 3), key: 7)
    #expect(kept == Kept(counts: [7, 1], scales: [0.1]))
    #expect(tensor == [0, 2, 0])
    layer.mode = .inference
    #expect(try layer.drop(inPlace: &tensor, shape: .ncw(1, 1, 3), key: 8).counts == [8, 0])
  }

  @Test func `errors come through, and nothing is written`() {
    var tensor: [Double] = [5]
    #expect(throws: DropBlockError.elementCount("tensor", given: 1, needed: 2)) {
      try layer.drop(inPlace: &tensor, shape: .ncw(1, 1, 2), key: 1)
    }
    #expect(tensor == [5])
  }
}
