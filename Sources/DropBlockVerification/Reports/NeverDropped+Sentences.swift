extension NeverDropped {
  /// Which units were never dropped.
  var words: String {
    "\(region.words(in: setting.map)) of \(setting.words) (in \(Decimals.grouped(maps)) maps)"
  }
}

extension NeverDropped.Region {
  fileprivate func words(in map: [Int]) -> String {
    func list(_ name: String, _ indices: [Int]) -> String {
      let few = indices.prefix(4).map { "\($0)" }.joined(separator: ", ")
      return "\(name)\(indices.count == 1 ? "" : "s") \(few)"
        + (indices.count > 4 ? " and \(indices.count - 4) more" : "")
    }
    switch self {
    case .slices(let axis, let indices):
      let isLast = axis == map.count - 1
      return list(isLast ? "column" : axis == map.count - 2 ? "row" : "slice", indices)
    case .samples(let indices, let count):
      return list("sample", indices) + " of \(count), all units"
    case .channels(let indices, let count):
      return list("channel", indices) + " of \(count), all units"
    case .units(let units):
      let few = units.prefix(4).map { MaskPicture.position($0, in: map) }.joined(separator: " ")
      return units.count > 4 ? "\(units.count) units, such as \(few)" : "positions \(few)"
    }
  }
}
