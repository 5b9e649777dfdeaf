/// Files that are read whole.
enum InputFile {
  /// The bytes of a file or of what comes out of a pipe.
  ///
  /// - Throws: A ``FileError`` for what is missing, a folder, a device (some have no end), or cannot
  ///   be read.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    do {
      let status = try System.status(path)
      switch status.kind {
      case .folder: throw FileError(path, cannotBe: "read", "it is a folder")
      case .device: throw FileError(path, cannotBe: "read", "it is a device, not a file or a pipe")
      case .file, .pipe: break
      }
      let file = try System.open(reading: path)
      defer { try? System.close(file) }
      return try System.readToEnd(file, expecting: status.size)
    } catch let error as FileError {
      throw error
    } catch {
      throw FileError(path, cannotBe: "read", "\(error)")
    }
  }
}
