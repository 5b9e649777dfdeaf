import DropBlockContract
import DropBlockFast

/// Cost against size: from tensors of a few kibibytes to those that no cache holds.
enum BenchSweep {
  /// The exponents of 2 that give the units.
  static func exponents(isQuick: Bool) -> ClosedRange<Int> { 12...(isQuick ? 16 : 27) }

  /// A group per size that fits this machine: the limits, and every kernel's work.
  static func groups(_ kernels: [FastKernel], threads: Int, isQuick: Bool) -> [BenchGroup] {
    exponents(isQuick: isQuick).compactMap { exponent in
      group(exponent, kernels, threads: threads)
    }
  }

  /// The cases for 2 to the power of `exponent` units; nil when they do not fit.
  static func group(_ exponent: Int, _ kernels: [FastKernel], threads: Int) -> BenchGroup? {
    // Maps of 32 × 32, and 256 channels where there are so many maps.
    let maps = 1 << (exponent - 10)
    let channels = Swift.min(maps, 256)
    let request = BenchTable.request([maps / channels, channels, 32, 32], BenchTable.paper())
    var group = BenchGroup(request, .float32)
    guard BenchGroup.fits(tensor: group.byteCount) else { return nil }
    let copy = group.add("memcpy", .copy, request, threads: threads)
    let multiply = group.add("multiply in place", .multiply, request, threads: threads)
    for kernel in kernels {
      group.add(
        "forward, \(kernel.name)", .forward, request, threads: threads, kernel, against: copy)
      group.add(
        "in place, \(kernel.name)", .inPlace, request, threads: threads, kernel,
        against: multiply)
      group.add(
        "drop only, \(kernel.name)", .drop, request, threads: threads, kernel, against: copy)
    }
    return group
  }

  /// Nanoseconds per unit of each case at each size.
  static func lines(_ run: BenchRun) -> [SweepLine] {
    guard let first = run.groups.first else { return [] }
    return first.cases.indices.map { place in
      let item = first.cases[place]
      let points = zip(run.groups, run.timings).map { group, timings in
        SweepLine.Point(
          units: group.units,
          nanoseconds: 1e9 * timings[place].quartiles.middle / Double(group.units))
      }
      return SweepLine(
        name: item.name, work: item.work, kernel: item.kernel?.name, points: points)
    }
  }

  /// The table: a row per size, a column per case.
  static func table(_ lines: [SweepLine]) -> [String] {
    let widths = lines.map { Swift.max($0.name.count + 2, 9) }
    var rows = ["", "cost against size, median ns per unit"]
    rows.append(
      "  " + "units".leftPadded(to: 12)
        + zip(lines, widths).map { $0.name.leftPadded(to: $1) }.joined())
    for index in lines.first?.points.indices ?? 0..<0 {
      let cells = zip(lines, widths).map {
        $0.points[index].nanoseconds.fixed(4).leftPadded(to: $1)
      }
      rows.append(
        "  " + Text.grouped(lines[0].points[index].units).leftPadded(to: 12) + cells.joined())
    }
    return rows
  }
}

/// What one kind of work costs at every size.
struct SweepLine: Sendable, Hashable {
  /// A size and its cost.
  struct Point: Sendable, Hashable {
    var units: Int
    var nanoseconds: Double
  }

  var name: String
  var work: BenchCase.Work
  var kernel: String?
  var points: [Point]
}
