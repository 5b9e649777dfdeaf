public import DropBlockContract

/// Masks without a tensor: what they keep, their bytes, and every stage on the way to them.
extension FastEngine {
  /// A report with more scopes than this is refused, since nothing but memory would bound it.
  static let reportLimit = 1 << 31

  /// What a call with this request keeps, without a tensor: masks are made, counted and forgotten.
  ///
  /// It is what the forward call reports, and takes the memory that ``FastEngine`` states, apart
  /// from the report.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws, and ``DropBlockError/tooManyUnits(_:)`` for
  ///   more than 2³¹ scopes, or an empty tensor with more than 2²⁶ of them.
  public func kept(_ request: DropBlockRequest) throws(DropBlockError) -> Kept {
    try request.validate()
    let shape = request.shape
    if case .map = request.configuration.scale, shape.mapCount > Self.reportLimit {
      throw .tooManyUnits([shape.samples, shape.channels] + shape.spatial)
    }
    if case .sample = request.configuration.scale, shape.samples > Self.reportLimit {
      throw .tooManyUnits([shape.samples, shape.channels] + shape.spatial)
    }
    guard shape.unitCount > 0, let run = try run(request, try geometry(request)) else {
      return try Kept.identity(request)
    }
    return run.count(threads: Workload.threads(threads, units: shape.unitCount))
  }

  /// Writes 1 for each dropped unit and 0 for the others, in logical order whatever the layout.
  ///
  /// On the calling thread alone. Beyond the mask and the report it takes the memory that
  /// ``FastEngine`` states for one thread.
  ///
  /// - Parameter mask: A byte per unit.
  /// - Returns: The kept counts and scales of the request's scale rule, one per scope.
  /// - Throws: What ``DropBlockRequest/validate()`` throws, ``DropBlockError/elementCount(_:given:needed:)``
  ///   when the mask has another number of bytes, and ``DropBlockError/tooManyUnits(_:)`` for an empty
  ///   tensor with more than 2²⁶ scopes.
  @discardableResult
  public func mask(
    _ request: DropBlockRequest, into mask: inout MutableSpan<UInt8>
  ) throws(DropBlockError) -> Kept {
    try request.validate()
    let needed = request.shape.unitCount
    guard mask.count == needed else {
      throw .elementCount("mask", given: mask.count, needed: needed)
    }
    guard needed > 0, let run = try run(request, try geometry(request)) else {
      let identity = try Kept.identity(request)
      for unit in mask.indices { mask[unit] = 0 }
      return identity
    }
    return run.writeMasks(to: &mask)
  }

  /// Stages are one `Bool` per unit; tensors with more units than this are refused.
  static let stageLimit = 1 << 31

  /// Everything that is decided before the tensor is touched, unpacked.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws, and ``DropBlockError/tooManyUnits(_:)`` for
  ///   more than 2³¹ units, or an empty tensor with more than 2²⁶ scopes.
  public func stages(_ request: DropBlockRequest) throws(DropBlockError) -> DropBlockStages {
    try request.validate()
    let shape = request.shape
    guard shape.unitCount <= Self.stageLimit else {
      throw .tooManyUnits([shape.samples, shape.channels] + shape.spatial)
    }
    let identity = try Kept.identity(request)
    guard shape.unitCount > 0 else {
      return DropBlockStages(
        gamma: 0, seedGrid: Array(repeating: 0, count: 2 + shape.rank), seeds: [], mask: [],
        keptCounts: identity.counts, scales: identity.scales, randomWords: 0)
    }
    let geometry = try geometry(request)
    var stages = DropBlockStages(
      gamma: 0,
      seedGrid: [geometry.maskSamples, geometry.maskChannels]
        + geometry.grid.values.suffix(shape.rank),
      seeds: Array(repeating: false, count: geometry.maskCount * geometry.grid.volume),
      mask: Array(repeating: false, count: shape.unitCount),
      keptCounts: identity.counts, scales: identity.scales, randomWords: 0)
    guard let run = try run(request, geometry) else { return stages }
    stages.gamma = run.gamma
    run.unpackSeeds(into: &stages.seeds)
    run.unpackMasks(into: &stages)
    return stages
  }
}

/// How many threads a request is given.
extension FastEngine {
  /// Tensors with fewer units than this stay on one thread, unless a thread count is given.
  public static var sharedUnits: Int { Workload.serialUnits }

  /// The most threads that any request is shared out to.
  public var mostThreads: Int {
    min(Workload.threads(threads, units: .max), Workload.threadLimit)
  }

  /// How many threads the work of a forward call from one buffer to another is shared out to.
  ///
  /// Where the machine has fewer processors, fewer of them run at once.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws.
  public func threadCount(_ request: DropBlockRequest) throws(DropBlockError) -> Int {
    try request.validate()
    let units = request.shape.unitCount
    guard units > 0 else { return 1 }
    let geometry = try geometry(request)
    let threads = Workload.threads(threads, units: units)
    let placement = Placement(request.shape.layout, geometry)
    var (slabs, consumers) = (geometry.maskCount, placement.consumerCount)
    if let run = try run(request, geometry) {
      slabs *= run.slabs.perMask
    } else {
      // The identity is a copy; where there are no gaps, it is cut anywhere.
      switch request.shape.layout {
      case .channelsFirst, .channelsLast: (slabs, consumers) = (units, 1)
      case .strided: break
      }
    }
    return Workload(slabs: slabs, consumers: consumers, threads: threads).parts.count
  }
}
