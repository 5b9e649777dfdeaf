import DropBlockContract
import DropBlockReference

/// The engine of a variant: the reference's gamma and geometry, seeds of its own, and a mask that is
/// made block by block, because the suite looks at millions of maps.
struct VariantEngine: DropBlockEngine {
  let name = "variant"
  let sampler: VariantSampler
  let holdsFactorInFormat: Bool

  /// What is decided before the tensor is touched.
  private struct Decision {
    var gamma = 0.0
    var geometry: BlockGeometry
    var seeds: [Int] = []

    /// 1 where a unit is dropped, in logical order; empty for an identity.
    var mask: [UInt8] = []
    var kept: Kept
    var isIdentity: Bool
  }

  private func decide(_ request: DropBlockRequest) throws(DropBlockError) -> Decision {
    let geometry = try BlockGeometry(request)
    let (shape, rule) = (request.shape, request.configuration.scale)
    let gamma = try Gamma.value(configuration: request.configuration, map: shape.spatial)
    let scopes = ScaleScope.count(shape: shape, rule: rule)
    let units = ScaleScope.units(shape: shape, rule: rule)
    guard request.mode == .training, gamma > 0, shape.unitCount > 0 else {
      let kept = Kept(
        counts: Array(repeating: units, count: scopes), scales: Array(repeating: 1, count: scopes))
      return Decision(geometry: geometry, kept: kept, isIdentity: true)
    }
    let seeds = sampler(gamma, request.key, geometry)
    let mask = Self.mask(seeds, geometry, shape)
    let counts = (0..<scopes).map { scope in
      var dropped = 0
      for unit in scope * units..<(scope + 1) * units { dropped += Int(mask[unit]) }
      return units - dropped
    }
    let scales = Scale.factors(counts: counts, shape: shape, rule: rule)
    return Decision(
      gamma: gamma, geometry: geometry, seeds: seeds, mask: mask,
      kept: Kept(counts: counts, scales: scales), isIdentity: false)
  }

  /// The units under the blocks, in every map that uses them.
  private static func mask(
    _ seeds: [Int], _ geometry: BlockGeometry, _ shape: Shape
  ) -> [UInt8] {
    var mask = [UInt8](repeating: 0, count: shape.unitCount)
    let perMap = geometry.positionsPerMap
    let units = shape.unitsPerMap
    var starts: [Int] = []
    for seed in seeds {
      var rest = seed % perMap
      starts.removeAll(keepingCapacity: true)
      var width = 0
      var size = 1
      for axis in geometry.map.indices.reversed() {
        let lowest = rest % geometry.positions[axis] - geometry.offsets[axis]
        rest /= geometry.positions[axis]
        let range = max(lowest, 0)..<min(lowest + geometry.block[axis], geometry.map[axis])
        if starts.isEmpty {
          starts.append(range.lowerBound)
          width = range.count
        } else {
          let inner = starts.count
          for row in range.dropFirst() {
            for index in 0..<inner { starts.append(row * size + starts[index]) }
          }
          for index in 0..<inner { starts[index] += range.lowerBound * size }
        }
        size *= geometry.map[axis]
      }
      let (gridSample, gridChannel) = (
        seed / perMap / geometry.channels, seed / perMap % geometry.channels
      )
      let samples =
        geometry.samples == shape.samples ? gridSample..<gridSample + 1 : 0..<shape.samples
      let channels =
        geometry.channels == shape.channels ? gridChannel..<gridChannel + 1 : 0..<shape.channels
      for sample in samples {
        for channel in channels {
          let base = (sample * shape.channels + channel) * units
          for start in starts {
            for unit in base + start..<base + start + width { mask[unit] = 1 }
          }
        }
      }
    }
    return mask
  }

  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    let decision = try decide(request)
    var seeds = [Bool](repeating: false, count: decision.geometry.positionCount)
    for seed in decision.seeds { seeds[seed] = true }
    return DropBlockStages(
      gamma: decision.gamma, seedGrid: decision.geometry.grid, seeds: seeds,
      mask: decision.isIdentity
        ? [Bool](repeating: false, count: request.shape.unitCount)
        : decision.mask.map { $0 == 1 },
      keptCounts: decision.kept.counts, scales: decision.kept.scales,
      randomWords: decision.isIdentity ? 0 : max(seeds.count, 1))
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  private func drop<Element: DropBlockElement>(
    _ tensor: inout MutableSpan<Element>, _ request: DropBlockRequest, _ decision: Decision
  ) {
    guard !decision.isIdentity else { return }
    let shape = request.shape
    let length = ScaleScope.units(shape: shape, rule: request.configuration.scale)
    let zero = Element(bitPattern: 0)
    let isDense = shape.layout == .channelsFirst
    for (scope, scale) in decision.kept.scales.enumerated() {
      let factor = rounded(scale, as: Element.self)
      for unit in scope * length..<(scope + 1) * length {
        let place = isDense ? unit : MemoryOrder.offset(ofUnit: unit, shape: shape)
        tensor[place] =
          decision.mask[unit] == 1
          ? zero : Element(nearest: tensor[place].doubleValue * factor)
      }
    }
  }

  /// The factor as it is multiplied by: in the format of the specification, or in the tensor's.
  private func rounded<Element: DropBlockElement>(
    _ factor: Double, as type: Element.Type
  ) -> Double {
    if holdsFactorInFormat { return Element(nearest: factor).doubleValue }
    return Element.elementType == .float64 ? factor : Double(Float(factor))
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("input", count: input.count)
    try request.validate("output", count: output.count)
    let decision = try decide(request)
    let shape = request.shape
    let isDense = shape.layout == .channelsFirst
    for unit in 0..<shape.unitCount {
      let place = isDense ? unit : MemoryOrder.offset(ofUnit: unit, shape: shape)
      output[place] = input[place]
    }
    drop(&output, request, decision)
    return decision.kept
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    let decision = try decide(request)
    drop(&tensor, request, decision)
    return decision.kept
  }

  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try forward(outputGradient, request, into: &inputGradient)
  }

  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try forward(inPlace: &gradient, request)
  }
}
