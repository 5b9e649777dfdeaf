/// What a run of a property found.
public enum PropertyReport: Sendable, CustomStringConvertible {
  /// The property held for `cases` cases.
  case holds(cases: Int, discarded: Int, run: RunRecord)

  /// The property does not hold.
  case fails(Counterexample)

  /// Nearly every case was discarded, or a generator has no value: an error, not a pass.
  case exhausted(cases: Int, discarded: Int, run: RunRecord)

  /// The property held, but for a share of cases that is smaller than asked for.
  case uncovered(cases: Int, discarded: Int, run: RunRecord)

  /// The property held, but its corpus has lines that can't be run.
  case damaged(cases: Int, discarded: Int, run: RunRecord)

  /// Whether the property held for as many cases as were asked for.
  public var holds: Bool {
    if case .holds = self { true } else { false }
  }

  /// What the run was, and everything it counted.
  public var run: RunRecord {
    switch self {
    case .holds(_, _, let run), .exhausted(_, _, let run), .uncovered(_, _, let run),
      .damaged(_, _, let run):
      run
    case .fails(let counterexample): counterexample.run
    }
  }

  /// What was found, then the run's name, key and counts; equal runs give equal texts.
  public var description: String {
    switch self {
    case .holds(let cases, let discarded, let run):
      return text("holds", cases, discarded, run)
    case .fails(let counterexample): return counterexample.description
    case .exhausted(let cases, let discarded, let run):
      // Sources of one text are one to a reader.
      let counts = Dictionary(run.rejections.map { ("\($0.key)", $0.value) }, uniquingKeysWith: +)
      let reasons = Self.sorted(counts).map { "; \($0.value) × \($0.key)" }
      let first = "exhausted: \(cases) cases, \(discarded) discarded" + reasons.joined()
      return ([first] + run.lines).joined(separator: "\n")
    case .uncovered(let cases, let discarded, let run):
      return text("not covered", cases, discarded, run)
    case .damaged(let cases, let discarded, let run):
      return text("corpus damaged", cases, discarded, run)
    }
  }

  private func text(_ word: String, _ cases: Int, _ discarded: Int, _ run: RunRecord) -> String {
    let labels = Self.sorted(run.labels).map { ", \($0.value) \($0.key)" }
    let first = "\(word): \(cases) cases, \(discarded) discarded" + labels.joined()
    return ([first] + run.lines + run.pairLines).joined(separator: "\n")
  }

  private static func sorted(_ counts: [String: Int]) -> [(key: String, value: Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
  }
}
