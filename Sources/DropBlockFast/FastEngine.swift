public import DropBlockContract

/// DropBlock at the speed of memory: packed masks, SIMD arithmetic, several threads.
///
/// The function is that of the specification, to the bit; the thread count has no influence on any
/// result. Masks are made twice where the scale needs a count first, so that they need not be kept:
/// memory beyond input, output and report is, per thread, 4 KiB of packed masks, or one mask where
/// that is larger, or up to 16 masks of any size where the layout interleaves channels. On the whole
/// grid a mask is made in a frame of up to 2^rank times its map's bits, and cut out of it.
public struct FastEngine: DropBlockEngine {
  /// Its name in reports.
  public var name: String { "fast" }

  /// The most threads that are used, or nil for the engine's own choice.
  public let threads: Int?

  /// How blocks are grown; nil leaves it to the rule of ``BlockGrowth``.
  let growth: BlockGrowth?

  /// Creates an engine.
  ///
  /// - Parameter threads: The most threads to use. Below 1 counts as 1, above 256 as 256. With nil,
  ///   tensors of 65,536 units and more are shared out to all processors, smaller ones are not.
  public init(threads: Int? = nil) { self.init(threads: threads, growth: nil) }

  /// An engine that grows blocks in one way only.
  init(threads: Int?, growth: BlockGrowth?) {
    self.threads = threads.map { min(max($0, 1), Workload.threadLimit) }
    self.growth = growth
  }

  /// Writes DropBlock of `input` to `output`; both lie in memory as the request's shape says.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws for either buffer, and
  ///   ``DropBlockError/tooManyUnits(_:)`` for an empty tensor with more than 2²⁶ scopes.
  @discardableResult
  public func forward<Element: DropBlockElement>(
    _ input: Span<Element>, _ request: DropBlockRequest, into output: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("input", count: input.count)
    try request.validate("output", count: output.count)
    return try withMemory(input, &output) { (memory) throws(DropBlockError) in
      try apply(request, to: memory)
    }
  }

  /// Replaces `tensor` by its DropBlock.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws, and
  ///   ``DropBlockError/tooManyUnits(_:)`` for an empty tensor with more than 2²⁶ scopes.
  @discardableResult
  public func forward<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    return try withMemory(inPlace: &tensor) { (memory) throws(DropBlockError) in
      try apply(request, to: memory)
    }
  }

  /// Writes the gradient with respect to the input, given that with respect to the output.
  ///
  /// The same diagonal map as the forward call's (specification, section 7).
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws for either buffer, and
  ///   ``DropBlockError/tooManyUnits(_:)`` for an empty tensor with more than 2²⁶ scopes.
  @discardableResult
  public func backward<Element: DropBlockElement>(
    _ outputGradient: Span<Element>, _ request: DropBlockRequest,
    into inputGradient: inout MutableSpan<Element>
  ) throws(DropBlockError) -> Kept {
    try request.validate("output gradient", count: outputGradient.count)
    try request.validate("input gradient", count: inputGradient.count)
    return try withMemory(outputGradient, &inputGradient) { (memory) throws(DropBlockError) in
      try apply(request, to: memory)
    }
  }

  /// Replaces the gradient with respect to the output by that with respect to the input.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws, and
  ///   ``DropBlockError/tooManyUnits(_:)`` for an empty tensor with more than 2²⁶ scopes.
  @discardableResult
  public func backward<Element: DropBlockElement>(
    inPlace gradient: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("gradient", count: gradient.count)
    return try withMemory(inPlace: &gradient) { (memory) throws(DropBlockError) in
      try apply(request, to: memory)
    }
  }
}

extension FastEngine {
  /// Carries out a validated request; `memory` is nil for an empty tensor.
  func apply(_ request: DropBlockRequest, to memory: TensorMemory?) throws(DropBlockError) -> Kept {
    guard let memory, request.shape.unitCount > 0 else { return try Kept.identity(request) }
    let geometry = try geometry(request)
    let threads = Workload.threads(threads, units: request.shape.unitCount)
    guard let run = DropBlockRun(request, geometry: geometry, growth: growth) else {
      memory.copy(request.shape.layout, geometry, threads: threads)
      return try Kept.identity(request)
    }
    return run.apply(to: memory, threads: threads)
  }

  /// The geometry of a validated request with at least one unit.
  func geometry(_ request: DropBlockRequest) throws(DropBlockError) -> Geometry {
    let sides = try request.configuration.blockSize.sides(rank: request.shape.rank)
    return Geometry(request, sides: sides)
  }
}

extension TensorMemory {
  /// The identity: the bits of every unit, and of nothing else.
  func copy(_ layout: Layout, _ geometry: Geometry, threads: Int) {
    guard !isInPlace else { return }
    let maps = geometry.samples * geometry.channels
    let units = geometry.map.volume
    guard case .strided = layout else {
      let workload = Workload(masks: maps * units, uses: 1, threads: threads)
      workload.perform { index in
        let units = workload.parts[index].masks
        copy(at: units.lowerBound, count: units.count)
      }
      return
    }
    let placement = Placement(layout, geometry)
    let application = MaskApplication(memory: self, placement: placement, geometry: geometry)
    let workload = Workload(
      masks: geometry.maskCount, uses: placement.useCount, threads: threads)
    workload.perform { index in
      let part = workload.parts[index]
      for mask in part.masks {
        for use in part.uses { application.copy(mask: mask, use: use) }
      }
    }
  }
}
