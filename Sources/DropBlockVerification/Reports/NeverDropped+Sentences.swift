extension NeverDropped {
  /// Which units were never dropped.
  var words: String {
    "\(region.words(in: setting.map)) of \(setting.words) (in \(Decimals.grouped(maps)) maps)"
  }
}

extension NeverDropped.Region {
  fileprivate func words(in map: [Int]) -> String {
    switch self {
    case .slices(let axis, let indices):
      let list = indices.map { "\($0)" }.joined(separator: ", ")
      let isLast = axis == map.count - 1
      let name = isLast ? "column" : axis == map.count - 2 ? "row" : "slice"
      return "\(name)\(indices.count == 1 ? "" : "s") \(list)"
    case .units(let units):
      let few = units.prefix(4).map { MaskPicture.position($0, in: map) }.joined(separator: " ")
      return units.count > 4 ? "\(units.count) units, such as \(few)" : "positions \(few)"
    }
  }
}
