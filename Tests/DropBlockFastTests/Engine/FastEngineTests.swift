import DropBlockContract
import Testing

@testable import DropBlockFast

/// Values that betray a wrong drop or a second rounding, and a tensor of them with gaps and all.
private func input<Element: DropBlockElement>(_ count: Int, _: Element.Type) -> [Element] {
  let special = [-1, .nan, .infinity, -.infinity, -0.0, 1.0 / 3, 1e30, 3e-39, 7, -65_504]
  return (0..<count).map {
    Element(nearest: $0 % 3 == 0 ? special[$0 / 3 % special.count] : Double($0) * 0.37 - 20)
  }
}

/// What the specification says of a tensor in memory, gaps untouched.
private func expected<Element: DropBlockElement>(
  _ request: DropBlockRequest, _ oracle: Oracle, _ input: [Element], into output: [Element]
) -> [Element] {
  var output = output
  let size = request.shape.unitCount / oracle.scales.count
  for (unit, offset) in Oracle.offsets(request.shape).enumerated() {
    let scale = oracle.scales[unit / size]
    let factor = Element.elementType == .float64 ? scale : Double(Float(scale))
    output[offset] =
      oracle.mask[unit]
      ? Element(nearest: 0) : Element(nearest: input[offset].doubleValue * factor)
  }
  return output
}

/// Bit for bit, but NaN for NaN: the payload of a product is no part of the specification.
private func agree<Element: DropBlockElement>(_ a: [Element], _ b: [Element]) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy {
      $0.bitPattern == $1.bitPattern || ($0.doubleValue.isNaN && $1.doubleValue.isNaN)
    }
}

private func check<Element: DropBlockElement>(
  _ type: Element.Type, _ number: Int, growth: BlockGrowth? = nil
) throws {
  let request = DropBlockRequest.tiny(number)
  let count = try request.shape.storageCount()
  let values = input(count, type)
  let canary = Array(repeating: Element(nearest: 77), count: count)
  let oracle = try Oracle(request, gamma: request.fixedGamma)
  let wanted = expected(request, oracle, values, into: canary)
  let wantedInPlace = expected(request, oracle, values, into: values)
  let kernels = FastKernel.available
  for threads in [1, 3] {
    // Pieces of 64 bits cut nearly every map into slabs.
    let engine = FastEngine(
      threads: threads, kernel: kernels[(number + threads) % kernels.count], growth: growth,
      batchBits: number % 2 == 0 ? nil : 64)
    var output = canary
    var span = output.mutableSpan
    let kept = try engine.forward(values.span, request, into: &span)
    #expect(kept == Kept(counts: oracle.kept, scales: oracle.scales), "request \(number)")
    #expect(agree(output, wanted), "request \(number): \(request)\n\(output)\n\(wanted)")
    var tensor = values
    var place = tensor.mutableSpan
    let keptInPlace = try engine.backward(inPlace: &place, request)
    #expect(keptInPlace == kept, "request \(number)")
    #expect(agree(tensor, wantedInPlace), "request \(number) in place: \(request)")
  }
}

@Suite struct FastEngineTests {
  @Test func `kept units are the rounded product and dropped units are +0, Float`() throws {
    for number in 0..<200 { try check(Float.self, number) }
  }

  @Test func `the same holds for Double`() throws {
    for number in 400..<450 { try check(Double.self, number) }
  }

  @Test func `the same holds for BFloat16`() throws {
    for number in 500..<550 { try check(BFloat16.self, number) }
  }

  #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
    @Test func `the same holds for Float16`() throws {
      for number in 600..<650 { try check(Float16.self, number) }
    }
  #endif

  @Test(arguments: BlockGrowth.allCases)
  func `each way of growing blocks gives the specified output`(growth: BlockGrowth) throws {
    for number in 200..<260 { try check(Float.self, number, growth: growth) }
  }

  @Test func `lengths around the vector width are scaled to the last unit`() throws {
    for length in 0...40 {
      var configuration = DropBlockConfiguration(blockSize: 3, dropProbability: 0)
      configuration.gammaRule = .fixed(0.1)
      let request = DropBlockRequest(configuration, shape: .ncw(1, 1, length), key: UInt64(length))
      let values = input(length + 4, Float.self)
      // One element off the front: the base is not aligned to a vector, and both ends are guarded.
      var output = Array(repeating: Float(77), count: length + 4)
      try output.withMiddle(1..<length + 1) { part in
        _ = try FastEngine().forward(values.span.extracting(1..<length + 1), request, into: &part)
      }
      var wanted = Array(repeating: Float(77), count: length + 4)
      if length > 0 {
        let part = Array(values[1...length])
        let oracle = try Oracle(request, gamma: 0.1)
        wanted.replaceSubrange(1...length, with: expected(request, oracle, part, into: part))
      }
      #expect(agree(output, wanted), "length \(length): \(output)\n\(wanted)")
    }
  }

  @Test func `results do not depend on the thread count`() throws {
    for (sharing, scale) in zip(
      [[], .channels, .samples, [.channels, .samples]] as [MaskSharing],
      [.tensor, .sample, .map, .tensor] as [ScaleRule])
    {
      var configuration = DropBlockConfiguration(blockSize: 5, dropProbability: 0.2)
      configuration.sharing = sharing
      configuration.scale = scale
      for shape in [Shape.nchw(4, 6, 21, 19), .nhwc(4, 21, 19, 6)] {
        let request = DropBlockRequest(configuration, shape: shape, key: 5)
        let values = input(shape.unitCount, Float.self)
        var outputs: [[UInt32]] = []
        var reports: [Kept] = []
        for threads in [nil, 1, 2, 3, 7, 64, Int.max, 0, -3] {
          var output = Array(repeating: Float(0), count: values.count)
          var span = output.mutableSpan
          reports.append(
            try FastEngine(threads: threads).forward(values.span, request, into: &span))
          outputs.append(output.map(\.bitPattern))
        }
        #expect(Set(outputs).count == 1, "\(request)")
        #expect(Set(reports).count == 1, "\(request)")
      }
    }
  }

  @Test func `a batch in parts drops what the whole batch drops`() throws {
    for sampler in Sampler.allCases {
      var configuration = DropBlockConfiguration(blockSize: [3, 2], dropProbability: 0.3)
      configuration.sampler = sampler
      let whole = try FastEngine().stages(
        DropBlockRequest(configuration, shape: .nchw(5, 7, 19, 23), key: 9))
      for first in 0..<5 {
        let part = try FastEngine().stages(
          DropBlockRequest(configuration, shape: .nchw(1, 7, 19, 23), key: 9, firstSample: first))
        let units = 7 * 19 * 23
        #expect(
          part.mask == Array(whole.mask[first * units..<(first + 1) * units]),
          "\(sampler), sample \(first)")
      }
    }
  }

  @Test func `backward is the adjoint of forward`() throws {
    let request = DropBlockRequest(
      DropBlockConfiguration(blockSize: 3, dropProbability: 0.4), shape: .nchw(2, 3, 9, 8), key: 4)
    let count = request.shape.unitCount
    // Small integers and a factor in Double: both sums have an error far below one unit of theirs.
    let x = (0..<count).map { Double($0 % 11 - 5) }
    let g = (0..<count).map { Double($0 % 7 - 3) }
    var y = x
    var h = g
    do {
      var forward = y.mutableSpan
      var backward = h.mutableSpan
      _ = try FastEngine().forward(x.span, request, into: &forward)
      _ = try FastEngine().backward(g.span, request, into: &backward)
    }
    for index in 0..<count where x[index] != 0 && g[index] != 0 {
      #expect((y[index] == 0) == (h[index] == 0), "unit \(index)")
    }
    let left = zip(y, g).reduce(0) { $0 + $1.0 * $1.1 }
    let right = zip(x, h).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(left - right) <= Double(count) * 15 * 2 * 0x1p-50, "\(left) and \(right)")
  }

  @Test func `an identity copies bits and leaves gaps alone`() throws {
    let patterns: [UInt32] = [0x7F80_0001, 0xFFC1_2345, 0x8000_0000, 0x7FC0_0000, 1, 0x3F80_0000]
    for number in 0..<120 {
      var request = DropBlockRequest.tiny(number)
      request.mode = number % 2 == 0 ? .inference : .training
      if number % 2 == 1 { request.configuration.gammaRule = .fixed(0) }
      let count = try request.shape.storageCount()
      let values = (0..<count).map { Float(bitPattern: patterns[$0 % patterns.count]) }
      var wanted = Array(repeating: UInt32(0xABCD_EF01), count: count)
      for offset in Oracle.offsets(request.shape) { wanted[offset] = values[offset].bitPattern }
      var output = Array(repeating: Float(bitPattern: 0xABCD_EF01), count: count)
      var tensor = values
      do {
        var span = output.mutableSpan
        let kept = try FastEngine(threads: number % 3 + 1).forward(
          values.span, request, into: &span)
        #expect(kept.counts.reduce(0, +) == request.shape.unitCount)
        #expect(kept.scales.allSatisfy { $0 == 1 })
        var place = tensor.mutableSpan
        _ = try FastEngine().forward(inPlace: &place, request)
      }
      #expect(output.map(\.bitPattern) == wanted, "request \(number)")
      #expect(tensor.map(\.bitPattern) == values.map(\.bitPattern), "request \(number) in place")
    }
  }

  @Test func `nothing is written when the request is refused`() throws {
    let configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.5)
    let request = DropBlockRequest(configuration, shape: .ncw(1, 1, 4), key: 0)
    var wrong = request
    wrong.configuration.dropProbability = .nan
    let values: [Float] = [1, 2, 3, 4]
    var output: [Float] = [9, 9, 9]
    #expect(throws: DropBlockError.elementCount("output", given: 3, needed: 4)) {
      var span = output.mutableSpan
      _ = try FastEngine().forward(values.span, request, into: &span)
    }
    #expect(throws: DropBlockError.elementCount("input", given: 4, needed: 5)) {
      var span = output.mutableSpan
      var longer = request
      longer.shape.spatial = [5]
      _ = try FastEngine().forward(values.span, longer, into: &span)
    }
    #expect(throws: DropBlockError.self) {
      var span = output.mutableSpan
      _ = try FastEngine().backward(values.span, wrong, into: &span)
    }
    #expect(throws: DropBlockError.self) {
      var span = output.mutableSpan
      _ = try FastEngine().backward(inPlace: &span, request)
    }
    #expect(output == [9, 9, 9])
  }

  @Test func `an empty tensor gives an empty result`() throws {
    let sizes = [(0, 3, 4), (2, 0, 4), (2, 3, 0), (2, Int.max / 32, 0), (0, 0, 0)]
    for (samples, channels, width) in sizes {
      let strided = Layout.strided([1, max(samples, 1), max(samples, 1) * max(channels, 1)])
      for layout in [Layout.channelsFirst, .channelsLast, strided] {
        let shape = Shape(samples: samples, channels: channels, spatial: [width], layout: layout)
        let configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.5)
        var nothing: [Double] = []
        var span = nothing.mutableSpan
        let kept = try FastEngine().forward(
          inPlace: &span, DropBlockRequest(configuration, shape: shape, key: 0))
        #expect(kept == Kept(counts: [0], scales: [1]))
      }
    }
  }

  @Test func `scopes of an empty tensor beyond any memory are refused`() {
    var configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.5)
    configuration.scale = .map
    let shape = Shape(samples: 1, channels: 1 << 50, spatial: [0])
    var nothing: [Float] = []
    #expect(throws: DropBlockError.tooManyUnits([1, 1 << 50, 0])) {
      var span = nothing.mutableSpan
      _ = try FastEngine().forward(
        inPlace: &span, DropBlockRequest(configuration, shape: shape, key: 0))
    }
  }
}
