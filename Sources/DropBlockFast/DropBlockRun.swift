import DropBlockContract

/// One request with at least one unit, ready to be carried out.
struct DropBlockRun: Sendable {
  let geometry: Geometry
  let gamma: Double
  let law: SeedLaw
  let growth: BlockGrowth
  let scopes: Scopes
  let rule: ScaleRule
  let layout: Layout

  /// Prepares a validated request; nil stands for the identity.
  ///
  /// - Parameter growth: How blocks are grown; nil leaves that to the rule of ``BlockGrowth``.
  init?(_ request: DropBlockRequest, geometry: Geometry, growth: BlockGrowth?) {
    guard request.mode == .training else { return nil }
    let configuration = request.configuration
    gamma = geometry.gamma(configuration)
    guard gamma > 0 else { return nil }
    self.geometry = geometry
    law = SeedLaw(configuration.sampler, gamma: gamma, key: request.key)
    self.growth = growth ?? BlockGrowth(geometry, gamma: gamma)
    rule = configuration.scale
    scopes = Scopes(rule, geometry)
    layout = request.shape.layout
  }

  /// Masks are made for about so many frame bits at a time: 4 KiB of them.
  private static let batchBits = 1 << 15

  /// A builder for runs of at most `capacity` masks.
  func builder(capacity: Int) -> MaskBuilder {
    MaskBuilder(geometry, law: law, growth: growth, capacity: capacity)
  }

  /// How many masks are made at a time, when a thread has at most `masks` of them.
  func capacity(masks: Int, placement: Placement?) -> Int {
    var capacity = max(Self.batchBits / geometry.frame.volume, 1)
    if case .interleaved? = placement?.kind {
      // Neighbouring channels share cache lines, so a handful is worked on together.
      capacity = min(max(capacity, 16), geometry.maskChannels)
    }
    return min(capacity, masks)
  }
}

extension DropBlockRun {
  /// Counts, scales and writes the tensor; what it reports is what `stages` reports.
  func apply(to memory: TensorMemory, threads: Int) -> Kept {
    let placement = Placement(layout, geometry)
    let workload = Workload(
      masks: geometry.maskCount, uses: placement.useCount, threads: threads)
    let application = MaskApplication(memory: memory, placement: placement, geometry: geometry)
    let workers = workload.parts.map { Worker(self, part: $0, placement: placement) }
    switch rule {
    case .fixed, .none, .map:
      workload.perform { workers[$0].passOnce(application) }
      return kept(workers.map(\.tally))
    case .tensor, .sample:
      workload.perform { workers[$0].count() }
      let kept = groups(workers.map(\.tally))
      let scales = kept.map(scopes.scale)
      workload.perform { workers[$0].write(application, scales: scales) }
      return Kept(counts: scopes.expand(kept), scales: scopes.expand(scales))
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

/// The dropped units of the groups that a run of masks touches.
struct Tally {
  private let masksPerGroup: Int
  private let firstGroup: Int
  private var dropped: [Int]

  /// - Parameter isCounted: Whether this worker counts; of several with the same masks, one does.
  init(_ scopes: Scopes, masks: Range<Int>, isCounted: Bool) {
    masksPerGroup = scopes.masksPerGroup
    firstGroup = masks.lowerBound / masksPerGroup
    let groups = (masks.upperBound - 1) / masksPerGroup - firstGroup + 1
    dropped = Array(repeating: 0, count: isCounted ? groups : 0)
  }

  /// Counts the dropped units of one mask.
  mutating func count(_ units: Int, mask: Int) {
    guard !dropped.isEmpty else { return }
    dropped[mask / masksPerGroup - firstGroup] += units
  }

  /// Adds the counts to those of all groups.
  func add(to groups: inout [Int]) {
    for (index, units) in dropped.enumerated() { groups[firstGroup + index] += units }
  }
}
