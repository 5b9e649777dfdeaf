/// A call to the operating system that failed.
struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The system's number for the reason.
  let number: Int32

  /// The system's words for the reason.
  var description: String { System.message(for: number) }

  /// Whether nobody reads the other end of a pipe.
  var isBrokenPipe: Bool { number == System.brokenPipe }

  /// Whether there is nothing at a path.
  var isMissing: Bool { number == System.missing }
}

/// A file that could not be read or written: which, and why.
struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  let description: String

  init(_ path: String, cannotBe action: String, _ reason: String) {
    description = "\(path) cannot be \(action): \(reason)"
  }
}
