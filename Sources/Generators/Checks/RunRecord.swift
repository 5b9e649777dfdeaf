/// What a run of a property was, and everything it counted.
public struct RunRecord: Sendable {
  /// The property's name.
  public let name: String

  /// The run's key: with the name, all its cases.
  public let key: UInt64

  /// How many of the cases that hold carried each label.
  public internal(set) var labels: [String: Int] = [:]

  /// How many cases were discarded, by who discarded them.
  public internal(set) var rejections: [Rejection.Source: Int] = [:]

  /// The histograms of the values that the cases collected, by title.
  public internal(set) var collected: [String: [String: Int]] = [:]

  /// What was asked to be covered: first what was registered, then in the order of asking.
  public internal(set) var covers: [CoverCount]

  /// For each ``Factors`` that the cases drew from, which pairs of its values were met.
  public internal(set) var pairs: [PairCoverage] = []

  /// What came from the corpus; nil for a run without one.
  public internal(set) var corpus: CorpusReport?

  /// The case that an earlier run left in the journal, having ended before its time.
  public internal(set) var leftBehind: Journal.Case?

  private let coverErrorRate: Double

  /// The first case of full size: from here on all cases have one distribution.
  static let firstOfFullSize: UInt64 = 100

  private var fullSizeCases = 0

  init(of check: PropertyCheck) {
    name = check.name
    key = check.key
    coverErrorRate = check.coverErrorRate
    covers = []
    for cover in check.covers where !covers.contains(where: { $0.cover == cover }) {
      register(cover)
    }
  }

  /// Counts the labels, values and covers of a random case that holds.
  mutating func count(_ draw: Draw, caseIndex: UInt64) {
    if !draw.labels.isEmpty {
      for label in Set(draw.labels) { labels[label, default: 0] += 1 }
    }
    for item in draw.collected { collected[item.title, default: [:]][item.value, default: 0] += 1 }
    if !draw.covered.isEmpty || !covers.isEmpty { cover(draw.covered, caseIndex) }
    for drawn in draw.options { pairs[place(of: drawn.table)].meet(drawn.row) }
    if caseIndex >= Self.firstOfFullSize { fullSizeCases += 1 }
  }

  /// Counts a random case that was discarded: what it drew options from is known, and not met.
  mutating func count(discarded draw: Draw, by source: Rejection.Source) {
    rejections[source, default: 0] += 1
    for drawn in draw.options { _ = place(of: drawn.table) }
  }

  /// Where the pairs of a table are counted; a table that is new gets a place.
  private mutating func place(of table: OptionTable) -> Int {
    if let place = pairs.firstIndex(where: { $0.isAbout(table) }) { return place }
    pairs.append(PairCoverage(table))
    return pairs.count - 1
  }

  private mutating func cover(_ answers: [Draw.CoverAnswer], _ caseIndex: UInt64) {
    for answer in answers where !covers.contains(where: { $0.cover == answer.cover }) {
      register(answer.cover)
    }
    for place in covers.indices {
      let own = answers.filter { $0.cover == covers[place].cover }
      if !own.isEmpty { covers[place].isReached = true }
      guard caseIndex >= Self.firstOfFullSize else { continue }
      covers[place].count(isHit: own.contains { $0.isHit })
    }
  }

  /// Adds a cover; the cases before it was first asked for are misses.
  private mutating func register(_ cover: Cover) {
    var count = CoverCount(cover, errorRate: coverErrorRate)
    for _ in 0..<fullSizeCases { count.count(isHit: false) }
    covers.append(count)
  }

  /// Whether a share that was asked for is not reached.
  var isUncovered: Bool { covers.contains { $0.verdict == .notCovered } }

  /// The pairs of options that a run that came to its end has not met, a line each.
  var pairLines: [String] {
    pairs.flatMap { pairs in
      [pairs.isComplete ? nil : "\(pairs)", pairs.table.givenUp].compactMap { $0 }
        .map { "  warning: \($0)" }
    }
  }

  /// The run and its counts, a line each.
  var lines: [String] {
    var lines = ["  property: \(OneLine.text(name)), key \(key)"]
    for (title, counts) in collected.sorted(by: { $0.key < $1.key }) {
      let values = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let rest = values.count > 20 ? ", \(values.count - 20) others" : ""
      lines.append(
        "  \(title): "
          + values.prefix(20).map { "\($0.value) × \($0.key)" }.joined(separator: ", ") + rest)
    }
    for count in covers {
      lines.append("  \(count.verdict == .undecided ? "warning: " : "")\(count)")
    }
    if let leftBehind {
      lines.append("  an earlier run ended during: \(leftBehind.token)")
    }
    return lines + (corpus?.lines ?? [])
  }
}
