/// A folder that files are written to, made if nothing is there.
struct OutputFolder {
  private let path: String

  /// Whether it was made here.
  private let isNew: Bool

  /// Makes the folder, or finds it; the folder that it lies in must be there.
  ///
  /// - Throws: A ``FileError`` when something else is there, or it can't be made.
  init(_ path: String) throws(FileError) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    guard let status = try? System.status(trimmed) else {
      do { try System.makeFolder(trimmed) } catch {
        throw FileError(path, cannotBe: "made", "\(error)")
      }
      isNew = true
      return
    }
    guard status.kind == .folder else {
      throw FileError(path, cannotBe: "written to", "it is not a folder")
    }
    isNew = false
  }

  /// The path of a file in the folder.
  func path(of name: String) -> String { path == "/" ? path + name : path + "/" + name }

  /// Removes the folder if it was made here and nothing is in it.
  func discard() {
    if isNew { System.removeFolder(path) }
  }
}
