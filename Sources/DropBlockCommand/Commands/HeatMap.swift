import DropBlockReference

/// A rectangle of probabilities, to be drawn.
struct HeatMap: Sendable, Hashable {
  /// The number of rows.
  let rows: Int

  /// The number of columns.
  let columns: Int

  /// The values, row-major.
  let values: [Double]

  /// The coordinate along the first of three axes; nil where there are fewer.
  let slice: Int?

  /// Creates a rectangle of `rows` times `columns` values.
  init(rows: Int, columns: Int, values: [Double], slice: Int? = nil) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.slice = slice
  }

  /// The probabilities of a map: one row for one axis, the middle slice for three.
  init(_ law: ExactLaw) {
    let map = law.geometry.map
    let plane = map.suffix(2)
    let count = plane.reduce(1, *)
    let slice = map.count == 3 ? map[0] / 2 : nil
    let start = (slice ?? 0) * count
    let values = law.probabilities
    self.init(
      rows: map.count == 1 ? 1 : plane.first ?? 0, columns: plane.last ?? 0,
      values: Array(values[start..<Swift.min(start + count, values.count)]), slice: slice)
  }

  /// The largest value; 0 when there is none.
  var maximum: Double { values.max() ?? 0 }

  /// The smallest value; 0 when there is none.
  var minimum: Double { values.min() ?? 0 }

  /// At most as many rows and columns as given: every k-th one, from the middle of its k.
  func thinned(rows rowLimit: Int, columns columnLimit: Int) -> HeatMap {
    func places(_ count: Int, _ step: Int) -> [Int] {
      stride(from: 0, to: count, by: step).map { Swift.min($0 + step / 2, count - 1) }
    }
    let fits = Swift.max(
      (rows + rowLimit - 1) / Swift.max(rowLimit, 1),
      (columns + columnLimit - 1) / Swift.max(columnLimit, 1), 1)
    guard fits > 1 else { return self }
    let (down, across) = (places(rows, fits), places(columns, fits))
    let picked = down.flatMap { row in across.map { values[row * columns + $0] } }
    return HeatMap(rows: down.count, columns: across.count, values: picked, slice: slice)
  }
}

extension HeatMap {
  private static let shades: [Character] = [" ", "░", "▒", "▓", "█"]

  /// The rectangle in characters, with a legend: shades, greys where there are colours, or digits.
  ///
  /// Every unit is two characters wide, so that a square looks like one, or one where a single row
  /// needs that to fit. A map that is too wide for the terminal all the same is thinned.
  func picture(shades: Bool, terminal: Terminal) -> [String] {
    let room = Swift.max(terminal.width - 2, 1)
    let size = rows == 1 && 2 * columns > room ? 1 : 2
    let drawn = thinned(rows: 200, columns: Swift.max(room / size, 1))
    let top = maximum
    var lines: [String] = []
    for row in 0..<drawn.rows {
      let cells = drawn.values[row * drawn.columns..<(row + 1) * drawn.columns]
      lines.append(
        "  " + cells.map { Self.cell($0, of: top, size, shades: shades, terminal) }.joined())
    }
    if drawn.rows < rows || drawn.columns < columns {
      lines.append("  (\(drawn.rows)×\(drawn.columns) of \(rows)×\(columns) units are drawn)")
    }
    let steps = shades ? Self.shades.count : 10
    let scale = (0..<steps).map {
      Self.cell((Double($0) + 0.5) / Double(steps) * top, of: top, 2, shades: shades, terminal)
    }
    lines.append("  0 |\(scale.joined())| \(top.positional)")
    return lines
  }

  private static func cell(
    _ value: Double, of maximum: Double, _ size: Int, shades: Bool, _ terminal: Terminal
  ) -> String {
    let share = maximum > 0 ? value / maximum : 0
    let margin = String(repeating: " ", count: size - 1)
    guard shades else { return margin + String(Swift.min(Int(share * 10), 9)) }
    if terminal.hasColour {
      // 232 to 255 are the greys of the 256-colour palette, from black to white.
      return "\u{1B}[48;5;\(232 + Swift.min(Int(share * 24), 23))m\(margin) \u{1B}[0m"
    }
    return String(repeating: Self.shades[Swift.min(Int(share * 5), 4)], count: size)
  }
}
