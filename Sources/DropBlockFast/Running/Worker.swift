import DropBlockContract

/// What one thread does: its slabs, batch by batch, in memory of its own.
///
/// Not checked for sharing, because a worker is handed to one thread at a time: ``Workload`` runs
/// each part once, and returns when all are done.
final class Worker: @unchecked Sendable {
  /// The dropped units of its masks.
  private(set) var tally: Tally

  private let run: DropBlockRun
  private let part: Workload.Part
  private let placement: Placement
  private let builder: MaskBuilder
  private let capacity: Int
  private let batchLimit: Int
  /// The factor of each mask of the batch, or one for all of them.
  private var factors: [Double] = [1]
  private var interleaving: Interleaving?
  private var wide = BitString()

  /// The worker of one part of the work.
  init(_ run: DropBlockRun, part: Workload.Part, placement: Placement) {
    self.run = run
    self.part = part
    self.placement = placement
    let slabs = run.slabs
    let masks =
      slabs.mask(of: part.slabs.lowerBound)..<slabs.mask(of: part.slabs.upperBound - 1) + 1
    capacity = run.capacity(masks: masks.count, placement: placement)
    builder = run.builder(capacity: capacity)
    tally = Tally(run.scopes, masks: masks, isCounted: part.consumers.lowerBound == 0)
    // A batch that is scaled at once, or lies side by side, must not leave its sample.
    var isBound = false
    if case .interleaved = placement.kind { isBound = true }
    if case .sample = run.rule { isBound = true }
    batchLimit = isBound ? run.geometry.maskChannels : run.geometry.maskCount
  }

  /// Makes all masks and counts what they drop.
  ///
  /// - Parameter application: What the masks will be applied to in a second pass, if there is one.
  func count(_ application: MaskApplication? = nil) {
    guard part.consumers.lowerBound == 0 else { return }
    if application != nil, part.slabs.count > max(capacity, 1), !run.isSpilling {
      builder.startRecord(capacity: run.recordCapacity(slabs: part.slabs.count))
    }
    forEachBatch { batch in
      self.builder.build(batch.built)
      self.countDropped(batch)
      if let application, let place = self.spillPlace(application, batch) {
        application.memory.spill(self.builder.bits, count: self.bitCount(batch), at: place)
      }
    }
  }

  /// Makes all masks and applies them with the scales of their groups.
  func write(_ application: MaskApplication, scales: [Double]) {
    builder.startReplay()
    forEachBatch { batch in
      if let place = self.spillPlace(application, batch) {
        self.builder.take(batch.built) {
          application.memory.reload(&$0, count: self.bitCount(batch), from: place)
        }
      } else {
        self.builder.build(batch.built)
      }
      self.factors[0] = scales[batch.masks.lowerBound / self.run.scopes.masksPerGroup]
      self.apply(application, batch)
    }
  }

  /// Makes, counts and applies: for scales that depend on nothing but the mask itself.
  func passOnce(_ application: MaskApplication) {
    let scopes = run.scopes
    forEachBatch { batch in
      self.builder.build(batch.built)
      if application.isScaling, case .map = self.run.rule {
        self.countFactors(batch)
      } else {
        self.countDropped(batch)
        self.factors[0] = scopes.scale(kept: 0)
      }
      self.apply(application, batch)
    }
  }

  /// What is made at one time: some masks, or a slab of a single one.
  private struct Batch {
    var masks: Range<Int>
    var slab: Int?

    /// What the builder is asked for: a slab is the one mask of its own geometry.
    var built: Range<Int> { slab == nil ? masks : 0..<1 }
  }

  private func bitCount(_ batch: Batch) -> Int { batch.masks.count * builder.map.volume }

  /// The element where a batch's masks wait for the second pass; nil where they are made again.
  ///
  /// Until the second pass writes them, the elements that a batch of masks belongs to are memory
  /// that nobody uses, and have at least sixteen bits where the masks have one.
  private func spillPlace(_ application: MaskApplication, _ batch: Batch) -> Int? {
    guard run.isSpilling, !application.memory.isInPlace else { return nil }
    let isDense =
      switch placement.kind {
      case .contiguous(let width): width == 1 && placement.isAdjacent
      case .interleaved(let step): step == batch.masks.count
      case .strided: false
      }
    return isDense ? offset(of: batch, consumer: 0) : nil
  }

  /// The element where a batch begins.
  private func offset(of batch: Batch, consumer: Int) -> Int {
    let offset = placement.offset(mask: batch.masks.lowerBound, consumer: consumer)
    guard let slab = batch.slab else { return offset }
    let start = run.slabs.start(of: slab)
    return offset + start.row * placement.axes[start.axis]
  }

  /// Counts what the masks of a batch drop.
  private func countDropped(_ batch: Batch) {
    guard tally.isCounted else { return }
    if run.scopes.masksPerGroup >= batchLimit {
      let dropped = builder.dropped(builder.built)
      tally.count(dropped, mask: batch.masks.lowerBound)
      return
    }
    for (index, mask) in zip(builder.built, batch.masks) {
      tally.count(builder.dropped(index..<index + 1), mask: mask)
    }
  }

  /// Counts what each mask drops, and makes its factor of that.
  private func countFactors(_ batch: Batch) {
    let (bits, units, kernel, scopes) = (builder.bits, builder.map.volume, run.kernel, run.scopes)
    factors.removeAll(keepingCapacity: true)
    for (index, mask) in batch.masks.enumerated() {
      let dropped = kernel.population(bits, index * units..<(index + 1) * units)
      tally.count(dropped, mask: mask)
      factors.append(scopes.scale(kept: scopes.kept(dropped: dropped)))
    }
  }

  private func forEachBatch(_ body: (Batch) -> Void) {
    if run.slabs.isCut {
      for slab in part.slabs {
        builder.adopt(run.slabs.geometry(of: slab))
        let mask = run.slabs.mask(of: slab)
        body(Batch(masks: mask..<mask + 1, slab: slab))
      }
      return
    }
    var first = part.slabs.lowerBound
    while first < part.slabs.upperBound {
      let bound = (first / batchLimit + 1) * batchLimit
      let masks = first..<min(first + capacity, bound, part.slabs.upperBound)
      body(Batch(masks: masks))
      first = masks.upperBound
    }
  }

  /// Applies a batch to the part's consumers.
  private func apply(_ application: MaskApplication, _ batch: Batch) {
    if case .contiguous(width: 1) = placement.kind, batch.slab == nil,
      placement.adjacentConsumers > 1,
      builder.map.volume <= Self.repeatedBits / 2
    {
      for mask in batch.masks { applyRepeated(application, mask, in: batch) }
      return
    }
    for consumer in part.consumers {
      apply(application, batch, consumer: consumer, at: offset(of: batch, consumer: consumer))
    }
  }

  /// Small masks are repeated to about so many bits.
  private static let repeatedBits = 1 << 15

  /// Applies a small mask to consumers that lie side by side, many of them at a time.
  private func applyRepeated(_ application: MaskApplication, _ mask: Int, in batch: Batch) {
    let units = builder.map.volume
    let start = (mask - batch.masks.lowerBound) * units
    let factor = factors[min(mask - batch.masks.lowerBound, factors.count - 1)]
    let count = min(placement.adjacentConsumers, part.consumers.count, Self.repeatedBits / units)
    wide.reserve(count * units)
    wide.clear(count: count * units)
    wide.or(builder.bits, from: start, count: units, at: 0)
    wide.repeatFirst(units, times: count)
    var consumer = part.consumers.lowerBound
    while consumer < part.consumers.upperBound {
      let row = placement.adjacentConsumers - consumer % placement.adjacentConsumers
      let consumers = min(count, row, part.consumers.upperBound - consumer)
      application.contiguous(
        wide, from: 0, at: placement.offset(mask: mask, consumer: consumer),
        count: consumers * units,
        factor: factor)
      consumer += consumers
    }
  }

  private func apply(
    _ application: MaskApplication, _ batch: Batch, consumer: Int, at offset: Int
  ) {
    let (bits, map) = (builder.bits, builder.map)
    let units = map.volume
    switch placement.kind {
    case .interleaved(let step):
      if interleaving == nil { interleaving = Interleaving() }
      interleaving?.apply(
        application, bits, channels: batch.masks.count, units: units, at: offset, step: step,
        factors: factors)
    case .contiguous(width: 1) where placement.isAdjacent:
      forEachFactor(of: batch) { masks, factor in
        let first = masks.lowerBound * units
        application.contiguous(
          bits, from: first, at: offset + first, count: masks.count * units, factor: factor)
      }
    case .contiguous(let width):
      forEachMask(of: batch, consumer: consumer, at: offset) { start, offset, factor in
        if width == 1 {
          application.contiguous(bits, from: start, at: offset, count: units, factor: factor)
        } else {
          application.contiguous(
            bits, from: start, at: offset, count: units, width: width, factor: factor, wide: &wide)
        }
      }
    case .strided:
      forEachMask(of: batch, consumer: consumer, at: offset) { start, offset, factor in
        application.strided(
          bits, from: start, at: offset, map: map, axes: placement.axes, factor: factor)
      }
    }
  }

  /// Calls `body` with each run of masks, counted from the batch's first, that have one factor.
  @inline(__always)
  private func forEachFactor(
    of batch: Batch, _ body: (_ masks: Range<Int>, _ factor: Double) -> Void
  ) {
    let factors = factors
    guard factors.count > 1 else {
      body(0..<batch.masks.count, factors[0])
      return
    }
    var first = 0
    while first < factors.count {
      var end = first + 1
      while end < factors.count, factors[end] == factors[first] { end += 1 }
      body(first..<end, factors[first])
      first = end
    }
  }

  /// Calls `body` with the first bit, the first element and the factor of each mask.
  @inline(__always)
  private func forEachMask(
    of batch: Batch, consumer: Int, at offset: Int,
    _ body: (_ start: Int, _ offset: Int, _ factor: Double) -> Void
  ) {
    if batch.slab != nil {
      body(0, offset, factors[0])
      return
    }
    let (units, placement, factors) = (builder.map.volume, placement, factors)
    for (index, mask) in batch.masks.enumerated() {
      body(
        index * units, placement.offset(mask: mask, consumer: consumer),
        factors[min(index, factors.count - 1)])
    }
  }
}
