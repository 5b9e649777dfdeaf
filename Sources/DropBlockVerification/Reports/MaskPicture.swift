/// Masks as text: one character a unit, ten thousand words saved.
enum MaskPicture {
  /// Draws one map, or its first and the marked slices of a three-dimensional one.
  ///
  /// `#` is dropped, `·` kept; the marked unit is `X` if dropped and `o` if kept. Large maps are cut to
  /// a window around the mark.
  static func draw(_ mask: ArraySlice<Bool>, map: [Int], mark: Int? = nil) -> String {
    guard let width = map.last, width > 0 else { return "(empty)" }
    let height = map.count > 1 ? map[map.count - 2] : 1
    let marked = mark ?? 0
    let slice = marked / (width * height)
    let centre = (row: marked / width % max(height, 1), column: marked % width)
    let rows = window(around: centre.row, size: height, limit: 24)
    let columns = window(around: centre.column, size: width, limit: 60)
    var lines: [String] = map.count > 2 ? ["slice \(slice):"] : []
    for row in rows {
      var line = "  "
      for column in columns {
        let unit = (slice * height + row) * width + column
        let dropped = mask[mask.startIndex + unit]
        line += unit == mark ? (dropped ? "X" : "o") : (dropped ? "#" : "·")
      }
      lines.append(line)
    }
    if rows.count < height || columns.count < width {
      lines.append("  (rows \(rows), columns \(columns) of \(height)×\(width))")
    }
    return lines.joined(separator: "\n")
  }

  /// Draws two masks of one map side by side, marking where they first differ.
  static func compare(
    expected: ArraySlice<Bool>, got: ArraySlice<Bool>, map: [Int], mark: Int
  ) -> String {
    let left = draw(expected, map: map, mark: mark).split(separator: "\n")
    let right = draw(got, map: map, mark: mark).split(separator: "\n")
    let width = max(10, (left.map(\.count).max() ?? 0) + 3)
    func pad(_ text: String) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let lines = zip(left, right).map { pad(String($0)) + String($1) }
    return ([pad("  expected") + "  got"] + lines).joined(separator: "\n")
  }

  /// The position of a unit of a map, in words.
  static func position(_ unit: Int, in map: [Int]) -> String {
    tuple(Coordinates.of(unit, in: map))
  }

  /// Indices along the axes, such as `(3, 0)`.
  static func tuple(_ indices: [Int]) -> String {
    "(\(indices.map(String.init).joined(separator: ", ")))"
  }

  private static func window(around centre: Int, size: Int, limit: Int) -> Range<Int> {
    guard size > limit else { return 0..<size }
    let low = max(0, min(centre - limit / 2, size - limit))
    return low..<low + limit
  }
}
