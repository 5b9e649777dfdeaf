/// The known word that somebody probably meant.
enum Suggestion {
  /// The nearest of `words`, or nil when none is near.
  ///
  /// Near is at most a third of the word in edits (insert, delete, replace, swap neighbours), or a
  /// word of which `text` is the beginning.
  static func nearest(to text: String, among words: [String]) -> String? {
    let typed = text.lowercased()
    let ranked = words.map { (distance(typed, $0.lowercased()), $0) }
    if let best = ranked.min(by: { $0.0 < $1.0 }), best.0 <= Swift.max(1, best.1.count / 3) {
      return best.1
    }
    guard typed.count >= 2 else { return nil }
    return words.first { $0.lowercased().hasPrefix(typed) }
  }

  /// The number of edits that turn one text into the other.
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.prefix(64)), Array(second.prefix(64)))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = Swift.min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
