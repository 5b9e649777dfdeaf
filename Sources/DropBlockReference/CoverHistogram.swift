/// How many grid positions cover a unit, and how many units are covered by how many.
///
/// Source: specification section 9.
struct CoverHistogram: Sendable, Hashable {
  /// Units of a map that are covered equally often.
  struct Entry: Sendable, Hashable {
    /// n, the number of grid positions whose block covers such a unit.
    var cover: Int

    /// How many units of the map there are of the kind.
    var units: Int
  }

  /// One entry for each n that occurs, in increasing order of n; none for a map without units.
  var entries: [Entry]

  /// Counts the units of a map.
  init(_ geometry: BlockGeometry) {
    entries = []
    // An axis without units leaves nothing to count, however long the other axes are.
    guard geometry.map.allSatisfy({ $0 > 0 }) else { return }
    var unitsByCover = [1: 1]
    for axis in geometry.map.indices {
      var alongAxis: [Int: Int] = [:]
      for unit in 0..<geometry.map[axis] {
        alongAxis[geometry.cover(axis: axis, unit: unit), default: 0] += 1
      }
      // n is a product over the axes, and so is the number of units that share it.
      var next: [Int: Int] = [:]
      for (cover, units) in unitsByCover {
        for (axisCover, axisUnits) in alongAxis {
          next[cover * axisCover, default: 0] += units * axisUnits
        }
      }
      unitsByCover = next
    }
    // Sums over the entries must not depend on the order in which a dictionary hands them out.
    entries = unitsByCover.sorted { $0.key < $1.key }.map { Entry(cover: $0.key, units: $0.value) }
  }
}

extension BlockGeometry {
  /// nᵢ(u): how many positions s in 0…Vᵢ − 1 have s − oᵢ ≤ u ≤ s − oᵢ + b′ᵢ − 1.
  func cover(axis: Int, unit: Int) -> Int {
    cover(axis: axis, units: unit, unit)
  }

  /// kᵢ(u, v): how many positions of an axis have a block that covers both u and v.
  func cover(axis: Int, units u: Int, _ v: Int) -> Int {
    // The inequality of `cover(axis:unit:)`, for both units, solved for s.
    let least = max(0, max(u, v) + offsets[axis] - block[axis] + 1)
    let greatest = min(positions[axis] - 1, min(u, v) + offsets[axis])
    return max(0, greatest - least + 1)
  }
}
