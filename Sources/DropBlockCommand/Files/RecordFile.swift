/// The lines of a long run, written as they come: an interruption loses none of them.
///
/// An interrupted run says on standard error how far it came, and leaves its file with a last line
/// that calls it incomplete; but where nothing has come out yet, the file does not appear.
final class RecordFile {
  private let file: OutputFile?
  private let note: InterruptionNote
  private var failure: FileError?
  private var hasResults = false

  /// Opens the place for a file, so that an unwritable one does not cost a whole run.
  ///
  /// - Parameter path: Where the lines go; nil when only the note is wanted.
  init(_ path: String?, _ console: any Console) throws(FileError) {
    note = InterruptionNote(console)
    file = if let path { try OutputFile(path) } else { nil }
  }

  /// Writes lines.
  ///
  /// A file that can't be written any more ends no run: what it finds is also shown. The failure is
  /// kept for ``commit(_:)``.
  ///
  /// - Parameters:
  ///   - progress: How far the run has come, such as `3 of 42 requirements`; nil where the lines hold
  ///     no result.
  ///   - ending: The lines that follow if the run is interrupted here; asked on another thread.
  func write(
    _ lines: String, progress: String? = nil, ifInterrupted ending: @escaping @Sendable () -> String
  ) {
    hasResults = hasResults || progress != nil
    attempt { file throws(FileError) in
      guard hasResults else { return try file.write(Array(lines.utf8)) }
      try file.write(Array(lines.utf8), ifInterrupted: { Array(ending().utf8) })
    }
    if let progress { note.say("after \(progress)" + (failure.map { "; \($0)" } ?? "")) }
  }

  /// Writes the last lines, and puts the file in its place.
  ///
  /// - Throws: The first ``FileError`` of all that was written.
  func commit(_ lines: String) throws(FileError) {
    attempt { file throws(FileError) in try file.commit(Array(lines.utf8)) }
    if let failure { throw failure }
  }

  private func attempt(_ write: (OutputFile) throws(FileError) -> Void) {
    guard let file, failure == nil else { return }
    do { try write(file) } catch { failure = error }
  }
}
