import DropBlockContract

/// What one thread does: its masks, batch by batch, in memory of its own.
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

  /// The worker of one part of the work.
  init(_ run: DropBlockRun, part: Workload.Part, placement: Placement) {
    self.run = run
    self.part = part
    self.placement = placement
    capacity = run.capacity(masks: part.masks.count, placement: placement)
    builder = run.builder(capacity: capacity)
    tally = Tally(run.scopes, masks: part.masks, isCounted: part.uses.lowerBound == 0)
    // A batch that is scaled as one piece, or lies side by side, must not leave its sample.
    var isBound = false
    if case .interleaved = placement.kind { isBound = true }
    if case .sample = run.rule { isBound = true }
    batchLimit = isBound ? run.geometry.maskChannels : run.geometry.maskCount
  }

  /// Makes all masks and counts what they drop.
  func count() {
    guard part.uses.lowerBound == 0 else { return }
    forEachBatch { self.tally($0) }
  }

  /// Makes all masks and applies them with the scales of their groups.
  func write(_ application: MaskApplication, scales: [Double]) {
    forEachBatch { masks in
      self.factors[0] = scales[masks.lowerBound / self.run.scopes.masksPerGroup]
      self.apply(application, masks)
    }
  }

  /// Makes, counts and applies: for scales that hang on nothing but the mask itself.
  func passOnce(_ application: MaskApplication) {
    let scopes = run.scopes
    forEachBatch { masks in
      self.tally(masks)
      if case .map = self.run.rule {
        self.factors.removeAll(keepingCapacity: true)
        for mask in masks {
          let kept = scopes.kept(dropped: self.builder.dropped(mask))
          self.factors.append(scopes.scale(kept: kept))
        }
      } else {
        self.factors[0] = scopes.scale(kept: 0)
      }
      self.apply(application, masks)
    }
  }

  private func tally(_ masks: Range<Int>) {
    for mask in masks { tally.count(builder.dropped(mask), mask: mask) }
  }

  private func forEachBatch(_ body: (Range<Int>) -> Void) {
    var first = part.masks.lowerBound
    while first < part.masks.upperBound {
      let bound = (first / batchLimit + 1) * batchLimit
      let masks = first..<min(first + capacity, bound, part.masks.upperBound)
      builder.build(masks, end: part.masks.upperBound)
      body(masks)
      first = masks.upperBound
    }
  }

  /// Applies a batch to the part's uses.
  private func apply(_ application: MaskApplication, _ masks: Range<Int>) {
    let bits = builder.bits
    for use in part.uses {
      switch placement.kind {
      case .interleaved(let step):
        application.interleaved(bits, masks: masks, use: use, step: step, factors: factors)
      case .contiguous(let width) where placement.isAdjacent && factors.count == 1:
        application.contiguous(
          bits, from: 0, masks: masks, use: use, width: width, factor: factors[0])
      case .contiguous(let width):
        for (index, mask) in masks.enumerated() {
          application.contiguous(
            bits, from: builder.range(of: mask).lowerBound, masks: mask..<mask + 1, use: use,
            width: width, factor: factors[min(index, factors.count - 1)])
        }
      case .strided:
        for (index, mask) in masks.enumerated() {
          application.strided(
            bits, from: builder.range(of: mask).lowerBound, mask: mask, use: use,
            factor: factors[min(index, factors.count - 1)])
        }
      }
    }
  }
}
