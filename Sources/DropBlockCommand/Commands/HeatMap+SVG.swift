extension HeatMap {
  /// The most cells along either side of a picture; larger maps are thinned.
  private static let limit = 256

  /// The rectangle as an SVG file: a summary, the map with numbers in percent where there is
  /// room for them, and a legend.
  func svg(summary: [(name: String, value: String)]) -> String {
    let drawn = thinned(rows: Self.limit, columns: Self.limit)
    let side = Swift.max(2, Swift.min(44, 616 / Swift.max(drawn.columns, drawn.rows, 1)))
    let top = 28 + 18 * summary.count
    let (width, height) = (drawn.columns * side, drawn.rows * side)
    let page = (width: Swift.max(width + 160, 720), height: Swift.max(top + height + 24, top + 224))
    var lines = SVG.head(width: page.width, height: page.height)
    for (index, row) in summary.enumerated() {
      let y = 26 + 18 * index
      lines.append(SVG.text(row.name, x: 16, y: y, size: 13, fill: "#666666"))
      lines.append(SVG.text(row.value, x: 136, y: y, size: 13, fill: "#222222"))
    }
    lines += drawn.cells(side: side, left: 16, top: top, maximum: maximum)
    lines += Self.legend(maximum: maximum, left: 16 + width + 24, top: top)
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private func cells(side: Int, left: Int, top: Int, maximum: Double) -> [String] {
    var lines: [String] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let value = values[row * columns + column]
        let share = maximum > 0 ? value / maximum : 0
        let (x, y) = (left + column * side, top + row * side)
        lines.append(
          "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(side)\" height=\"\(side)\" "
            + "fill=\"\(Self.colour(share))\"><title>(\(row), \(column)) \(value.positional)</title>"
            + "</rect>")
        if side >= 28 {
          let fill = share > 0.5 ? "#ffffff" : "#222222"
          let number = (100 * value).fixed(side >= 38 ? 2 : 1)
          lines.append(
            SVG.text(number, x: x + side / 2, y: y + side / 2 + 4, size: 11, fill: fill, .middle))
        }
      }
    }
    return lines
  }

  private static func legend(maximum: Double, left: Int, top: Int) -> [String] {
    var lines = (0..<50).map { step in
      "<rect x=\"\(left)\" y=\"\(top + 200 - 4 * (step + 1))\" width=\"18\" height=\"4\" "
        + "fill=\"\(colour((Double(step) + 0.5) / 50))\"/>"
    }
    for tick in 0...4 {
      let value = maximum * Double(tick) / 4
      lines.append(
        SVG.text(
          "\((100 * value).fixed(3)) %", x: left + 26, y: top + 204 - 50 * tick, size: 12,
          fill: "#222222"))
    }
    return lines
  }

  /// From nearly white over blue to nearly black, so that grey prints keep the order.
  static func colour(_ share: Double) -> String {
    let stops: [(Double, Double, Double)] = [
      (247, 250, 255), (158, 202, 225), (49, 113, 181), (8, 29, 88),
    ]
    let place = Swift.min(Swift.max(share, 0), 1) * Double(stops.count - 1)
    let index = Swift.min(Int(place), stops.count - 2)
    let part = place - Double(index)
    let (a, b) = (stops[index], stops[index + 1])
    let mixed = [(a.0, b.0), (a.1, b.1), (a.2, b.2)].map { Int($0 + ($1 - $0) * part) }
    return "#" + mixed.map { String(256 + $0, radix: 16).dropFirst() }.joined()
  }
}
