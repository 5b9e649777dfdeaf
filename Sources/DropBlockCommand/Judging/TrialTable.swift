import DropBlockContract
import DropBlockVerification

/// What came out of trials, as lines for a person: a row for each subject, then a sum.
struct TrialTable {
  private let terminal: Terminal
  private let keys: Int
  private let namesAllViolations: Bool
  private let nameWidth = (Trial.Subject.all.map(\.name.count).max() ?? 0) + 2

  init(_ terminal: Terminal, keys: Int, namesAllViolations: Bool) {
    self.terminal = terminal
    self.keys = keys
    self.namesAllViolations = namesAllViolations
  }

  /// The first line.
  static func header(profile: VerificationProfile, key: UInt64, keys: Int) -> String {
    "dropblock \(DropBlockPackage.version) · profile \(profile.name) · key 0x\(String(key, radix: 16))"
      + (keys > 1 ? " and the \(Text.counted(keys - 1, "key")) after it" : "")
  }

  /// The lines of one subject, each ended by a line feed.
  func row(_ results: [TrialResult]) -> String {
    guard let first = results.first else { return "" }
    var mark = results.allSatisfy(\.isAsItShould) ? "✓" : "✗"
    if mark == "✓", first.subject.equivalence != nil { mark = "=" }
    let colour = mark == "✗" ? 31 : mark == "✓" ? 32 : 90
    let words = [
      first.subject.name.padded(to: nameWidth) + outcome(results), looks(results),
    ].joined(separator: "  ")
    let isRed = terminal.hasColour && mark == "✗"
    let shown =
      !terminal.hasColour
      ? "\(mark) \(words)"
      : isRed
        ? "\u{1B}[\(colour)m\(mark) \(words)\u{1B}[0m"
        : "\u{1B}[\(colour)m\(mark)\u{1B}[0m \(words)"
    return ([shown] + details(results)).map { $0 + "\n" }.joined()
  }

  /// What the suite said, in one column.
  private func outcome(_ results: [TrialResult]) -> String {
    let red = results.count { !$0.violated.isEmpty }
    let share = keys > 1 ? "\(red) of \(keys)  " : ""
    let undecided = results.count { $0.violated.isEmpty && !$0.undecided.isEmpty }
    let words: String
    switch results.first?.subject {
    case .variant:
      let green = results.count(where: \.isAsItShould)
      if green == keys { return keys > 1 ? "green for \(keys) of \(keys)" : "green" }
      words = red > 0 ? "red: \(counted(results) { $0.violated.map(\.rawValue) })" : ""
      return
        ([
          words,
          undecided > 0 ? "undecided: \(counted(results) { $0.undecided.map(\.rawValue) })" : "",
        ]
        .filter { !$0.isEmpty }).joined(separator: ", ")
        + (keys > 1 ? ", green for \(green) of \(keys)" : "")
    case .mutant(let mutant) where mutant.equivalence != nil && red == 0:
      return "equivalent"
    default:
      guard red > 0 else { return share + "not killed" }
      return share + counted(results) { $0.violated.prefix(1).map(\.rawValue) }
    }
  }

  /// Requirements, the most frequent first, with how many of several runs name each.
  private func counted(
    _ results: [TrialResult], _ ids: (TrialResult) -> [String]
  ) -> String {
    var counts: [(id: String, count: Int)] = []
    for id in results.flatMap(ids) {
      if let index = counts.firstIndex(where: { $0.id == id }) {
        counts[index].count += 1
      } else {
        counts.append((id, 1))
      }
    }
    let isUnanimous = counts.count == 1 && counts[0].count == results.count
    return counts.sorted { $0.count > $1.count }
      .map { isUnanimous || keys == 1 ? $0.id : "\($0.id) (\($0.count))" }
      .joined(separator: ", ")
  }

  /// How much was looked at.
  private func looks(_ results: [TrialResult]) -> String {
    func spread(_ values: [Double], _ text: (Double) -> String) -> String {
      let sorted = values.sorted()
      guard keys > 1, let least = sorted.first, let most = sorted.last else {
        return text(sorted.first ?? 0)
      }
      let middle = sorted.count / 2
      let median =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      return [least, median, most].map(text).joined(separator: " · ")
    }
    var parts = [spread(results.map { Double($0.cases) }) { Text.grouped(Int($0)) } + " cases"]
    if results.contains(where: { $0.maps > 0 }) {
      parts.append(spread(results.map { Double($0.maps) }) { Text.grouped(Int($0)) } + " maps")
    }
    parts.append(spread(results.map(\.seconds)) { $0.fixed(2) } + " s")
    return parts.joined(separator: "  ")
  }

  /// What does not fit into the row: an argument, or all that turned red.
  private func details(_ results: [TrialResult]) -> [String] {
    if let argument = results.first?.subject.equivalence {
      return Text.wrapped(argument, width: terminal.width, indent: 4)
    }
    guard namesAllViolations, case .mutant = results.first?.subject,
      results.contains(where: { $0.violated.count > 1 })
    else { return [] }
    return Text.wrapped(
      "all: " + counted(results) { $0.violated.map(\.rawValue) }, width: terminal.width, indent: 4)
  }

  /// The last line.
  static func sum(_ rows: [[TrialResult]]) -> String {
    var mutants = (killed: 0, count: 0, equivalent: 0)
    var variants = (green: 0, count: 0)
    for row in rows {
      let isAsItShould = row.allSatisfy(\.isAsItShould)
      switch row.first?.subject {
      case .variant:
        variants.count += 1
        variants.green += isAsItShould ? 1 : 0
      case .mutant(let mutant) where mutant.equivalence != nil && isAsItShould:
        mutants.equivalent += 1
      case .mutant:
        mutants.count += 1
        mutants.killed += isAsItShould ? 1 : 0
      case nil: continue
      }
    }
    let keys = rows.first?.count ?? 1
    var parts: [String] = []
    if mutants.count + mutants.equivalent > 0 {
      parts.append("\(mutants.killed) of \(Text.counted(mutants.count, "mutant")) killed")
    }
    if mutants.equivalent > 0 { parts.append("\(mutants.equivalent) equivalent") }
    if variants.count > 0 {
      parts.append("\(variants.green) of \(Text.counted(variants.count, "variant")) green")
    }
    return parts.joined(separator: " · ") + (keys > 1 ? ", for each of \(keys) keys" : "")
  }
}
