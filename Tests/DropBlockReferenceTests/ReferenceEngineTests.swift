import DropBlockContract
import DropBlockReference
import Testing

private let engine = ReferenceEngine()

/// A request with the paper's options but for the drop probability, and what `change` changes.
private func request(
  _ shape: Shape, block: BlockSize = 3, p: Double = 0.3, key: UInt64 = 1, firstSample: Int = 0,
  mode: Mode = .training, _ change: (inout DropBlockConfiguration) -> Void = { _ in }
) -> DropBlockRequest {
  var configuration = DropBlockConfiguration(blockSize: block, dropProbability: p)
  change(&configuration)
  return DropBlockRequest(
    configuration, shape: shape, key: key, firstSample: firstSample, mode: mode)
}

/// The output of a forward pass, in the order of memory.
private func forward<Element: DropBlockElement>(
  _ input: [Element], _ request: DropBlockRequest
) throws -> (output: [Element], kept: Kept) {
  var output = input.map { _ in Element(nearest: -7) }
  var span = output.mutableSpan
  let kept = try engine.forward(input.span, request, into: &span)
  return (output, kept)
}

/// The input gradient of a backward pass, in the order of memory.
private func backward<Element: DropBlockElement>(
  _ gradient: [Element], _ request: DropBlockRequest
) throws -> (output: [Element], kept: Kept) {
  var output = gradient.map { _ in Element(nearest: -7) }
  var span = output.mutableSpan
  let kept = try engine.backward(gradient.span, request, into: &span)
  return (output, kept)
}

/// The bits of every element.
private func bits<Element: DropBlockElement>(_ values: [Element]) -> [Element.BitPattern] {
  values.map(\.bitPattern)
}

/// Elements with every bit pattern a generator hits upon, NaN and infinities among them.
private func anyElements<Element: DropBlockElement>(
  _: Element.Type, _ count: Int, _ numbers: inout FixedNumbers
) -> [Element] {
  (0..<count).map { _ in
    Element(bitPattern: Element.BitPattern(truncatingIfNeeded: numbers.next()))
  }
}

// MARK: - Stages

@Suite struct ReferenceEngineStagesTests {
  @Test func `stages follow from each other`() throws {
    var numbers = FixedNumbers(seed: 11)
    for _ in 0..<200 {
      let request = DropBlockRequest.any(using: &numbers)
      let stages = try engine.stages(request)
      let configuration = request.configuration
      let shape = request.shape
      let geometry = try BlockGeometry(request)
      #expect(stages.seedGrid == geometry.grid)
      #expect(stages.seeds.count == geometry.positionCount)
      #expect(stages.gamma == (try Gamma.value(configuration: configuration, map: shape.spatial)))
      #expect(
        stages.mask == BlockMask.grow(seeds: stages.seeds, geometry: geometry, shape: shape),
        "\(request)")
      #expect(
        stages.keptCounts
          == KeptCount.counts(mask: stages.mask, shape: shape, scale: configuration.scale))
      #expect(
        stages.scales
          == Scale.factors(counts: stages.keptCounts, shape: shape, rule: configuration.scale))
    }
  }

  @Test func `a part of a batch drops what the batch drops, and counts add up`() throws {
    var numbers = FixedNumbers(seed: 12)
    for _ in 0..<100 {
      var whole = DropBlockRequest.any(using: &numbers)
      whole.shape.samples = 7
      whole.configuration.scale = .tensor
      let wholeStages = try engine.stages(whole)
      let unitsPerSample = whole.shape.unitCount / 7
      let cut = Int.random(in: 0...7, using: &numbers)
      var kept = 0
      for (begin, end) in [(0, cut), (cut, 7)] {
        var part = whole
        part.shape.samples = end - begin
        part.firstSample += begin
        let stages = try engine.stages(part)
        let expected = wholeStages.mask[begin * unitsPerSample..<end * unitsPerSample]
        #expect(stages.mask.elementsEqual(expected), "\(whole), samples \(begin) to \(end)")
        kept += stages.keptCounts[0]
      }
      #expect(kept == wholeStages.keptCounts[0], "\(whole), cut at \(cut)")
    }
  }

  @Test func `shared masks are the same mask, others are not`() throws {
    let shape = Shape.nchw(6, 5, 12, 12)
    for sharing in allSharings {
      let request = request(shape) { $0.sharing = sharing }
      let mask = try engine.stages(request).mask
      let maps = (0..<30).map { Array(mask[$0 * 144..<($0 + 1) * 144]) }
      let different = Set(maps).count
      let expected =
        (sharing.contains(.samples) ? 1 : 6) * (sharing.contains(.channels) ? 1 : 5)
      #expect(different == expected, "sharing \(sharing.rawValue)")
    }
  }

  @Test func `layout has no influence`() throws {
    let sizes = [2, 3, 5, 4]
    var stages: [DropBlockStages] = []
    for layout in [Layout.channelsFirst, .channelsLast, .strided([200, 1, 40, 7])] {
      let shape = Shape(samples: 2, channels: 3, spatial: Array(sizes[2...]), layout: layout)
      stages.append(try engine.stages(request(shape) { $0.scale = .map }))
    }
    #expect(stages[0] == stages[1])
    #expect(stages[0] == stages[2])
    #expect(stages[0].mask.contains(true))
  }

  @Test func `neither sampler nor key may be ignored`() throws {
    let shape = Shape.nchw(2, 3, 14, 14)
    let first = try engine.stages(request(shape, key: 1)).seeds
    #expect(first == (try engine.stages(request(shape, key: 1)).seeds))
    for key in [0, 2, 1 << 32, 1 << 63, UInt64.max] {
      #expect(first != (try engine.stages(request(shape, key: key)).seeds), "key \(key)")
    }
    #expect(first != (try engine.stages(request(shape) { $0.sampler = .bernoulli }).seeds))
  }

  @Test func `the dropped share is that of the law`() throws {
    // Bernstein, for m independent maps of shares in 0…1 with variance σ²:
    // P(|mean − expected| ≥ t) ≤ 2 exp(−m t² / (2 σ² + 2 t / 3)). Eight cases get 1e-10 each.
    let maps = 4000.0
    let exponent = 23.72  // ln(2 / 1e-10)
    for sampler in Sampler.allCases {
      for grid in allSeedGrids {
        let request = request(.nchw(100, 40, 10, 9), block: [4, 3], p: 0.2, key: 77) {
          $0.sampler = sampler
          $0.seedGrid = grid
        }
        let stages = try engine.stages(request)
        let share = Double(stages.mask.count { $0 }) / Double(stages.mask.count)
        let law = try ExactLaw(request: request)
        let variance = law.droppedCountVariance / (90 * 90)
        let t = abs(share - law.expectedShare)
        #expect(
          maps * t * t < exponent * (2 * variance + 2 * t / 3),
          "\(sampler), \(grid): \(share), not \(law.expectedShare)")
      }
    }
  }
}

// MARK: - Identities and empty tensors

@Suite struct ReferenceEngineIdentityTests {
  private func expectIdentity<Element: DropBlockElement>(
    _: Element.Type, _ request: DropBlockRequest
  ) throws {
    var numbers = FixedNumbers(seed: 21)
    let input = anyElements(Element.self, request.shape.unitCount, &numbers)
    for (output, kept) in [try forward(input, request), try backward(input, request)] {
      #expect(bits(output) == bits(input), "\(Element.elementType), \(request)")
      #expect(kept.scales.allSatisfy { $0 == 1 })
      #expect(kept.counts.reduce(0, +) == request.shape.unitCount)
    }
  }

  @Test func `inference and gamma 0 give the input back, bit for bit`() throws {
    let shape = Shape.nhwc(2, 9, 9, 3)
    for scale in [ScaleRule.tensor, .sample, .map, .fixed(3), .none] {
      for request in [
        request(shape, mode: .inference) { $0.scale = scale },
        request(shape, p: 0) { $0.scale = scale },
        request(shape, p: -0.0) { $0.scale = scale },
        request(shape, p: 1) {
          $0.scale = scale
          $0.gammaRule = .fixed(0)
        },
        request(shape) {
          $0.scale = scale
          $0.gammaFactor = 0
        },
      ] {
        try expectIdentity(Float16.self, request)
        try expectIdentity(BFloat16.self, request)
        try expectIdentity(Float.self, request)
        try expectIdentity(Double.self, request)
        let stages = try engine.stages(request)
        #expect(stages.randomWords == 0)
        #expect(stages.gamma.bitPattern == 0)
        #expect(stages.seedGrid == [2, 3, 7, 7])
        #expect(stages.seeds.count == 2 * 3 * 49 && !stages.seeds.contains(true))
        #expect(stages.mask.count == shape.unitCount && !stages.mask.contains(true))
      }
    }
  }

  @Test func `a gamma too small to seed drops nothing`() throws {
    let input = (0..<162).map { Float($0) }
    for sampler in Sampler.allCases {
      let request = request(.nchw(1, 2, 9, 9)) {
        $0.gammaRule = .fixed(1e-300)
        $0.sampler = sampler
      }
      let result = try forward(input, request)
      #expect(result.output == input, "\(sampler)")
      #expect(try engine.stages(request).gamma == 1e-300)
    }
  }

  @Test func `nothing kept gives +0 everywhere, never NaN`() throws {
    let input: [Float] = [.nan, .infinity, -.infinity, -1, -0.0, 0, 1, .greatestFiniteMagnitude]
    for sampler in Sampler.allCases {
      for scale in [ScaleRule.tensor, .sample, .map, .fixed(3), .none] {
        let request = request(.ncw(2, 2, 2), block: 1) {
          $0.gammaRule = .fixed(1)
          $0.sampler = sampler
          $0.scale = scale
        }
        let result = try forward(input, request)
        #expect(bits(result.output) == Array(repeating: 0, count: 8), "\(sampler), \(scale)")
        #expect(result.kept.counts.allSatisfy { $0 == 0 })
        let given: Double? =
          switch scale {
          case .tensor, .sample, .map: 0
          case .fixed(let factor): factor
          case .none: 1
          }
        #expect(result.kept.scales.allSatisfy { $0 == given }, "\(scale): \(result.kept.scales)")
      }
    }
  }

  @Test(arguments: [
    Shape.nchw(0, 3, 4, 4), .nchw(2, 0, 4, 4), .nhwc(2, 0, 4, 3), .nchw(2, 3, 4, 0), .ncw(1, 1, 0),
    .ncdhw(1, 2, 3, 0, 5),
    Shape(samples: 2, channels: 3, spatial: [0], layout: .strided([9, 3, 1])),
  ])
  func `an empty tensor gives an empty tensor`(shape: Shape) throws {
    for (scale, scopes) in [
      (ScaleRule.tensor, 1), (.sample, shape.samples), (.map, shape.mapCount), (.fixed(2), 1),
      (.none, 1),
    ] {
      let request = request(shape) { $0.scale = scale }
      let stages = try engine.stages(request)
      #expect(stages.gamma == 0)
      #expect(stages.seedGrid == Array(repeating: 0, count: 2 + shape.rank))
      #expect(stages.seeds.isEmpty && stages.mask.isEmpty)
      #expect(stages.keptCounts == Array(repeating: 0, count: scopes), "\(scale)")
      #expect(stages.scales == Array(repeating: 1, count: scopes), "\(scale)")
      let result = try forward([Float](), request)
      #expect(result.output.isEmpty)
      #expect(result.kept == Kept(counts: stages.keptCounts, scales: stages.scales))
    }
  }
}

// MARK: - Values

@Suite struct ReferenceEngineValuesTests {
  private func expectValues<Element: DropBlockElement>(
    _: Element.Type, _ request: DropBlockRequest, _ numbers: inout FixedNumbers
  ) throws {
    let shape = request.shape
    let input = anyElements(Element.self, shape.unitCount, &numbers)
    let stages = try engine.stages(request)
    let result = try forward(input, request)
    let unitsPerScope = max(shape.unitCount / max(stages.scales.count, 1), 1)
    for unit in 0..<shape.unitCount {
      let scale = stages.scales[unit / unitsPerScope]
      let got = result.output[unit]
      if stages.mask[unit] {
        #expect(got.bitPattern == 0, "\(request), unit \(unit): dropped, got \(got)")
      } else if let x = input[unit] as? Double {
        let expected = Element(nearest: x * scale)
        #expect(got == expected || x.isNaN, "\(request), unit \(unit): \(x), got \(got)")
      } else {
        let x = input[unit].doubleValue
        let expected = Element(nearest: x * Double(Float(scale)))
        #expect(
          got.bitPattern == expected.bitPattern,
          "\(request), unit \(unit): \(x), got \(got), not \(expected)")
      }
    }
  }

  @Test func `kept units are scaled with one rounding, dropped ones are +0`() throws {
    var numbers = FixedNumbers(seed: 31)
    for _ in 0..<40 {
      let request = DropBlockRequest.any(using: &numbers)
      try expectValues(Float16.self, request, &numbers)
      try expectValues(BFloat16.self, request, &numbers)
      try expectValues(Float.self, request, &numbers)
      try expectValues(Double.self, request, &numbers)
    }
  }

  @Test func `in place is out of place, backward is forward`() throws {
    var numbers = FixedNumbers(seed: 32)
    for _ in 0..<50 {
      let request = DropBlockRequest.any(using: &numbers)
      let input = anyElements(Float.self, request.shape.unitCount, &numbers)
      let expected = try forward(input, request)
      let gradient = try backward(input, request)
      #expect(bits(gradient.output) == bits(expected.output), "\(request)")
      #expect(gradient.kept == expected.kept)
      for isBackward in [false, true] {
        var tensor = input
        var span = tensor.mutableSpan
        let kept =
          isBackward
          ? try engine.backward(inPlace: &span, request)
          : try engine.forward(inPlace: &span, request)
        #expect(bits(tensor) == bits(expected.output), "\(request), backward \(isBackward)")
        #expect(kept == expected.kept)
      }
    }
  }

  @Test func `backward is the adjoint of forward`() throws {
    // Row by row of the two matrices: ⟨f(e_v), e_u⟩ = ⟨e_v, f*(e_u)⟩, without any rounding.
    let request = request(.nhwc(1, 4, 3, 2), block: 2, p: 0.5, key: 3)
    let units = request.shape.unitCount
    var forwards: [[Double]] = []
    var backwards: [[Double]] = []
    for unit in 0..<units {
      var basis = Array(repeating: 0.0, count: units)
      basis[unit] = 1
      forwards.append(try forward(basis, request).output)
      backwards.append(try backward(basis, request).output)
    }
    var dropped = 0
    for u in 0..<units {
      for v in 0..<units {
        #expect(forwards[v][u] == backwards[u][v], "entry \(u), \(v)")
        #expect(u == v || forwards[v][u] == 0, "not diagonal at \(u), \(v)")
      }
      if forwards[u][u] == 0 { dropped += 1 }
    }
    #expect((1..<units).contains(dropped))
  }

  @Test func `layouts hold the same numbers`() throws {
    let logical = (0..<120).map { Float($0 + 1) }
    var shape = Shape.nchw(2, 3, 4, 5)
    let expected = try forward(logical, request(shape)).output
    for layout in [Layout.channelsLast, .strided([100, 33, 8, 1]), .strided([1, 2, 31, 6])] {
      shape.layout = layout
      var memory = Array(repeating: Float(-9), count: try shape.storageCount())
      var span = memory.mutableSpan
      MemoryOrder.scatter(logical, shape: shape, into: &span)
      let output = try forward(memory, request(shape)).output
      #expect(MemoryOrder.gather(output.span, shape: shape) == expected, "\(layout)")
    }
  }

  @Test func `gaps of a strided tensor are neither read nor written`() throws {
    let shape = Shape(samples: 2, channels: 2, spatial: [3, 4], layout: .strided([70, 31, 9, 2]))
    let request = request(shape, block: 2)
    let storage = try shape.storageCount() + 5
    let units = Set((0..<shape.unitCount).map { MemoryOrder.offset(ofUnit: $0, shape: shape) })
    // A signalling NaN: reading it into a product would leave a trace in its bits.
    let gap = Float(bitPattern: 0x7FA0_0001)
    let input = (0..<storage).map { units.contains($0) ? Float($0 + 1) : gap }
    var tensor = input
    var span = tensor.mutableSpan
    _ = try engine.forward(inPlace: &span, request)
    let output = try forward(input, request).output
    for offset in 0..<storage where !units.contains(offset) {
      #expect(tensor[offset].bitPattern == gap.bitPattern, "in place, offset \(offset)")
      #expect(output[offset] == -7, "out of place, offset \(offset)")
    }
    for offset in units { #expect(tensor[offset] == output[offset], "offset \(offset)") }
  }
}
