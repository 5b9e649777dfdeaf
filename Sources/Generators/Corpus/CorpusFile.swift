/// The lines of one property's file, of which those that are no entries stay as they are.
struct CorpusFile {
  private struct Line {
    var bytes: [UInt8]
    var entry: CorpusEntry?
  }

  static let header = "# cases of a property, format "
  static let format: UInt = 1

  /// The most entries of a property.
  static let entryLimit = 64

  private var lines: [Line] = []

  /// The lines that can't be run, by number.
  private(set) var problems: [(line: Int, reason: CorpusProblem.Reason)] = []

  /// Whether a newer version wrote the file, so that nothing here knows how to change it.
  private(set) var isNewer = false

  /// A new file.
  init(property: String) {
    lines = ["\(Self.header)\(Self.format): token | date | version | value", "# " + property]
      .map { Line(bytes: Array(OneLine.text($0).utf8)) }
  }

  init(_ bytes: [UInt8], property: String) {
    var parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // What follows the last line end is no line.
    if parts.last?.isEmpty == true { parts.removeLast() }
    for (place, part) in parts.enumerated() {
      var line = Line(bytes: Array(part))
      if !isNewer {
        do throws(CorpusProblem.Reason) {
          line.entry = try entry(part, isFirst: place == 0, property)
        } catch {
          problems.append((place + 1, error))
        }
      }
      lines.append(line)
    }
  }

  private mutating func entry(
    _ bytes: ArraySlice<UInt8>, isFirst: Bool, _ property: String
  ) throws(CorpusProblem.Reason) -> CorpusEntry? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .damaged("not UTF-8")
    }
    let content = text.unicodeScalars.last == "\r" ? String(text.unicodeScalars.dropLast()) : text
    if isFirst, content.hasPrefix(Self.header) {
      let format = content.dropFirst(Self.header.count).prefix { $0 != ":" && $0 != " " }
      guard UInt(format) == Self.format else {
        isNewer = true
        throw .newer("a file of the format \(format.prefix(20)), not \(Self.format)")
      }
    }
    guard let start = content.first(where: { $0 != " " && $0 != "\t" }), start != "#" else {
      return nil
    }
    return try CorpusEntry(parsing: content, property: property)
  }

  /// The entries with their line numbers.
  var entries: [(line: Int, entry: CorpusEntry)] {
    lines.enumerated().compactMap { place, line in line.entry.map { (place + 1, $0) } }
  }

  /// The file.
  var bytes: [UInt8] { Array(lines.map { $0.bytes + [0x0A] }.joined()) }

  /// Puts an entry in the place of the one with a token, or of the one that has its own; at the
  /// end if there is neither.
  mutating func put(_ entry: CorpusEntry, inPlaceOf token: Token?) {
    let line = Line(bytes: Array(entry.description.utf8), entry: entry)
    let known = lines.firstIndex { $0.entry?.token == entry.token }
    if let place = lines.firstIndex(where: { token != nil && $0.entry?.token == token }) {
      lines[place] = line
      if let known, known != place { lines.remove(at: known) }
    } else if known == nil {
      lines.append(line)
    }
  }

  /// Removes the entries with a token.
  mutating func remove(_ token: Token) {
    lines.removeAll { $0.entry?.token == token }
  }
}
