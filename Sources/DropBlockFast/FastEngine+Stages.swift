public import DropBlockContract

extension FastEngine {
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

extension DropBlockRun {
  /// Marks the seeds of the whole grid.
  func unpackSeeds(into seeds: inout [Bool]) {
    let positions = geometry.positions(0..<geometry.maskCount)
    switch law {
    case .none: break
    case .all:
      for index in seeds.indices { seeds[index] = true }
    case .bernoulli(let sampler):
      let size = BernoulliSeeds.positionsPerWord
      var index = positions.lowerBound / size &- 1
      var word: UInt64 = 0
      for position in positions {
        if position / size != index {
          index = position / size
          word = sampler.word(index)
        }
        seeds[Int(position - positions.lowerBound)] = word &>> (position % size) & 1 == 1
      }
    case .sparse(let key, let law):
      var walk = SparseSeeds(key: key, law: law, kernel: kernel, start: positions.lowerBound)
      walk.walk(to: positions.upperBound) { seeds[Int($0 - positions.lowerBound)] = true }
    }
  }

  /// Makes all masks as `apply` does, and counts what they keep.
  func unpackMasks(into stages: inout DropBlockStages) {
    let masks = 0..<geometry.maskCount
    let units = geometry.map.volume
    let step = capacity(masks: masks.count, placement: nil)
    let builder = builder(capacity: step)
    var tally = Tally(scopes, masks: masks, isCounted: true)
    func unpack(_ masks: Range<Int>, rows first: Int) {
      for (index, mask) in masks.enumerated() {
        let built = builder.built.lowerBound + index
        tally.count(builder.dropped(built..<built + 1), mask: mask)
        let range = builder.range(of: built)
        builder.bits.forEachRun(in: range) { low, high in
          forEachMap(of: mask) { map in
            let start = map * units + first - range.lowerBound
            for unit in low..<high { stages.mask[start + unit] = true }
          }
        }
      }
    }
    if slabs.isCut {
      for piece in 0..<masks.count * slabs.perMask {
        builder.adopt(slabs.geometry(of: piece))
        builder.build(0..<1)
        let start = slabs.start(of: piece)
        let rowUnits = units / geometry.map[start.axis]
        unpack(slabs.mask(of: piece)..<slabs.mask(of: piece) + 1, rows: start.row * rowUnits)
      }
    } else {
      for first in stride(from: 0, to: masks.count, by: step) {
        let batch = first..<min(first + step, masks.count)
        builder.build(batch)
        unpack(batch, rows: 0)
      }
    }
    let kept = kept([tally])
    stages.keptCounts = kept.counts
    stages.scales = kept.scales
    stages.randomWords = builder.randomWords
  }

  /// Calls `body` with the number, in logical order, of each map that uses a mask.
  private func forEachMap(of mask: Int, _ body: (Int) -> Void) {
    let (row, column) = mask.quotientAndRemainder(dividingBy: geometry.maskChannels)
    let samples = geometry.maskSamples == 1 ? 0..<geometry.samples : row..<row + 1
    let channels = geometry.maskChannels == 1 ? 0..<geometry.channels : column..<column + 1
    for sample in samples {
      for channel in channels { body(sample * geometry.channels + channel) }
    }
  }
}
