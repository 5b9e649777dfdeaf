import DropBlockContract

/// One request with at least one unit, ready to be carried out.
struct DropBlockRun: Sendable {
  let geometry: Geometry
  let gamma: Double
  let law: SeedLaw
  let growth: BlockGrowth
  private let stamp: BlockStamp?
  let kernel: KernelTable
  let slabs: Slabs
  let scopes: Scopes
  let rule: ScaleRule
  let layout: Layout
  /// Masks are made for about so many frame bits at a time.
  private let batchBits: Int
  /// The most that all threads should make at a time.
  private let shareBits: Int
  /// Whether masks that are needed twice are spilled to the output meanwhile, rather than made twice.
  let isSpilling: Bool

  /// The least and the most bits that are made at a time: 8 KiB and 32 KiB of them.
  private static let batchLimits = (1 << 16, 1 << 18)

  /// Prepares a validated request; nil stands for the identity.
  ///
  /// - Parameters:
  ///   - growth: How blocks are grown; nil leaves that to the rule of ``BlockGrowth``.
  ///   - kernel: The functions of the instruction set.
  ///   - batchBits: How many frame bits are made at a time; nil for 1/64 of the tensor's bits, but
  ///     no fewer than 2¹⁶, and no more than 2¹⁸.
  init?(
    _ request: DropBlockRequest, geometry: Geometry, growth: BlockGrowth?, kernel: KernelTable,
    batchBits: Int?
  ) {
    guard request.mode == .training else { return nil }
    let configuration = request.configuration
    gamma = geometry.gamma(configuration)
    guard gamma > 0 else { return nil }
    self.geometry = geometry
    let positions = geometry.maskCount * geometry.grid.volume
    law = SeedLaw(configuration.sampler, gamma: gamma, key: request.key)
    self.growth = growth ?? BlockGrowth(geometry, gamma: gamma)
    stamp =
      self.growth == .fill
      ? BlockStamp(geometry.block, frame: geometry.frame, expected: gamma * Double(positions)) : nil
    self.kernel = kernel
    let (least, most) = Self.batchLimits
    // A bit in 64 of those that a tensor of 16-bit elements has.
    shareBits = request.shape.unitCount / 4
    self.batchBits = batchBits ?? min(max(shareBits, least), most)
    isSpilling = MaskCost.isHigh(
      geometry, gamma: gamma, sampler: configuration.sampler, growth: self.growth,
      wordsPerBlock: stamp?.width)
    slabs = Slabs(geometry, bits: self.batchBits)
    rule = configuration.scale
    scopes = Scopes(rule, geometry)
    layout = request.shape.layout
  }

  /// A builder for runs of at most `capacity` masks.
  func builder(capacity: Int) -> MaskBuilder {
    MaskBuilder(
      geometry, law: law, growth: growth, stamp: stamp, kernel: kernel, capacity: capacity)
  }

  /// How many seeds of its slabs a thread keeps between two passes; 0 where they take too much room.
  ///
  /// Four bytes for each seed that is expected, and ten standard deviations more.
  func recordCapacity(slabs count: Int) -> Int {
    let share = Double(count) / Double(geometry.maskCount * slabs.perMask)
    let seeds = share * gamma * Double(geometry.maskCount * geometry.grid.volume)
    let capacity = seeds + 10 * seeds.squareRoot() + 64
    return capacity * 32 <= Double(shareBits) * share ? Int(capacity) : 0
  }

  /// How many masks are made at a time, when a thread has at most `masks` of them.
  func capacity(masks: Int, placement: Placement?) -> Int {
    if slabs.isCut { return 0 }
    var capacity = max(batchBits / geometry.frame.volume, 1)
    if case .interleaved? = placement?.kind {
      // A sample's channels make one long run of elements; their masks are turned over 64 at a time.
      capacity = max(capacity, shareBits / geometry.frame.volume / 64 * 64, 64)
      capacity = min(capacity, geometry.maskChannels)
    }
    return min(capacity, masks)
  }
}

extension DropBlockRun {
  /// Counts, scales and writes the tensor; what it reports is what `stages` reports.
  ///
  /// - Parameter isScaling: Whether kept units are multiplied; if not, they are not touched.
  func apply(to memory: TensorMemory, threads: Int, isScaling: Bool) -> Kept {
    let placement = Placement(layout, geometry)
    let workload = Workload(
      slabs: geometry.maskCount * slabs.perMask, consumers: placement.consumerCount,
      threads: threads)
    let application = MaskApplication(memory: memory, kernel: kernel, isScaling: isScaling)
    let workers = workload.parts.map { Worker(self, part: $0, placement: placement) }
    if isScaling, needsCount {
      workload.perform { workers[$0].count(application) }
      let kept = groups(workers.map(\.tally))
      let scales = kept.map(scopes.scale)
      workload.perform { workers[$0].write(application, scales: scales) }
      return Kept(counts: scopes.expand(kept), scales: scopes.expand(scales))
    }
    workload.perform { workers[$0].passOnce(application) }
    return kept(workers.map(\.tally))
  }

  /// Whether scales depend on more than the masks of one batch.
  private var needsCount: Bool {
    switch rule {
    case .fixed, .none: false
    case .map: slabs.isCut
    case .tensor, .sample: true
    }
  }

  /// The kept count of each group, from the workers' tallies.
  func groups(_ tallies: [Tally]) -> [Int] {
    var dropped = Array(repeating: 0, count: scopes.groupCount)
    for tally in tallies { tally.add(to: &dropped) }
    return dropped.map(scopes.kept)
  }

  /// The report of the whole tensor, from the workers' tallies.
  func kept(_ tallies: [Tally]) -> Kept {
    let kept = groups(tallies)
    return Kept(
      counts: scopes.expand(kept), scales: scopes.expand(kept.map(scopes.scale)))
  }
}
