/// What the cases of a corpus do today, and what a run added to it.
public struct CorpusReport: Hashable, Sendable, CustomStringConvertible {
  /// What a case does today.
  public enum Status: Hashable, Sendable {
    /// It passes: its line can be deleted.
    case passes

    /// It fails still, or again.
    case fails(PropertyFailure)

    /// The generator has changed since: the case is gone, and was not judged.
    case stale

    /// It is discarded.
    case discarded(Rejection.Source)
  }

  /// A case of the corpus.
  public struct Case: Hashable, Sendable {
    /// The number of its line when the run began, from 1.
    public let line: Int

    /// The line.
    public let entry: CorpusEntry

    /// What it does today.
    public let status: Status
  }

  /// What became of a line that a run had to write.
  public enum Saving: Hashable, Sendable {
    /// It is in the file.
    case written

    /// The corpus is read-only: someone has to add the line.
    case readOnly

    /// It could not be written: someone has to add the line.
    case failed(StorageError)
  }

  /// The property's file.
  public let file: String

  /// The cases, in the order of the file.
  public internal(set) var cases: [Case] = []

  /// The lines that can't be run; a run that has any does not hold.
  public internal(set) var problems: [CorpusProblem] = []

  /// The line for the failure that the run found.
  public internal(set) var found: CorpusEntry?

  /// What became of ``found``.
  public internal(set) var saving: Saving?

  /// The entries that made room: larger ones of the same failure, or ones over the limit.
  public internal(set) var dropped: [CorpusEntry] = []

  init(file: String) { self.file = file }

  /// Whether there was nothing to run and nothing to write.
  public var isEmpty: Bool { cases.isEmpty && problems.isEmpty && found == nil }

  /// The counts, and everything that someone has to do: a line each.
  public var description: String { lines.joined(separator: "\n") }

  /// The cases of one status, and everything that someone has to do, a line each.
  var lines: [String] {
    let counts = [
      (cases.count { $0.status == .passes }, "pass"),
      (cases.count { if case .fails = $0.status { true } else { false } }, "fail"),
      (cases.count { $0.status == .stale }, "stale"),
      (cases.count { if case .discarded = $0.status { true } else { false } }, "discarded"),
      (problems.count, "damaged"),
    ].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
    var lines = ["  corpus \(file): \(cases.count) cases run\(counts.joined())"]
    for known in cases {
      let text =
        switch known.status {
        case .passes: "passes now, the line can be deleted"
        case .fails(let failure): "fails still, \(OneLine.text("\(failure)", limit: 200))"
        case .stale: "stale, the generator has changed"
        case .discarded(let source): "discarded, \(OneLine.text("\(source)"))"
        }
      lines.append("    line \(known.line): \(text): \(known.entry.token)")
    }
    lines += problems.map { "    error: \($0)" }
    lines += dropped.map { "    dropped: \($0)" }
    guard let found, let saving else { return lines }
    switch saving {
    case .written: lines.append("    written: \(found)")
    case .readOnly: lines.append("    to be added: \(found)")
    case .failed(let error):
      lines.append("    not written, \(error)")
      lines.append("    to be added: \(found)")
    }
    return lines
  }
}
