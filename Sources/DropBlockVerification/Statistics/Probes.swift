/// The units of a map whose joint law tells one rule from another.
enum Probes {
  /// Corners, the middle of a side, and from one block's place near the centre the units next to it, at
  /// its far end and beyond; then as many others as are wanted, spread evenly.
  static func choose(_ map: [Int], sides: [Int], most: Int) -> [Int] {
    let units = map.reduce(1, *)
    guard units > most else { return Array(0..<units) }
    let low = zip(map, sides).map { max(0, ($0 - $1) / 2) }
    let last = map.indices.last ?? 0
    func moved(_ axis: Int, _ distance: Int) -> [Int] {
      var place = low
      place[axis] += distance
      return place
    }
    var corner = map.map { _ in 0 }
    corner[last] = map[last] - 1
    var side = map.map { $0 / 2 }
    side[0] = 0
    let places = [
      map.map { _ in 0 }, map.map { $0 - 1 }, corner, low, moved(last, 1),
      moved(last, sides[last] - 1), moved(last, sides[last]), moved(0, sides[0] - 1), side,
    ]
    var probes: [Int] = []
    for place in places where zip(place, map).allSatisfy({ $0 < $1 }) && probes.count < most {
      let unit = zip(place, map).reduce(0) { $0 * $1.1 + $1.0 }
      if !probes.contains(unit) { probes.append(unit) }
    }
    for step in 0..<most where probes.count < most {
      let unit = step * (units - 1) / max(most - 1, 1)
      if !probes.contains(unit) { probes.append(unit) }
    }
    return probes.sorted()
  }
}
