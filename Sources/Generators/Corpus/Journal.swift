/// A file that names the case that is running, so that a crash does not take its token along.
///
/// It is rewritten before every call of the property, and removed when the run returns: whatever
/// else ends the run, an error or a signal, leaves it behind. Each run needs a file of its own.
public struct Journal: Hashable, Sendable {
  /// The file.
  public var path: String

  /// Whether to wait until the disk has each line: slow, but then a crash of the machine leaves it.
  ///
  /// That of a process always does.
  public var isFlushed: Bool

  /// A file for the case that is running.
  public init(path: String, isFlushed: Bool = false) {
    self.path = path
    self.isFlushed = isFlushed
  }

  /// A case that was running when its run ended.
  public struct Case: Hashable, Sendable {
    /// The case.
    ///
    /// The kinds of its choices were not known when it was written, so that it is not found stale
    /// by them.
    public let token: Token

    /// The case as found, when `token` is one that the shrinker tried: shrinking is repeatable,
    /// and ``PropertyCheck/resume(_:_:)`` from here comes to the same case again.
    public let shrunkFrom: Token?

    /// The property's name, at most its first 200 characters.
    public let property: String
  }

  /// The case that was running when a run ended before its time; nil when there is no journal.
  ///
  /// - Parameter path: The journal's file.
  /// - Throws: A ``StorageError`` for a file that can't be read, or is no journal.
  public static func lastCase(in path: String) throws(StorageError) -> Case? {
    guard let bytes = try StoredFile.read(path) else { return nil }
    // A run that ended before its first case.
    if bytes.isEmpty { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw StorageError(path, "not a journal: not UTF-8")
    }
    var fields: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon]] = line[colon...].dropFirst(2)
    }
    guard let property = fields["property"], let token = try token("case", fields, path) else {
      throw StorageError(path, "not a journal: no property or no case")
    }
    return Case(
      token: token, shrunkFrom: try self.token("shrunk from", fields, path),
      property: String(property))
  }

  private static func token(
    _ field: Substring, _ fields: [Substring: Substring], _ path: String
  ) throws(StorageError) -> Token? {
    guard let text = fields[field] else { return nil }
    do {
      return try Token(parsing: String(text))
    } catch {
      throw StorageError(path, "not a journal: \(error)")
    }
  }
}

/// A journal that is being written.
final class OpenJournal {
  /// A page: no signal comes between its bytes.
  ///
  /// Only tokens of some thousand choices need more.
  static let size = 4_096

  private let file: StoredFile
  private let journal: Journal
  private let property: String
  private let propertyHash: UInt32
  private var length = size

  init(_ journal: Journal, property: String) throws(StorageError) {
    self.journal = journal
    self.property = property
    propertyHash = Token.propertyHash(of: property)
    file = try StoredFile.create(journal.path)
  }

  /// Says that a random case is about to run.
  func write(key: UInt64, caseIndex: UInt64) throws(StorageError) {
    try write(
      Token(
        payload: .seeded(key: key, caseIndex: caseIndex), propertyHash: propertyHash,
        shapeHash: Token.unknownShape))
  }

  /// Says that a candidate of the shrinker is about to run, after a case.
  func write(script: [UInt64], shrunkFrom token: Token) throws(StorageError) {
    let candidate = Token(
      payload: .exact(script), propertyHash: propertyHash, shapeHash: Token.unknownShape)
    let text = "case: \(candidate)\nshrunk from: \(token)\n"
    // Where there is no room for both, the case as found leads to the candidate as well.
    if text.utf8.count > Self.size / 2 { try write(token) } else { try write(text) }
  }

  /// Says that a case is about to run.
  func write(_ token: Token) throws(StorageError) { try write("case: \(token)\n") }

  private func write(_ text: String) throws(StorageError) {
    var bytes = Array("property: \(OneLine.text(property, limit: 200))\n\(text)".utf8)
    // What a longer text left behind would be read again.
    length = Swift.max(length, bytes.count)
    bytes += repeatElement(0x0A, count: length - bytes.count)
    try file.write(bytes, at: 0)
    if journal.isFlushed { try file.flush() }
  }

  /// Says that the run has ended by itself.
  func remove() { StoredFile.remove(journal.path) }
}
