public import DropBlockContract

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
}

extension DropBlockRun {
  /// Makes every mask once, and reports what they keep.
  func count(threads: Int) -> Kept {
    // Where a tensor would lie has no influence on its masks, and this layout takes the least memory.
    let placement = Placement(.channelsFirst, geometry)
    let workload = Workload(
      pieces: geometry.maskCount * slabs.perMask, uses: 1, threads: threads)
    let workers = workload.parts.map { Worker(self, part: $0, placement: placement) }
    workload.perform { workers[$0].count() }
    return kept(workers.map(\.tally))
  }
}
