/// In which values of the options, or pairs of them, a gamma of 0, of half, of twice the right one, or of 1
/// is found with the probability 1 − 10⁻⁶.
package struct OptionSensitivity: Sendable {
  /// Whether it is about single values or pairs.
  package var depth: OptionDepth

  /// All of them.
  package var targets: [[OptionValue]]

  /// Those in which one of these may be missed: too little can be dropped there, or no such case can be
  /// had.
  package var unreached: [[OptionValue]]

  /// How many cases are asked.
  package var cases: Int

  /// A value, in how many cells it is, and in how many of these every such gamma is found.
  package struct Row: Sendable {
    package let value: OptionValue
    package let found: Int
    package let count: Int
  }

  /// Every value, in the order of the options.
  package var rows: [Row] {
    let missed = Set(unreached)
    var order: [OptionValue] = []
    var counts: [OptionValue: (found: Int, count: Int)] = [:]
    for target in targets {
      for value in target {
        if counts[value] == nil { order.append(value) }
        counts[value, default: (0, 0)].count += 1
        if !missed.contains(target) { counts[value, default: (0, 0)].found += 1 }
      }
    }
    return order.map {
      Row(value: $0, found: counts[$0]?.found ?? 0, count: counts[$0]?.count ?? 0)
    }
  }
}
