import DropBlockPlatform

/// Cost against size as a picture: both axes logarithmic, the copy as the line to beat.
struct SweepPicture {
  /// What is drawn.
  let lines: [SweepLine]

  /// What stands above it.
  let title: String

  private static let plot = (left: 76, top: 64, width: 620, height: 420)

  /// A colour per kernel, in the order in which they come.
  private static let colours = ["#3171b5", "#c4560f", "#2e7d4f", "#7b3fa0"]

  /// The picture as an SVG file.
  var svg: String {
    let plot = Self.plot
    var rows = SVG.head(width: plot.left + plot.width + 224, height: plot.top + plot.height + 64)
    rows.append(SVG.text(title, x: 16, y: 26, size: 13, fill: "#222222"))
    rows.append(
      SVG.text(
        "time per unit, median, in nanoseconds, against units", x: 16, y: 46, size: 13,
        fill: "#666666"))
    rows += axes()
    for line in lines { rows.append(path(line)) }
    rows += legend()
    return rows.joined(separator: "\n") + "\n</svg>\n"
  }

  private var units: ClosedRange<Double> {
    let values = lines.flatMap(\.points).map { Double.log2(Double(Swift.max($0.units, 1))) }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return low...Swift.max(high, low + 1)
  }

  /// The decades that hold all costs.
  private var decades: ClosedRange<Int> {
    let values = lines.flatMap(\.points).map(\.nanoseconds).filter { $0 > 0 }
    let low = Int(Double.log10(values.min() ?? 0.1).rounded(.down))
    return low...Swift.max(Int(Double.log10(values.max() ?? 1).rounded(.up)), low + 1)
  }

  private func x(_ units: Int) -> Int {
    let range = self.units
    let share =
      (.log2(Double(Swift.max(units, 1))) - range.lowerBound)
      / (range.upperBound - range.lowerBound)
    return Self.plot.left + Int((share * Double(Self.plot.width)).rounded())
  }

  private func y(_ nanoseconds: Double) -> Int {
    let range = decades
    let share =
      (.log10(Swift.max(nanoseconds, 1e-9)) - Double(range.lowerBound)) / Double(range.count - 1)
    return Self.plot.top + Self.plot.height
      - Int((Swift.min(Swift.max(share, 0), 1) * Double(Self.plot.height)).rounded())
  }

  private func axes() -> [String] {
    let plot = Self.plot
    let (right, bottom) = (plot.left + plot.width, plot.top + plot.height)
    var rows: [String] = []
    for decade in decades {
      let y = y(.pow(10, Double(decade)))
      rows.append(
        "<line x1=\"\(plot.left)\" y1=\"\(y)\" x2=\"\(right)\" y2=\"\(y)\" stroke=\"#dddddd\"/>")
      rows.append(
        SVG.text(
          "\(Double.pow(10, Double(decade)).positional) ns", x: plot.left - 8, y: y + 4, size: 12,
          fill: "#222222", .end))
    }
    for exponent in Int(units.lowerBound)...Int(units.upperBound) {
      let x = x(1 << exponent)
      rows.append(
        "<line x1=\"\(x)\" y1=\"\(plot.top)\" x2=\"\(x)\" y2=\"\(bottom)\" stroke=\"#eeeeee\"/>")
      rows.append(
        SVG.text("2^\(exponent)", x: x, y: bottom + 18, size: 12, fill: "#222222", .middle))
    }
    rows.append(
      "<rect x=\"\(plot.left)\" y=\"\(plot.top)\" width=\"\(plot.width)\" "
        + "height=\"\(plot.height)\" fill=\"none\" stroke=\"#666666\"/>")
    rows.append(
      SVG.text(
        "units of the tensor (4 bytes each)", x: plot.left + plot.width / 2, y: bottom + 42,
        size: 13, fill: "#222222", .middle))
    return rows
  }

  private func path(_ line: SweepLine) -> String {
    let points = line.points.map { "\(x($0.units)),\(y($0.nanoseconds))" }.joined(separator: " ")
    return "<polyline points=\"\(points)\" fill=\"none\" \(stroke(line))>"
      + "<title>\(SVG.escaped(line.name))</title></polyline>"
  }

  /// Black is what is to be beaten; a colour is a kernel, and the dashes are the work.
  private func stroke(_ line: SweepLine) -> String {
    var kernels: [String] = []
    for kernel in lines.compactMap(\.kernel) where !kernels.contains(kernel) {
      kernels.append(kernel)
    }
    let place = line.kernel.flatMap { kernels.firstIndex(of: $0) }
    let colour = place.map { Self.colours[$0 % Self.colours.count] } ?? "#000000"
    let dashes =
      switch line.work {
      case .multiply, .inPlace: " stroke-dasharray=\"7 4\""
      case .drop: " stroke-dasharray=\"2 3\""
      default: ""
      }
    return "stroke=\"\(colour)\" stroke-width=\"\(line.work == .copy ? 3 : 1.5)\"\(dashes)"
  }

  private func legend() -> [String] {
    let left = Self.plot.left + Self.plot.width + 20
    return lines.enumerated().flatMap { index, line in
      let y = Self.plot.top + 12 + 20 * index
      return [
        "<line x1=\"\(left)\" y1=\"\(y)\" x2=\"\(left + 36)\" y2=\"\(y)\" \(stroke(line))/>",
        SVG.text(line.name, x: left + 44, y: y + 4, size: 12, fill: "#222222"),
      ]
    }
  }
}
