public import DropBlockContract

/// The specification as code: one stage after the other, as the page has them.
///
/// Safe, scalar and slow. It exists to be read, to be ported line by line, and to be compared with.
/// Every stage is a function of its own: ``BlockGeometry``, ``Gamma``, ``BernoulliSampler`` and
/// ``SparseSampler``, ``BlockMask``, ``KeptCount``, ``Scale``, ``Output``, ``MemoryOrder``.
public struct ReferenceEngine: DropBlockEngine {
  /// The most units that a tensor may have: 2³¹.
  ///
  /// Every stage is held in memory whole; a larger tensor is refused, not attempted.
  public static let maximumUnits = 1 << 31

  /// The most scopes that a tensor without units may have: 2²⁶.
  ///
  /// A tensor with units never has more scopes than units.
  public static let maximumEmptyScopes = 1 << 26

  /// Creates the engine; it has no state.
  public init() {}

  /// The name in reports: `reference`.
  public var name: String { "reference" }

  /// Computes everything that is decided before the tensor is touched.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws, and ``DropBlockError/tooManyUnits(_:)``
  ///   above ``maximumUnits`` or ``maximumEmptyScopes``.
  public func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    try request.validate()
    let configuration = request.configuration
    let shape = request.shape
    let scopes = ScaleScope.count(shape: shape, rule: configuration.scale)
    let isHeld =
      shape.unitCount == 0
      ? scopes <= Self.maximumEmptyScopes : shape.unitCount <= Self.maximumUnits
    guard isHeld else {
      throw .tooManyUnits([shape.samples, shape.channels] + shape.spatial)
    }

    let geometry = try BlockGeometry(request)
    let gamma = try gamma(request)
    if gamma == 0 { return identity(geometry, shape, configuration.scale) }

    let first = geometry.firstPosition
    let count = geometry.positionCount
    let draw =
      switch configuration.sampler {
      case .bernoulli:
        BernoulliSampler.seeds(gamma: gamma, key: request.key, first: first, count: count)
      case .sparse:
        SparseSampler.seeds(gamma: gamma, key: request.key, first: first, count: count)
      }
    let mask = BlockMask.grow(seeds: draw.seeds, geometry: geometry, shape: shape)
    let counts = KeptCount.counts(mask: mask, shape: shape, scale: configuration.scale)
    let factors = Scale.factors(counts: counts, shape: shape, rule: configuration.scale)
    return DropBlockStages(
      gamma: gamma, seedGrid: geometry.grid, seeds: draw.seeds, mask: mask, keptCounts: counts,
      scales: factors, randomWords: draw.words)
  }

  /// Gamma, or 0 where the request is an identity: in inference, and for an empty tensor.
  private func gamma(_ request: DropBlockRequest) throws(DropBlockError) -> Double {
    if request.mode == .inference || request.shape.unitCount == 0 { return 0 }
    return try Gamma.value(configuration: request.configuration, map: request.shape.spatial)
  }

  /// The stages of an identity: nothing seeded, nothing dropped, every scale 1.
  private func identity(
    _ geometry: BlockGeometry, _ shape: Shape, _ rule: ScaleRule
  ) -> DropBlockStages {
    let scopes = ScaleScope.count(shape: shape, rule: rule)
    let units = ScaleScope.units(shape: shape, rule: rule)
    return DropBlockStages(
      gamma: 0, seedGrid: geometry.grid,
      seeds: Array(repeating: false, count: geometry.positionCount),
      mask: Array(repeating: false, count: shape.unitCount),
      keptCounts: Array(repeating: units, count: scopes),
      scales: Array(repeating: 1, count: scopes), randomWords: 0)
  }

  /// DropBlock of the units of a tensor in logical order, and what is reported of it.
  ///
  /// - Parameter memory: As many elements as ``DropBlockRequest/validate(_:count:)`` asks for.
  private func drop<Element: DropBlockElement>(
    _ memory: Span<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> (units: [Element], kept: Kept) {
    // Before anything is gathered: a tensor that is too large must be refused, not copied.
    let stages = try stages(request)
    let units = MemoryOrder.gather(memory, shape: request.shape)
    let kept = Kept(counts: stages.keptCounts, scales: stages.scales)
    // A product with 1 would be the identity of numbers, but not of the bits of every NaN.
    if stages.gamma == 0 { return (units, kept) }
    let output = Output.apply(
      units, mask: stages.mask, factors: stages.scales, shape: request.shape,
      rule: request.configuration.scale)
    return (output, kept)
  }

  /// Writes DropBlock of `input` to `output`.
  ///
  /// - Throws: What ``stages(_:)`` throws, and ``DropBlockError/elementCount(_:given:needed:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("input", count: input.count)
    try request.validate("output", count: output.count)
    let result = try drop(input, request)
    MemoryOrder.scatter(result.units, shape: request.shape, into: &output)
    return result.kept
  }

  /// Replaces `tensor` by its DropBlock.
  ///
  /// - Throws: What ``stages(_:)`` throws, and ``DropBlockError/elementCount(_:given:needed:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    let result = try drop(tensor.span, request)
    MemoryOrder.scatter(result.units, shape: request.shape, into: &tensor)
    return result.kept
  }

  /// Writes the gradient of the input, given that of the output: the same diagonal map.
  ///
  /// - Throws: What ``stages(_:)`` throws, and ``DropBlockError/elementCount(_:given:needed:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("output gradient", count: outputGradient.count)
    try request.validate("input gradient", count: inputGradient.count)
    let result = try drop(outputGradient, request)
    MemoryOrder.scatter(result.units, shape: request.shape, into: &inputGradient)
    return result.kept
  }

  /// Replaces the gradient of the output by that of the input.
  ///
  /// - Throws: What ``stages(_:)`` throws, and ``DropBlockError/elementCount(_:given:needed:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  public func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("gradient", count: gradient.count)
    let result = try drop(gradient.span, request)
    MemoryOrder.scatter(result.units, shape: request.shape, into: &gradient)
    return result.kept
  }
}
