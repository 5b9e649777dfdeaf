public import DropBlockContract

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
    var (pieces, uses) = (geometry.maskCount, placement.useCount)
    if let run = try run(request, geometry) {
      pieces *= run.slabs.perMask
    } else {
      // The identity is a copy; where there are no gaps, it is cut anywhere.
      switch request.shape.layout {
      case .channelsFirst, .channelsLast: (pieces, uses) = (units, 1)
      case .strided: break
      }
    }
    return Workload(pieces: pieces, uses: uses, threads: threads).parts.count
  }
}
