import DropBlockPlatform

extension System {
  /// Makes a folder in one that is there.
  static func makeFolder(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o777) == 0 else { throw lastError }
  }

  /// Removes a folder without contents; nothing happens when it has some, or is not there.
  static func removeFolder(_ path: String) { _ = unsafe rmdir(path) }
}
