/// Whether a dropped set can have come about by dropping whole blocks.
enum BlockUnion {
  /// Grid positions whose whole (or, at the border, cut) block lies in the dropped set.
  static func positions(in mask: ArraySlice<Bool>, _ geometry: LegalBlocks) -> [Int] {
    let start = mask.startIndex
    return (0..<geometry.positions).filter { position in
      mask[start + geometry.firstUnit(of: position)]
        && geometry.footprint(of: position).allSatisfy { mask[start + $0] }
    }
  }

  /// The first dropped unit that belongs to no wholly dropped block; nil when the set is a union.
  static func strayUnit(in mask: ArraySlice<Bool>, _ geometry: LegalBlocks) -> Int? {
    guard mask.contains(true) else { return nil }
    var covered = [Bool](repeating: false, count: mask.count)
    for position in positions(in: mask, geometry) {
      for unit in geometry.footprint(of: position) { covered[unit] = true }
    }
    return mask.indices.first { mask[$0] && !covered[$0 - mask.startIndex] }
      .map { $0 - mask.startIndex }
  }
}
