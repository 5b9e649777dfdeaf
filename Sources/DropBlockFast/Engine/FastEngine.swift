public import DropBlockContract

/// DropBlock at the speed of memory: packed masks, SIMD arithmetic, several threads.
///
/// The function is that of the specification, to the bit; the thread count has no influence on any
/// result, nor has the kernel. Masks are made twice where the scale needs a count first, so that they
/// need not be kept, or wait in the output until they are used.
///
/// Memory beyond input, output and report, for a tensor of U units:
///
/// - Each thread holds the packed masks that it makes at a time: U/32 bytes, but no less than 8 KiB
///   and no more than 32 KiB. On the whole grid it makes them in frames of up to 2^rank times a
///   map's bits, and holds what it cuts out of these as well. Where maps or units side by side
///   share a mask, 4 KiB more, or a bit for each channel.
/// - All threads together keep up to U/32 bytes of seeds from counting to writing, 4 bytes each:
///   1/128 of a tensor of `Float`, 1/64 of one of 16-bit elements. Seeds that are expected to take
///   more are drawn again instead. All threads share up to 8 KiB of block stamps.
/// - Where the layout interleaves channels, the masks of a thread are those of a sample, as far as
///   U/32 bytes have room for them, but no fewer than those of 64 channels (of all, where there are
///   fewer); and there are 32 KiB, or a bit for each channel, to turn them over.
/// - A map that has more bits than a thread's masks may is made in slabs of rows: as many as there
///   is room for beside the rows of a block beyond them, but no fewer than those.
/// - Scales per sample or per map take up to three times the report's memory while they are made.
///
/// For one thread and 98 MiB of `Float`, with the paper's options, `dropblock bench` measures 300 to
/// 400 KiB; 214 KiB of it is room for seeds.
public struct FastEngine: DropBlockEngine {
  /// Its name in reports.
  public var name: String { "fast" }

  /// The most threads that are used, or nil for the engine's own choice.
  public let threads: Int?

  /// Which kernel it runs; nil for the one that ``FastKernel/preferred()`` gives.
  public let kernel: FastKernel?

  /// How many bits of masks are made at a time; nil leaves it to ``DropBlockRun``.
  let batchBits: Int?

  /// How blocks are grown; nil leaves it to the rule of ``BlockGrowth``.
  let growth: BlockGrowth?

  /// Creates an engine.
  ///
  /// - Parameters:
  ///   - threads: The most threads to use. Below 1 counts as 1, above 256 as 256. With nil, tensors of
  ///     262,144 units and more are shared out to all processors, smaller ones are not.
  ///   - kernel: The kernel; with nil, the one that ``FastKernel/preferred()`` gives. Every call
  ///     throws ``DropBlockError/kernel(_:_:)`` where this machine can't run them.
  public init(threads: Int? = nil, kernel: FastKernel? = nil) {
    self.init(threads: threads, kernel: kernel, growth: nil, batchBits: nil)
  }

  /// An engine that grows blocks in one way only, or makes its masks in batches of a given size.
  init(threads: Int?, kernel: FastKernel? = nil, growth: BlockGrowth?, batchBits: Int? = nil) {
    self.threads = threads.map { min(max($0, 1), Workload.threadLimit) }
    self.kernel = kernel
    self.growth = growth
    self.batchBits = batchBits
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
    try request.check("output", count: output.count)
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
    try request.check("input gradient", count: inputGradient.count)
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

extension FastEngine: DropOnlyEngine {
  /// Makes the dropped units of `tensor` +0 and leaves the bits of all others as they are.
  ///
  /// - Throws: What ``DropBlockRequest/validate(_:count:)`` throws, and
  ///   ``DropBlockError/tooManyUnits(_:)`` for an empty tensor with more than 2²⁶ scopes.
  @discardableResult
  public func drop<Element: DropBlockElement>(
    inPlace tensor: inout MutableSpan<Element>, _ request: DropBlockRequest
  ) throws(DropBlockError) -> Kept {
    try request.validate("tensor", count: tensor.count)
    return try withMemory(inPlace: &tensor) { (memory) throws(DropBlockError) in
      try apply(request, to: memory, isScaling: false)
    }
  }
}

extension FastEngine {
  /// Carries out a validated request; `memory` is nil for an empty tensor.
  func apply(
    _ request: DropBlockRequest, to memory: TensorMemory?, isScaling: Bool = true
  ) throws(DropBlockError) -> Kept {
    guard let memory, request.shape.unitCount > 0 else { return try Kept.identity(request) }
    let geometry = try geometry(request)
    let threads = Workload.threads(threads, units: request.shape.unitCount)
    guard let run = try run(request, geometry) else {
      memory.copy(request.shape.layout, geometry, threads: threads)
      return try Kept.identity(request)
    }
    return run.apply(to: memory, threads: threads, isScaling: isScaling)
  }

  /// The geometry of a validated request with at least one unit.
  func geometry(_ request: DropBlockRequest) throws(DropBlockError) -> Geometry {
    let sides = try request.configuration.blockSize.sides(rank: request.shape.rank)
    return Geometry(request, sides: sides)
  }

  /// The work of a request; nil stands for the identity.
  func run(
    _ request: DropBlockRequest, _ geometry: Geometry
  ) throws(DropBlockError) -> DropBlockRun? {
    DropBlockRun(
      request, geometry: geometry, growth: growth, kernel: try table(), batchBits: batchBits)
  }

  /// The functions of the engine's kernel.
  private func table() throws(DropBlockError) -> KernelTable {
    let kernel = if let kernel { kernel } else { try FastKernel.preferred() }
    guard let table = KernelTable(kernel.instructions) else {
      throw .kernel(kernel.name, kernel.unavailableReason ?? "this machine can't run it")
    }
    return table
  }
}
