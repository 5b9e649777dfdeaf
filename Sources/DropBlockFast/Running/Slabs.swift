/// How masks are made: whole, or cut into slabs where a single one is too large.
///
/// A slab is a run of rows along the first axis that has more than one, or a whole mask. The seeds that
/// reach into it lie on a run of grid rows, so it is made like a map of its own, out of a frame of its
/// own; only the seeds near a border between slabs are drawn twice.
struct Slabs: Sendable {
  /// How many slabs each mask is cut into; 1 where masks stay whole.
  let perMask: Int

  private let geometry: Geometry
  private let axis: Int
  private let rowsPerSlab: Int

  /// Pieces whose frames have about `bits` bits at most.
  ///
  /// A slab has no fewer rows than its seeds reach beyond it, so that no more than half of the work
  /// is done twice, whatever the block.
  init(_ geometry: Geometry, bits: Int) {
    self.geometry = geometry
    axis = geometry.map.values.firstIndex { $0 > 1 } ?? 2
    let rows = geometry.map.values[axis]
    let rowBits = geometry.frame.volume / geometry.frame.values[axis]
    let reach = geometry.block.values[axis] - 1
    if geometry.frame.volume <= bits {
      rowsPerSlab = rows
    } else {
      rowsPerSlab = min(max(bits / rowBits - reach, reach, 1), rows)
    }
    perMask = (rows + rowsPerSlab - 1) / rowsPerSlab
  }

  /// Whether masks are cut.
  var isCut: Bool { perMask > 1 }

  /// The mask that a slab is of.
  func mask(of slab: Int) -> Int { slab / perMask }

  /// The rows of a slab.
  func rows(of slab: Int) -> Range<Int> {
    let first = slab % perMask * rowsPerSlab
    return first..<min(first + rowsPerSlab, geometry.map.values[axis])
  }

  /// The geometry of a slab, as if it were a tensor of one map.
  func geometry(of slab: Int) -> Geometry {
    geometry.slab(rows(of: slab), axis: axis, mask: mask(of: slab))
  }

  /// How far into the mask's map a slab begins: the axis, and the row.
  func start(of slab: Int) -> (axis: Int, row: Int) { (axis, rows(of: slab).lowerBound) }
}
