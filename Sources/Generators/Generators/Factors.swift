/// The options of a property: named factors with a few values each.
///
/// A run meets every two values of every two factors in its first cases, as ``PairwiseTable`` has
/// them, and then searches at random. Whatever the case, each factor's value is one choice: it
/// replays from tokens and shrinks towards the first value.
///
/// ```swift
/// var factors = Factors()
/// let rank = factors.add("rank", [2, 1, 3])
/// let layout = factors.add("layout", ["dense", "strided"])
/// factors.exclude("strided needs two axes", rank, layout) { $0 == 1 && $1 == "strided" }
/// let options = factors.generator()
///
/// let report = try PropertyCheck(name: "options", key: 1).run { draw in
///   let drawn = try draw(options)
///   return drawn[rank] == 3 && drawn[layout] == "strided" ? … : .holds
/// }
/// ```
public struct Factors: Sendable {
  /// One factor: what to ask a drawn row for.
  public struct Factor<Value: Sendable>: Sendable {
    /// The factor's name.
    public let name: String

    /// Its values, the simplest first.
    public let values: [Value]

    /// Its place among the factors.
    fileprivate let number: Int
  }

  /// A value for each factor.
  public struct Row: Sendable, Hashable, CustomStringConvertible {
    /// For each factor, in the order in which they were added, the number of its value.
    public let numbers: [Int]
    private let text: String

    fileprivate init(_ numbers: [Int], _ factors: Factors) {
      self.numbers = numbers
      text = factors.columns.indices
        .map { "\(factors.columns[$0].name): \(factors.columns[$0].values[numbers[$0]])" }
        .joined(separator: ", ")
    }

    /// The value of a factor.
    ///
    /// - Precondition: The factor belongs to the factors that this row was drawn from.
    public subscript<Value>(_ factor: Factor<Value>) -> Value {
      factor.values[numbers[factor.number]]
    }

    /// Names and values in one line.
    public var description: String { text }
  }

  private var columns: [(name: String, values: [String])] = []
  private var exclusions: [PairwiseTable.Exclusion] = []

  /// No factors.
  public init() {}

  /// Adds a factor.
  ///
  /// - Parameters:
  ///   - name: What it is, for the table and for errors.
  ///   - values: Its values, the simplest first; without one the generator rejects every case.
  /// - Returns: What to ask drawn rows for.
  public mutating func add<Value: Sendable>(_ name: String, _ values: [Value]) -> Factor<Value> {
    columns.append((name, values.map { "\($0)" }))
    return Factor(name: name, values: values, number: columns.count - 1)
  }

  /// Excludes combinations of the values of some factors.
  ///
  /// - Parameters:
  ///   - what: The exclusion in words, for errors.
  ///   - factor: The factors that it is about.
  ///   - isExcluded: Whether a row with these values is inadmissible.
  public mutating func exclude<each Value: Sendable>(
    _ what: String, _ factor: repeat Factor<each Value>,
    when isExcluded: @escaping @Sendable (repeat each Value) -> Bool
  ) {
    var numbers: [Int] = []
    for factor in repeat each factor { numbers.append(factor.number) }
    exclusions.append(
      PairwiseTable.Exclusion(name: what, factors: numbers) { row in
        isExcluded(repeat (each factor).values[row[(each factor).number]])
      })
  }

  /// The table that the first cases of a run are taken from.
  public var table: PairwiseTable { PairwiseTable(columns, excluding: exclusions) }

  /// Rows: those of the table in the first cases of a run, then random ones.
  ///
  /// The table is made here, once, in a bounded number of steps: where exclusions leave few of many
  /// combinations, ``PairwiseTable/undecidedPairs`` says which pairs were given up. A case that is
  /// discarded after its row was drawn takes its pairs with it; ``RunRecord/pairs`` says which pairs
  /// no case has had in the end.
  ///
  /// - Returns: A generator that rejects every case when a factor has no values, or when the
  ///   exclusions leave no row, or none that could be found; it names the factor or the exclusions.
  public func generator() -> Generator<Row> {
    if let empty = columns.first(where: \.values.isEmpty) {
      return .impossible("Factors", "factor \"\(empty.name)\" has no values, not at least 1")
    }
    let options = OptionTable(table)
    let rows = options.table.rows
    guard columns.isEmpty || !rows.isEmpty else {
      let names = exclusions.map { "\"\($0.name)\"" }.joined(separator: ", ")
      let isKnown = options.table.undecidedPairs.isEmpty
      return .impossible(
        "Factors",
        isKnown
          ? "no row is left by \(names)"
          : "no row was found past \(names); whether there is one is not known")
    }
    return Generator { draw throws(Rejection) in
      let first = draw.tableRow(of: rows)
      var attempts = 0
      return try draw.retrying(name, attempts: 100) { draw throws(Rejection) -> Row? in
        attempts += 1
        // Where the exclusions leave little, rows that are known to be left do as well.
        let row = first ?? (attempts > 50 ? rows[draw.stream.below(rows.count)] : nil)
        var numbers: [Int] = []
        for (number, column) in columns.enumerated() {
          let last = Int64(column.values.count - 1)
          let value = try draw.integer(in: 0...last, towards: 0) { stream, _ in
            row.map { Int64($0[number]) } ?? Int64(stream.upTo(UInt64(last)))
          }
          numbers.append(Int(value))
        }
        guard !exclusions.contains(where: { $0.excludes(numbers) }) else { return nil }
        draw.options.append(Draw.DrawnOptions(table: options, row: numbers))
        return Row(numbers, self)
      }
    }
  }

  /// The exclusions by name, for the rejection of a row that none of many attempts got past.
  private var name: String {
    "Factors without " + exclusions.map { "\"\($0.name)\"" }.joined(separator: ", ")
  }
}

extension Draw {
  /// The row of a table that this case is to take, if it is one of the first of its run.
  fileprivate func tableRow(of rows: [[Int]]) -> [Int]? {
    guard let caseIndex, caseIndex < UInt64(rows.count) else { return nil }
    return rows[Int(caseIndex)]
  }
}
