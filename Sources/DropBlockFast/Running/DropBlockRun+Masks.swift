import DropBlockContract

/// Masks that are counted or handed out, and not applied to a tensor.
extension DropBlockRun {
  /// Makes every mask once, and reports what they keep.
  func count(threads: Int) -> Kept {
    // Where a tensor would lie has no influence on its masks, and this layout takes the least memory.
    let placement = Placement(.channelsFirst, geometry)
    let workload = Workload(
      slabs: geometry.maskCount * slabs.perMask, consumers: 1, threads: threads)
    let workers = workload.parts.map { Worker(self, part: $0, placement: placement) }
    workload.perform { workers[$0].count() }
    return kept(workers.map(\.tally))
  }

  /// Makes every mask once, and writes it for each map that uses it.
  func writeMasks(to bytes: inout MutableSpan<UInt8>) -> Kept {
    let placement = Placement(.channelsFirst, geometry)
    var width = 1
    if case .contiguous(let given) = placement.kind { width = given }
    let masks = 0..<geometry.maskCount
    let slabCount = masks.count * slabs.perMask
    let capacity = capacity(masks: masks.count, placement: nil)
    let builder = builder(capacity: capacity)
    var tally = Tally(scopes, masks: masks, isCounted: true)
    for slab in 0..<slabCount {
      if slabs.isCut {
        builder.adopt(slabs.geometry(of: slab))
        builder.build(0..<1)
      } else if !builder.built.contains(slab) {
        builder.build(slab..<min(slab + capacity, slabCount))
      }
      let built = slabs.isCut ? 0 : slab
      let mask = slabs.mask(of: slab)
      tally.count(builder.dropped(built..<built + 1), mask: mask)
      let start = slabs.start(of: slab)
      for consumer in 0..<placement.consumerCount {
        builder.bits.unpack(
          builder.range(of: built), width: width, into: &bytes,
          at: placement.offset(mask: mask, consumer: consumer) + start.row
            * placement.axes[start.axis])
      }
    }
    return kept([tally])
  }

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
      for slab in 0..<masks.count * slabs.perMask {
        builder.adopt(slabs.geometry(of: slab))
        builder.build(0..<1)
        let start = slabs.start(of: slab)
        let rowUnits = units / geometry.map[start.axis]
        unpack(slabs.mask(of: slab)..<slabs.mask(of: slab) + 1, rows: start.row * rowUnits)
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

extension BitString {
  /// Writes each bit of a range as `width` bytes of 0 or 1.
  fileprivate func unpack(
    _ range: Range<Int>, width: Int, into bytes: inout MutableSpan<UInt8>, at offset: Int
  ) {
    var target = offset
    var start = range.lowerBound
    while start < range.upperBound {
      let count = min(range.upperBound - start, 64)
      var word = word(from: start)
      for _ in 0..<count {
        let byte = UInt8(truncatingIfNeeded: word & 1)
        for _ in 0..<width {
          bytes[target] = byte
          target &+= 1
        }
        word &>>= 1
      }
      start += count
    }
  }
}
