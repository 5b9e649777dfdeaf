/// A file of a corpus or a journal that could not be read or written.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder.
  public let path: String

  /// What could not be done with it, and why.
  public let problem: String

  init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The file and its problem in one line.
  public var description: String { "\(path): \(problem)" }

  /// The same as the description.
  public var localizedDescription: String { description }
}
