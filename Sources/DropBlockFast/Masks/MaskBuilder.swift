/// Makes the masks of runs of maps, packed, in memory that is used again and again.
///
/// The masks of a run lie one behind the other, without gaps, in logical order: bit i · U + u is unit u
/// of the run's mask i, and set where the unit is dropped. Each thread has a builder of its own.
final class MaskBuilder {
  /// The run whose masks are in `bits`.
  private(set) var built: Range<Int> = 0..<0

  /// How many 32-bit random words were drawn so far.
  private(set) var randomWords = 0

  private var geometry: Geometry
  private let law: SeedLaw
  private let growth: BlockGrowth
  private let kernel: KernelTable
  private let stamp: BlockStamp?
  private var frameVolume: Int
  private var mapVolume: Int
  private var lattice: SeedLattice

  /// The frames; they are the masks themselves, unless frames are larger than maps.
  private var frames: BitString
  private var cropped: BitString
  /// The walk through the seeds, which goes on where the next run begins.
  private var sparse: SparseSeeds?
  /// The seeds of the first pass, for the second; nil where they are drawn again.
  private var record: SeedRecord?
  private var isReplaying = false
  /// Packed seeds, before they are put into frames.
  private var seedWords: [UInt64] = []

  /// A builder of runs of at most `capacity` masks.
  init(
    _ geometry: Geometry, law: SeedLaw, growth: BlockGrowth, stamp: BlockStamp?,
    kernel: KernelTable,
    capacity: Int
  ) {
    self.stamp = stamp
    self.geometry = geometry
    self.law = law
    self.growth = growth
    self.kernel = kernel
    frameVolume = geometry.frame.volume
    mapVolume = geometry.map.volume
    lattice = SeedLattice(geometry)
    frames = BitString(count: capacity * geometry.frame.volume)
    cropped =
      geometry.isCropped ? BitString(count: capacity * geometry.map.volume) : BitString()
  }

  /// Keeps the seeds of the batches that will be made, up to `capacity` of them.
  func startRecord(capacity: Int) {
    guard capacity > 0, growth == .fill, case .sparse = law else { return }
    record = SeedRecord(capacity: capacity)
  }

  /// Makes the same batches again, from the seeds that were kept.
  func startReplay() {
    record?.rewind()
    isReplaying = true
  }

  /// Goes over to another geometry with the same law: another slab.
  func adopt(_ geometry: Geometry) {
    self.geometry = geometry
    built = 0..<0
    frameVolume = geometry.frame.volume
    mapVolume = geometry.map.volume
    lattice = SeedLattice(geometry)
    frames.reserve(frameVolume)
    if geometry.isCropped { cropped.reserve(mapVolume) }
  }

  /// The sizes of a map.
  var map: Extent { geometry.map }

  /// The masks of the run `built`.
  var bits: BitString { geometry.isCropped ? cropped : frames }

  /// The bits of one mask of the run `built`.
  func range(of mask: Int) -> Range<Int> {
    let first = (mask - built.lowerBound) * mapVolume
    return first..<first + mapVolume
  }

  /// The number of units that masks of the run `built` drop.
  func dropped(_ masks: Range<Int>) -> Int {
    let first = (masks.lowerBound - built.lowerBound) * mapVolume
    return kernel.population(bits, first..<first + masks.count * mapVolume)
  }

  /// Makes the masks of a run, not longer than the capacity, unless they are there.
  func build(_ masks: Range<Int>) {
    guard masks != built else { return }
    built = masks
    if case .all = law {
      let count = masks.count * mapVolume
      if geometry.isCropped { cropped.setAll(count: count) } else { frames.setAll(count: count) }
      return
    }
    let count = masks.count * frameVolume
    frames.clear(count: count)
    let positions = geometry.positions(masks)
    switch law {
    case .none, .all: break
    case .sparse(let key, let law):
      if isReplaying, let record {
        var isKnown = false
        fill { body in isKnown = record.replay(body) }
        if isKnown { break }
      }
      placeSparse(positions, key: key, law: law)
    case .bernoulli(let seeds): placeBernoulli(positions, seeds)
    }
    if growth == .dilate { frames.dilate(geometry.block, frame: geometry.frame, count: count) }
    if geometry.isCropped { crop(masks.count) }
  }

  /// Takes the masks of a run from elsewhere: `body` is to write their bits.
  func take(_ masks: Range<Int>, _ body: (inout BitString) -> Void) {
    guard masks != built else { return }
    built = masks
    if geometry.isCropped { body(&cropped) } else { body(&frames) }
  }

  private func placeSparse(_ positions: Range<UInt64>, key: UInt64, law: GapLaw) {
    var walk: SparseSeeds
    // A walk that begins has drawn its first window already.
    var before = 0
    if let sparse, sparse.next == positions.lowerBound {
      walk = sparse
      before = walk.randomWords
    } else {
      walk = SparseSeeds(key: key, law: law, kernel: kernel, start: positions.lowerBound)
    }
    sparse = nil
    let (lattice, first) = (lattice, positions.lowerBound)
    switch growth {
    case .fill:
      fill { body in
        walk.walk(to: positions.upperBound) { position in
          let bit = lattice.bit(Int(truncatingIfNeeded: position &- first))
          record?.append(bit)
          body(bit)
        }
      }
    case .dilate:
      frames.withWords { words in
        walk.walk(to: positions.upperBound) { position in
          words.set(lattice.bit(Int(truncatingIfNeeded: position &- first)))
        }
      }
    }
    record?.endBatch()
    randomWords += walk.randomWords - before
    sparse = walk
  }

  /// Calls `body` with what sets the block of a seed at a frame bit.
  @inline(__always)
  private func fill(_ body: ((Int) -> Void) -> Void) {
    let (block, frame) = (geometry.block, geometry.frame)
    if let stamp {
      frames.withWords { words in
        stamp.withWords { stamp in body { words.setBlock(stamp, at: $0) } }
      }
    } else {
      frames.withWords { words in body { words.setBlock(block, at: $0, frame: frame) } }
    }
  }

  private func placeBernoulli(_ positions: Range<UInt64>, _ seeds: BernoulliSeeds) {
    let size = BernoulliSeeds.positionsPerWord
    let first = positions.lowerBound / size
    let last = (positions.upperBound - 1) / size
    let batch = 64
    if seedWords.isEmpty { seedWords = Array(repeating: 0, count: batch) }
    var rows = lattice.rows()
    randomWords += Int(last + 1 - first) * 64
    for start in stride(from: first, through: last, by: batch) {
      let count = Int(min(last + 1 - start, UInt64(batch)))
      kernel.bernoulli(seeds, from: start, count: count, into: &seedWords)
      let packed = seedWords
      frames.withWords { frames in
        for index in 0..<count {
          let low = (start + UInt64(index)) * size
          let begin = max(low, positions.lowerBound)
          let count = Int(min(low + size, positions.upperBound) - begin)
          place(
            packed[index] &>> (begin - low), count: count,
            from: Int(begin - positions.lowerBound), &rows, into: frames)
        }
      }
    }
  }

  /// Puts `count` packed positions of the run, from `start` on, into their frames.
  @inline(__always)
  private func place(
    _ word: UInt64, count: Int, from start: Int, _ rows: inout SeedLattice.Rows,
    into words: BitWords
  ) {
    let word = word & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count))
    switch growth {
    case .dilate:
      if lattice.isDense {
        words.or(word, at: start)
        return
      }
      rows.place(word, count: count) { bits, count, bit in
        words.or(bits & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count)), at: bit)
      }
    case .fill:
      let (lattice, block, frame) = (lattice, geometry.block, geometry.frame)
      var rest = word
      while rest != 0 {
        let position = start &+ rest.trailingZeroBitCount
        words.setBlock(block, at: lattice.bit(position), frame: frame)
        rest &= rest &- 1
      }
    }
  }

  /// Copies the window of the map out of every frame.
  private func crop(_ count: Int) {
    let (map, frame, offset) = (geometry.map, geometry.frame, geometry.offset)
    let (plane, volume) = (frame.height * frame.width, frame.volume)
    let corner = offset.depth * plane + offset.height * frame.width + offset.width
    cropped.clear(count: count * mapVolume)
    cropped.withWords { target in
      frames.withSource { source in
        var bit = 0
        for mask in 0..<count {
          for depth in 0..<map.depth {
            var row = corner &+ mask &* volume &+ depth &* plane
            for _ in 0..<map.height {
              target.or(source, from: row, count: map.width, at: bit)
              bit &+= map.width
              row &+= frame.width
            }
          }
        }
      }
    }
  }
}
