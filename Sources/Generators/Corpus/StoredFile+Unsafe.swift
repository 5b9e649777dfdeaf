import DropBlockPlatform

/// An open file; the calls to the operating system that a corpus and a journal need.
///
/// Every call that a signal may cut short is repeated.
final class StoredFile {
  let path: String
  private let number: Int32

  private init(_ path: String, number: Int32) {
    self.path = path
    self.number = number
  }

  /// An open file; nil when the path leads nowhere.
  private static func opened(
    _ path: String, _ flags: Int32
  ) throws(StorageError) -> StoredFile? {
    while true {
      let number = unsafe open(path, flags | O_CLOEXEC, 0o666)
      if number >= 0 { return StoredFile(path, number: number) }
      switch errno {
      case EINTR: continue
      case ENOENT: return nil
      default: throw failure(path, "cannot be opened")
      }
    }
  }

  private static func made(_ path: String, _ flags: Int32) throws(StorageError) -> StoredFile {
    guard let file = try opened(path, flags | O_RDWR | O_CREAT) else {
      throw StorageError(path, "cannot be made: its folder is not there")
    }
    return file
  }

  deinit { _ = close(number) }

  // MARK: Whole files

  /// The bytes of a file; nil when there is none.
  static func read(_ path: String) throws(StorageError) -> [UInt8]? {
    try opened(path, O_RDONLY)?.bytes()
  }

  /// Puts new contents in the place of a file's, in one step, while no one else does.
  ///
  /// They are written to `temporary`, which also is the lock: a process that died there leaves a
  /// file that the next one uses again.
  ///
  /// - Parameters:
  ///   - path: The file; it need not be there.
  ///   - temporary: A path in the same folder.
  ///   - change: The new contents for the old; nil leaves the file as it is.
  static func replace(
    _ path: String, by temporary: String,
    _ change: ([UInt8]?) throws(StorageError) -> [UInt8]?
  ) throws(StorageError) {
    let file = try locked(temporary)
    var isInPlace = false
    defer { if !isInPlace { remove(temporary) } }
    guard let bytes = try change(try read(path)) else { return }
    guard ftruncate(file.number, 0) == 0 else { throw failure(temporary, "cannot be emptied") }
    try file.write(bytes, at: 0)
    try file.flush()
    guard unsafe rename(temporary, path) == 0 else { throw failure(path, "cannot be replaced") }
    isInPlace = true
  }

  /// A file at a path that only the caller has locked.
  private static func locked(_ path: String) throws(StorageError) -> StoredFile {
    while true {
      let file = try made(path, 0)
      while flock(file.number, LOCK_EX) != 0 {
        guard errno == EINTR else { throw failure(path, "cannot be locked") }
      }
      // Whoever had the lock has moved or removed the file: then it is no longer the lock.
      var own = stat()
      var named = stat()
      if unsafe fstat(file.number, &own) == 0, unsafe stat(path, &named) == 0,
        own.st_ino == named.st_ino, own.st_dev == named.st_dev
      {
        return file
      }
    }
  }

  /// Makes a folder, unless it is there.
  static func makeFolder(_ path: String) throws(StorageError) {
    guard unsafe mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    throw failure(path, "the folder cannot be made")
  }

  /// Removes a file, if it is there.
  static func remove(_ path: String) { _ = unsafe unlink(path) }

  // MARK: Open files

  /// A file that is rewritten in place.
  static func create(_ path: String) throws(StorageError) -> StoredFile {
    try made(path, O_TRUNC)
  }

  /// Writes all bytes from an offset on.
  func write(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
    var done = 0
    while done < bytes.count {
      let put = unsafe bytes.withUnsafeBytes { buffer in
        unsafe pwrite(
          number, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
          off_t(offset + done))
      }
      if put > 0 {
        done += put
      } else if put == 0 || errno != EINTR {
        throw Self.failure(path, "cannot be written")
      }
    }
  }

  /// Waits until what was written is on the disk.
  func flush() throws(StorageError) {
    guard fsync(number) == 0 || errno == EINVAL else {
      throw Self.failure(path, "cannot be written")
    }
  }

  private func bytes() throws(StorageError) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let offset = bytes.count
      let got = unsafe part.withUnsafeMutableBytes { buffer in
        unsafe pread(number, buffer.baseAddress, buffer.count, off_t(offset))
      }
      if got > 0 { bytes += part[..<got] }
      if got == 0 { return bytes }
      if got < 0, errno != EINTR { throw Self.failure(path, "cannot be read") }
    }
  }

  private static func failure(_ path: String, _ problem: String) -> StorageError {
    let number = errno
    var text = [CChar](repeating: 0, count: 256)
    _ = unsafe strerror_r(number, &text, text.count - 1)
    let reason = String(
      decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return StorageError(path, "\(problem): \(reason.isEmpty ? "error \(number)" : reason)")
  }
}

extension CalendarDay {
  /// The day it is, in universal time.
  static var today: String { text(ofDay: Int(time(nil)) / 86_400) }
}
