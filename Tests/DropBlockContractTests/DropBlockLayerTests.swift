import DropBlockContract
import Testing

/// An engine that writes what it was asked instead of DropBlock.
private struct Echo: DropBlockEngine {
  var name: String { "echo" }

  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    try request.validate()
    return DropBlockStages(
      gamma: 0, seedGrid: [], seeds: [], mask: [], keptCounts: [], scales: [], randomWords: 0)
  }

  /// Multiplies by 2 forward and by 3 backward, and reports key and mode.
  private func write<Element: DropBlockElement>(
    _ factor: Double, _ value: Element, _ index: Int, into output: inout MutableSpan<Element>
  ) {
    output[index] = Element(nearest: factor * value.doubleValue)
  }

  private func report(_ request: DropBlockRequest) -> Kept {
    Kept(counts: [Int(request.key), request.mode == .training ? 1 : 0], scales: [])
  }

  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("input", count: input.count)
    try request.validate("output", count: output.count)
    for index in input.indices { write(2, input[index], index, into: &output) }
    return report(request)
  }

  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    for index in tensor.indices { write(2, tensor[index], index, into: &tensor) }
    return report(request)
  }

  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    for index in outputGradient.indices {
      write(3, outputGradient[index], index, into: &inputGradient)
    }
    return report(request)
  }

  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    for index in gradient.indices { write(3, gradient[index], index, into: &gradient) }
    return report(request)
  }
}

@Suite struct DropBlockLayerTests {
  private let layer = DropBlockLayer(
    DropBlockConfiguration(blockSize: 3, dropProbability: 0.1), engine: Echo())

  @Test func `every call reaches its own method of the engine`() throws {
    let shape = Shape.ncw(1, 1, 3)
    let input: [Float] = [1, 2, 3]
    var output: [Float] = [0, 0, 0]
    #expect(try layer.forward(input, shape: shape, key: 7, into: &output).counts == [7, 1])
    #expect(output == [2, 4, 6])
    #expect(try layer.forward(inPlace: &output, shape: shape, key: 8).counts == [8, 1])
    #expect(output == [4, 8, 12])
    #expect(try layer.backward(input, shape: shape, key: 9, into: &output).counts == [9, 1])
    #expect(output == [3, 6, 9])
    #expect(try layer.backward(inPlace: &output, shape: shape, key: 10).counts == [10, 1])
    #expect(output == [9, 18, 27])
  }

  @Test func `the mode goes with the request`() throws {
    var layer = layer
    layer.mode = .inference
    var output: [Double] = [1]
    #expect(try layer.forward(inPlace: &output, shape: .ncw(1, 1, 1), key: 3).counts == [3, 0])
  }

  @Test func `errors come through`() {
    var output: [Float] = [5]
    #expect(throws: DropBlockError.elementCount("tensor", given: 1, needed: 2)) {
      try layer.forward(inPlace: &output, shape: .ncw(1, 1, 2), key: 1)
    }
    #expect(output == [5])
  }
}
