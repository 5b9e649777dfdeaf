import DropBlockContract
import DropBlockReference
import Synchronization

/// DropBlock as a row of replaceable stages, each the reference's until a mutant puts a fault there.
struct Pipeline: Sendable {
  /// Where blocks may start, and how grid positions are numbered.
  @Replaceable var geometry: @Sendable (DropBlockRequest) throws(DropBlockError) -> BlockGeometry =
    {
      (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
      try BlockGeometry(request)
    }

  /// Gamma of a request.
  @Replaceable var gamma: @Sendable (DropBlockRequest) throws(DropBlockError) -> Double = {
    (request: DropBlockRequest) throws(DropBlockError) -> Double in
    try Gamma.value(configuration: request.configuration, map: request.shape.spatial)
  }

  /// The seeds of a request: the reference's sampler over the grid of a geometry.
  @Replaceable var seeds: @Sendable (Double, DropBlockRequest, BlockGeometry) -> [Bool] = Pipeline
    .sample

  /// The mask that grows from seeds.
  @Replaceable var mask: @Sendable ([Bool], BlockGeometry, DropBlockRequest) -> [Bool] = {
    BlockMask.grow(seeds: $0, geometry: $1, shape: $2.shape)
  }

  /// The factor of each scope, from the mask.
  @Replaceable var factors: @Sendable ([Bool], DropBlockRequest, ElementType) -> [Double] = {
    mask, request, _ in Pipeline.factors(mask, request)
  }

  /// The units that are counted as dropped, from those that are and the input; nil for just those.
  @Replaceable var counted: (@Sendable ([Bool], [Double]) -> [Bool])?

  /// One unit of the output.
  @Replaceable var unit: @Sendable (PipelineUnit) -> Double = {
    $0.isDropped ? 0 : $0.x * $0.factor
  }

  /// Whether the request is answered by its own input.
  @Replaceable var isIdentity: @Sendable (DropBlockRequest, Double) -> Bool = {
    $0.mode == .inference || $1 == 0
  }

  /// The request that the backward pass works with.
  @Replaceable var backward: @Sendable (DropBlockRequest) -> DropBlockRequest = { $0 }

  /// What the backward pass takes from the layer's last forward pass.
  @Replaceable var remembered = Remembered.nothing

  /// What a layer remembers of its last forward pass.
  enum Remembered {
    case nothing

    /// The request, and with it the mask and the factor.
    case request

    /// Which units of the output are 0: they have no gradient.
    case zeros
  }

  /// The request that is validated, and from which everything follows.
  @Replaceable var request: @Sendable (DropBlockRequest) -> DropBlockRequest = { $0 }

  /// The shape by which memory is read and written.
  @Replaceable var memory: @Sendable (Shape) -> Shape = { $0 }

  /// Whether all memory of the output is set to 0 before units are written, gaps included.
  @Replaceable var clearsOutput = false

  /// How often a tensor that is replaced by its own output is read and written.
  @Replaceable var passesInPlace = 1

  /// Schedule values.
  @Replaceable var values: @Sendable (ScheduleCase) throws(DropBlockError) -> [Double] = {
    (schedule: ScheduleCase) throws(DropBlockError) -> [Double] in
    try ReferenceSchedules.values(schedule)
  }

  /// What is not the reference's any more: of two faults that replace one part, one is lost.
  var replaced: Set<String> {
    Set(
      Mirror(reflecting: self).children.compactMap { part in
        (part.value as? any ReplaceablePart)?.isReplaced == true ? part.label : nil
      })
  }

  /// The factors of the specification.
  static func factors(_ mask: [Bool], _ request: DropBlockRequest) -> [Double] {
    let rule = request.configuration.scale
    return Scale.factors(
      counts: KeptCount.counts(mask: mask, shape: request.shape, scale: rule), shape: request.shape,
      rule: rule)
  }

  /// The seeds of the specification.
  @Sendable
  static func sample(_ gamma: Double, _ request: DropBlockRequest, _ geometry: BlockGeometry)
    -> [Bool]
  {
    let (first, count) = (geometry.firstPosition, geometry.positionCount)
    switch request.configuration.sampler {
    case .bernoulli:
      return BernoulliSampler.seeds(gamma: gamma, key: request.key, first: first, count: count)
        .seeds
    case .sparse:
      return SparseSampler.seeds(gamma: gamma, key: request.key, first: first, count: count).seeds
    }
  }
}

/// What can be replaced, and knows whether it was.
private protocol ReplaceablePart {
  var isReplaced: Bool { get }
}

/// A part of a pipeline that a fault can replace.
@propertyWrapper
struct Replaceable<Part: Sendable>: Sendable, ReplaceablePart {
  var wrappedValue: Part {
    didSet { isReplaced = true }
  }
  private(set) var isReplaced = false

  init(wrappedValue: Part) { self.wrappedValue = wrappedValue }
}

/// What one unit of the output is made of.
struct PipelineUnit {
  let x: Double
  let factor: Double
  let isDropped: Bool
  let index: Int
  let count: Int
  let type: ElementType
  let shape: Shape

  /// Whether the output takes the place of the input.
  let isInPlace: Bool

  /// Whether it is a gradient.
  let isGradient: Bool
}

/// The engine of a pipeline.
struct PipelineEngine: DropBlockEngine {
  let name = "pipeline"
  let pipeline: Pipeline
  private let layer = Layer()

  /// What is kept from call to call: of a correct engine nothing.
  private final class Layer: Sendable {
    let last = Mutex<(request: DropBlockRequest, zeros: [Bool])?>(nil)
  }

  init(pipeline: Pipeline) { self.pipeline = pipeline }

  func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    try stages(of: pipeline.request(request), as: .float64)
  }

  private func stages(
    of request: DropBlockRequest, as type: ElementType
  ) throws(DropBlockError) -> DropBlockStages {
    try request.validate()
    let geometry = try pipeline.geometry(request)
    let gamma = request.shape.unitCount == 0 ? 0 : try pipeline.gamma(request)
    let isIdentity = pipeline.isIdentity(request, gamma)
    let seeds =
      isIdentity
      ? [Bool](repeating: false, count: geometry.positionCount)
      : pipeline.seeds(gamma, request, geometry)
    let mask =
      isIdentity
      ? [Bool](repeating: false, count: request.shape.unitCount)
      : pipeline.mask(seeds, geometry, request)
    let scopes = ScaleScope.count(shape: request.shape, rule: request.configuration.scale)
    return DropBlockStages(
      gamma: isIdentity ? 0 : gamma, seedGrid: geometry.grid, seeds: seeds, mask: mask,
      keptCounts: KeptCount.counts(
        mask: mask, shape: request.shape, scale: request.configuration.scale),
      scales: isIdentity
        ? [Double](repeating: 1, count: scopes) : pipeline.factors(mask, request, type),
      randomWords: isIdentity ? 0 : max(seeds.count, 1))
  }

  private func drop<Element: DropBlockElement>(
    _ units: [Element], _ request: DropBlockRequest, isInPlace: Bool, isGradient: Bool
  ) throws(DropBlockError) -> ([Element], Kept) {
    let type = Element.elementType
    let stages = try stages(of: request, as: type)
    let kept = Kept(counts: stages.keptCounts, scales: stages.scales)
    if pipeline.isIdentity(request, stages.gamma) { return (units, kept) }
    let length = max(ScaleScope.units(shape: request.shape, rule: request.configuration.scale), 1)
    let scales =
      pipeline.counted.map {
        pipeline.factors($0(stages.mask, units.map(\.doubleValue)), request, type)
      } ?? stages.scales
    let zeros =
      isGradient && pipeline.remembered == .zeros ? layer.last.withLock { $0?.zeros } : nil
    let output = units.enumerated().map { index, x in
      if zeros?[index] == true { return Element(bitPattern: 0) }
      let factor = scales[index / length]
      return Element(
        nearest: pipeline.unit(
          PipelineUnit(
            x: x.doubleValue, factor: type == .float64 ? factor : Double(Float(factor)),
            isDropped: stages.mask[index], index: index, count: units.count, type: type,
            shape: request.shape, isInPlace: isInPlace, isGradient: isGradient)))
    }
    if pipeline.remembered != .nothing, !isGradient {
      layer.last.withLock { $0 = (request, output.map { $0.doubleValue == 0 }) }
    }
    return (output, kept)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  private func pass<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>,
    isGradient: Bool
  ) throws(DropBlockError) -> Kept {
    let request = pipeline.request(request)
    try request.validate("input", count: input.count)
    try request.validate("output", count: output.count)
    let memory = pipeline.memory(request.shape)
    let (units, kept) = try drop(
      MemoryOrder.gather(input, shape: memory), request, isInPlace: false, isGradient: isGradient)
    clear(&output)
    MemoryOrder.scatter(units, shape: memory, into: &output)
    return kept
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  private func pass<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest, isGradient: Bool
  ) throws(DropBlockError) -> Kept {
    let request = pipeline.request(request)
    try request.validate("tensor", count: tensor.count)
    let memory = pipeline.memory(request.shape)
    var (units, kept) = try drop(
      MemoryOrder.gather(tensor.span, shape: memory), request, isInPlace: true,
      isGradient: isGradient)
    for _ in 1..<max(pipeline.passesInPlace, 1) {
      units = try drop(units, request, isInPlace: true, isGradient: isGradient).0
    }
    if pipeline.passesInPlace == 0 { return kept }
    clear(&tensor)
    MemoryOrder.scatter(units, shape: memory, into: &tensor)
    return kept
  }

  private func clear<Element: DropBlockElement>(_ memory: inout MutableSpan<Element>) {
    guard pipeline.clearsOutput else { return }
    for index in 0..<memory.count { memory[index] = Element(bitPattern: 0) }
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try pass(input, request, into: &output, isGradient: false)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try pass(inPlace: &tensor, request, isGradient: false)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try pass(outputGradient, backward(request), into: &inputGradient, isGradient: true)
  }

  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Float16)
  @specialized(where Element == BFloat16)
  func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try pass(inPlace: &gradient, backward(request), isGradient: true)
  }

  /// The request that the backward pass works with.
  private func backward(_ request: DropBlockRequest) -> DropBlockRequest {
    let last = pipeline.remembered == .request ? layer.last.withLock { $0?.request } : nil
    return last ?? pipeline.backward(request)
  }
}
