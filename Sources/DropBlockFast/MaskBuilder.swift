/// Makes the masks of runs of maps, packed, in memory that is used again and again.
///
/// The masks of a run lie one behind the other, without gaps, in logical order: bit i · U + u is unit u
/// of the run's mask i, and set where the unit is dropped. Each thread has a builder of its own.
final class MaskBuilder {
  /// The run whose masks are in `bits`.
  private(set) var built: Range<Int> = 0..<0

  /// How many 32-bit random words were drawn so far.
  private(set) var randomWords = 0

  private let geometry: Geometry
  private let law: SeedLaw
  private let growth: BlockGrowth
  private let frameVolume: Int
  private let mapVolume: Int
  private let lattice: SeedLattice

  /// The frames; they are the masks themselves, unless frames are larger than maps.
  private var frames: BitString
  private var cropped: BitString
  /// The walk through the seeds, and the grid positions that it has yet to cover.
  private var sparse: SparseSeeds?
  private var sparseRange: Range<UInt64> = 0..<0

  /// A builder of runs of at most `capacity` masks.
  init(_ geometry: Geometry, law: SeedLaw, growth: BlockGrowth, capacity: Int) {
    self.geometry = geometry
    self.law = law
    self.growth = growth
    frameVolume = geometry.frame.volume
    mapVolume = geometry.map.volume
    lattice = SeedLattice(geometry)
    frames = BitString(count: capacity * geometry.frame.volume)
    cropped = BitString(count: geometry.isCropped ? capacity * geometry.map.volume : 0)
  }

  /// The masks of the run `built`.
  var bits: BitString { geometry.isCropped ? cropped : frames }

  /// The bits of one mask of the run `built`.
  func range(of mask: Int) -> Range<Int> {
    let first = (mask - built.lowerBound) * mapVolume
    return first..<first + mapVolume
  }

  /// The number of units that a mask of the run `built` drops.
  func dropped(_ mask: Int) -> Int {
    geometry.isCropped
      ? cropped.population(range(of: mask)) : frames.population(range(of: mask))
  }

  /// Makes the masks of a run, unless they are there.
  ///
  /// - Parameters:
  ///   - masks: The run, not longer than the capacity.
  ///   - end: The end of the masks that will be asked for in rising order.
  func build(_ masks: Range<Int>, end: Int) {
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
    case .sparse(let key, let table):
      placeSparse(
        positions, in: &frames, key: key, table: table, end: geometry.positions(0..<end).upperBound)
    case .bernoulli(let seeds): placeBernoulli(positions, in: &frames, seeds)
    }
    if growth == .dilate { frames.dilate(geometry.block, frame: geometry.frame, count: count) }
    if geometry.isCropped { crop(masks.count) }
  }

  private func placeSparse(
    _ positions: Range<UInt64>, in frames: inout BitString, key: UInt64, table: SurvivalTable,
    end: UInt64
  ) {
    var seeds: SparseSeeds
    if let sparse, sparseRange == positions.lowerBound..<end {
      seeds = sparse
    } else {
      seeds = SparseSeeds(key: key, table: table, start: positions.lowerBound, limit: end)
    }
    sparse = nil
    let before = seeds.randomWords
    while seeds.upcoming < positions.upperBound {
      place(Int(seeds.upcoming - positions.lowerBound), in: &frames)
      seeds.advance()
    }
    randomWords += seeds.randomWords - before
    sparseRange = positions.upperBound..<end
    sparse = seeds
  }

  private func placeBernoulli(
    _ positions: Range<UInt64>, in frames: inout BitString, _ seeds: BernoulliSeeds
  ) {
    let size = BernoulliSeeds.positionsPerWord
    let last = (positions.upperBound - 1) / size
    var rows = lattice.rows()
    randomWords += Int(last + 1 - positions.lowerBound / size) * 64
    for index in positions.lowerBound / size...last {
      let start = max(index * size, positions.lowerBound)
      let count = Int(min((index + 1) * size, positions.upperBound) - start)
      let word = seeds.word(index) &>> (start - index * size)
      switch growth {
      case .dilate:
        rows.place(word, count: count) { bits, count, bit in
          frames.or(bits, count: count, at: bit)
        }
      case .fill:
        var rest = count == 64 ? word : word & ~(UInt64.max &<< UInt64(count))
        while rest != 0 {
          place(Int(start - positions.lowerBound) + rest.trailingZeroBitCount, in: &frames)
          rest &= rest &- 1
        }
      }
    }
  }

  /// Puts the seed at a grid position of the run into its frame.
  @inline(__always)
  private func place(_ position: Int, in frames: inout BitString) {
    let bit = lattice.bit(position)
    if growth == .fill {
      frames.setBlock(geometry.block, at: bit, frame: geometry.frame)
    } else {
      frames.set(bit)
    }
  }

  /// Copies the window of the map out of every frame.
  private func crop(_ count: Int) {
    let (map, frame, offset) = (geometry.map, geometry.frame, geometry.offset)
    cropped.clear(count: count * mapVolume)
    var target = 0
    for mask in 0..<count {
      for depth in offset.depth..<offset.depth + map.depth {
        for height in offset.height..<offset.height + map.height {
          let row = mask * frameVolume + (depth * frame.height + height) * frame.width
          var done = 0
          while done < map.width {
            let length = min(map.width - done, 64)
            cropped.or(
              frames.word(from: row + offset.width + done), count: length, at: target + done)
            done += length
          }
          target += map.width
        }
      }
    }
  }
}
