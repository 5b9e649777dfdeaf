/// What a stream is written to: how wide it is, and what it can show.
struct Terminal: Sendable, Hashable {
  /// Whether somebody may be looking: not a file, not a pipe.
  var isInteractive = false

  /// The number of columns; 80 where nobody says.
  var width = 80

  /// Whether colours may be used.
  var hasColour = false

  /// Whether a line may be taken back and drawn again.
  var isRedrawn = false

  /// Whether characters beyond ASCII are shown.
  var hasUnicode = false

  /// Creates a stream that is no terminal.
  init() {}

  /// Derives what is shown from the environment.
  ///
  /// - Parameters:
  ///   - columns: The width the terminal itself reports; nil when the stream is no terminal.
  ///   - environment: `COLUMNS`, `NO_COLOR` and `TERM` (no control sequences where the one is not empty,
  ///     or the other `dumb`), and `LC_ALL`, `LC_CTYPE`, `LANG`, of which the first that is set decides.
  init(columns: Int?, environment: [String: String]) {
    isInteractive = columns != nil
    let stated = environment["COLUMNS"].flatMap { Int($0) }
    if let known = [columns, stated].compactMap(\.self).first(where: { $0 > 0 }) {
      width = Swift.max(known, 20)
    }
    let isPlain = environment["TERM"] == "dumb" || !(environment["NO_COLOR"] ?? "").isEmpty
    hasColour = isInteractive && !isPlain
    isRedrawn = hasColour
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let name = (locale ?? "").uppercased()
    hasUnicode = name.contains("UTF-8") || name.contains("UTF8")
  }
}
