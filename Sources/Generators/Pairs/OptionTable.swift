/// The table of a generator of options, with the pairs of its rows.
final class OptionTable: Sendable {
  let table: PairwiseTable
  let places: PairPlaces

  /// The pairs of the rows, each once.
  let pairs: [PairwiseTable.Pair]

  init(_ table: PairwiseTable) {
    self.table = table
    places = PairPlaces(table.values.map(\.count))
    var known: Set<PairwiseTable.Pair> = []
    pairs = table.rows.flatMap(PairPlaces.pairs).filter { known.insert($0).inserted }
  }

  /// Whether the other has the same factors, values and rows.
  func isEqual(to other: OptionTable) -> Bool {
    table.names == other.table.names && table.values == other.table.values
      && table.rows == other.table.rows
  }
}
