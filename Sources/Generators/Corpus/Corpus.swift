/// A folder of cases that failed once: text files, one for each property, that people can read,
/// edit and commit.
///
/// A run replays the property's cases before it draws new ones, and writes down what it finds: a
/// failure as soon as it is found, and its smallest case when that is known. A file is replaced
/// in one step, and its comments stay. The folder is made when there is something to write.
public struct Corpus: Hashable, Sendable {
  /// The folder; the one around it has to be there.
  public var folder: String

  /// The version of what is tested, for the lines that are written.
  public var version: String

  /// Whether nothing may be written; the report then holds the line to be added.
  public var isReadOnly: Bool

  /// The date for the lines that are written, as in `2025-12-31`; nil for today.
  public var date: String?

  /// The most cases of one property.
  public static var entryLimit: Int { CorpusFile.entryLimit }

  /// A folder of cases.
  ///
  /// - Parameters:
  ///   - folder: The folder; the one around it has to be there.
  ///   - version: The version of what is tested.
  ///   - isReadOnly: Whether nothing may be written, as in continuous integration.
  ///   - date: The date of new lines; nil for today, in universal time.
  public init(folder: String, version: String, isReadOnly: Bool = false, date: String? = nil) {
    self.folder = folder
    self.version = version
    self.isReadOnly = isReadOnly
    self.date = date
  }

  /// The file that holds the cases of a property.
  ///
  /// A name of small letters, digits, `.`, `_` and `-` is the file's; of any other, what can't be
  /// in a file's name becomes `-`, and a hash keeps two such names apart.
  public func path(of property: String) -> String { "\(folder)/\(Self.fileName(property)).txt" }

  static func fileName(_ property: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x2D: true
      default: false
      }
    }
    let bytes = Array(property.utf8)
    if bytes.allSatisfy(isPlain), let first = bytes.first, first != 0x2E, bytes.count <= 100 {
      return property
    }
    var safe: [UInt8] = []
    for byte in bytes.prefix(100) {
      let isCapital = 0x41...0x5A ~= byte
      safe.append(isPlain(byte) || isCapital ? byte : 0x2D)
    }
    if safe.first == 0x2E { safe[0] = 0x2D }
    let hash = String(TextHash.short(property), radix: 16)
    let digits = String(repeating: "0", count: 8 - hash.count) + hash
    return (safe.isEmpty ? "" : String(decoding: safe, as: UTF8.self) + "-") + digits
  }

  /// The file of a property; nil when there is none.
  func file(of property: String) throws(StorageError) -> CorpusFile? {
    try StoredFile.read(path(of: property)).map { CorpusFile($0, property: property) }
  }

  /// A new entry.
  func entry(_ token: Token, _ failure: PropertyFailure) -> CorpusEntry {
    CorpusEntry(
      token: token, date: date ?? CalendarDay.today, version: version,
      value: failure.description)
  }

  /// Changes the file of a property, unless that changes nothing.
  func change(
    _ property: String, _ change: (inout CorpusFile) -> Void
  ) throws(StorageError) {
    let path = path(of: property)
    try StoredFile.makeFolder(folder)
    let temporary = "\(folder)/.\(Self.fileName(property)).partial"
    try StoredFile.replace(path, by: temporary) { (old) throws(StorageError) -> [UInt8]? in
      var file =
        if let old { CorpusFile(old, property: property) } else { CorpusFile(property: property) }
      if file.isNewer { throw StorageError(path, "written by a newer version") }
      change(&file)
      let new = file.bytes
      return new == old ? nil : new
    }
  }
}
