/// What a run came to, case by case.
struct BenchReport {
  /// One case.
  struct Row: Sendable {
    var item: BenchCase
    var times: Quartiles
    var rounds: [Double]

    /// The case it is compared with, and the ratio to it; nil for a limit.
    var comparison: (name: String, ratio: Quartiles)?

    /// Whether the target is reached; nil where there is none.
    var isMet: Bool? {
      guard let target = item.target, let comparison else { return nil }
      return target.isMet(comparison.ratio.middle)
    }
  }

  /// One group, and its rows.
  struct Section: Sendable {
    var group: BenchGroup
    var rows: [Row]

    /// The rows that the table shows: all, or the limits and the worst case.
    var shown: [Row] {
      guard group.isSummed else { return rows }
      let compared = rows.filter { $0.comparison != nil }
      let worst = compared.max { first, second in
        (first.comparison?.ratio.middle ?? 0) < (second.comparison?.ratio.middle ?? 0)
      }
      return rows.filter { $0.comparison == nil } + (worst.map { [$0] } ?? [])
    }

    /// What the times of the rows that are shown are given in.
    var unit: TimeUnit { .fitting(shown.map(\.times.middle).min() ?? 0) }
  }

  /// The groups in order.
  let sections: [Section]

  /// A report of its parts.
  init(_ sections: [Section]) { self.sections = sections }

  /// The report on what was measured.
  init(_ run: BenchRun) {
    sections = zip(run.groups, run.timings).map { group, timings in
      let rows = zip(group.cases, timings).map { item, timing -> Row in
        let comparison = item.limit.map { place in
          let target = item.target ?? .atMost(.infinity)
          return (
            name: group.cases[place].name, ratio: timing.ratios(to: timings[place], as: target)
          )
        }
        return Row(
          item: item, times: timing.quartiles, rounds: timing.seconds, comparison: comparison)
      }
      return Section(group: group, rows: rows)
    }
  }

  /// The table, with a line at its end that counts the targets.
  var lines: [String] {
    var lines: [String] = []
    for section in sections {
      lines += ["", section.group.title]
      if section.group.isSummed {
        lines[lines.count - 1] += " — the worst of \(section.rows.count - 1)"
      }
      lines.append(
        "  " + "case".padded(to: 29) + "median \(section.unit.name)".leftPadded(to: 10)
          + "quartiles".leftPadded(to: 22) + "ratio".leftPadded(to: 8)
          + "quartiles".leftPadded(to: 14)
          + "  to" + "target".leftPadded(to: 28))
      lines += section.shown.map { Self.line($0, section.unit) }
    }
    let judged = sections.flatMap(\.shown).compactMap(\.isMet)
    if !judged.isEmpty {
      let met = judged.count { $0 }
      lines += ["", "\(judged.count) targets · \(met) met · \(judged.count - met) missed"]
    }
    return lines
  }

  private static func line(_ row: Row, _ unit: TimeUnit) -> String {
    let times = row.times
    var line =
      "  " + row.item.name.padded(to: 29) + unit.text(times.middle).leftPadded(to: 10)
      + "\(unit.text(times.low))…\(unit.text(times.high))".leftPadded(to: 22)
    guard let (name, ratio) = row.comparison else { return line }
    line +=
      ratio.middle.fixed(2).leftPadded(to: 8)
      + "\(ratio.low.fixed(2))…\(ratio.high.fixed(2))".leftPadded(to: 14)
      + "  \(name)"
    if let target = row.item.target {
      line = line.padded(to: 107) + "\(target.text) \(target.judgement(ratio.middle))"
    }
    return line
  }
}
