/// A file that appears whole or not at all.
///
/// The bytes go to a hidden file in the folder of the target, which takes the target's place in one
/// step when all is well. When it is given up, by an error or an interruption, it is removed; a report
/// that says of itself that it is cut short may be kept instead. What is not a regular file, such as a
/// pipe or `/dev/null`, can't be replaced and is written directly.
final class OutputFile {
  /// The path as it was given, for messages.
  let path: String

  private let target: String
  private let temporary: String?
  private var file: Int32?
  private var hook: Int?

  /// Opens the place for a file; nothing is at `path` yet that was not there before.
  ///
  /// - Throws: A ``FileError`` when the path is a folder, or the folder can't be written to.
  init(_ path: String) throws(FileError) {
    self.path = path
    // A symbolic link stays, and what it points to is replaced.
    target = System.resolved(path) ?? path
    let status = try? System.status(target)
    if let status, status.kind == .folder {
      throw FileError(path, cannotBe: "written", "it is a folder")
    }
    do {
      if let status, status.kind != .file {
        temporary = nil
        file = try System.open(writing: target)
        return
      }
      let name = Self.temporaryPath(for: target)
      let (created, hook) = try Interruption.shared.begin(
        { () throws(SystemError) in try System.create(name) }, undo: { System.remove(name) })
      (temporary, file, self.hook) = (name, created, hook)
      if let status { System.setPermissions(status.permissions, of: created) }
    } catch {
      throw FileError(path, cannotBe: "written", "\(error)")
    }
  }

  /// Writes bytes behind those that were written before.
  ///
  /// - Throws: A ``FileError``, such as for a full disk; the file is then given up.
  func write(_ bytes: [UInt8]) throws(FileError) {
    guard let file else { return }
    do {
      try System.write(bytes, to: file)
    } catch {
      discard()
      throw FileError(path, cannotBe: "written", "\(error)")
    }
  }

  /// Writes bytes; an interruption after them ends the file and puts it in its place.
  ///
  /// What is not a regular file gets no ending: whoever reads it may be what the program waits for.
  ///
  /// - Parameter ending: What is behind the bytes then; asked on another thread.
  /// - Throws: A ``FileError``, such as for a full disk; the file is then given up.
  func write(
    _ bytes: [UInt8], ifInterrupted ending: @escaping @Sendable () -> [UInt8]
  ) throws(FileError) {
    guard let file, let hook, let temporary else { return try write(bytes) }
    do {
      try Interruption.shared.replace(
        hook, after: { () throws(SystemError) in try System.write(bytes, to: file) },
        by: { [path, target] in
          do {
            try System.write(ending(), to: file)
            try System.close(file)
            try System.rename(temporary, to: target)
          } catch {
            System.remove(temporary)
            let error = FileError(path, cannotBe: "written", "\(error)")
            System.reportWithoutWaiting("\(Program.name): \(error)")
          }
        })
    } catch {
      discard()
      throw FileError(path, cannotBe: "written", "\(error)")
    }
  }

  /// Writes the last bytes and puts the file in its place; no interruption falls between.
  ///
  /// - Throws: A ``FileError``; the file is then given up.
  func commit(_ bytes: [UInt8] = []) throws(FileError) {
    guard let file else { return }
    do {
      if let hook, let temporary {
        try Interruption.shared.replace(
          hook,
          after: { () throws(SystemError) in
            try System.write(bytes, to: file)
            self.file = nil
            try System.close(file)
            try System.rename(temporary, to: target)
          }, by: {})
        Interruption.shared.remove(hook)
      } else {
        try System.write(bytes, to: file)
        self.file = nil
        try System.close(file)
      }
    } catch {
      discard()
      throw FileError(path, cannotBe: "written", "\(error)")
    }
    hook = nil
  }

  /// Gives the file up; nothing happens after ``commit(_:)``.
  func discard() {
    let open = file
    file = nil
    guard let hook, let temporary else {
      if let open { try? System.close(open) }
      return
    }
    // An interruption in between would use a number that is closed, or another file's by now.
    Interruption.shared.replace(
      hook,
      after: {
        if let open { try? System.close(open) }
        System.remove(temporary)
      }, by: {})
    Interruption.shared.remove(hook)
    self.hook = nil
  }

  deinit { discard() }

  /// A name in the same folder that no other process uses.
  private static func temporaryPath(for target: String) -> String {
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().map { $0 + "/" }.joined()
    let number = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    // A file name has at most 255 bytes; the name of the target is only there for people.
    let name = String(decoding: (parts.last ?? "").utf8.prefix(100), as: UTF8.self)
    return folder + ".\(name).\(System.process)-\(number).partial"
  }

  /// Whether two paths name the same place, whether or not something is there.
  static func isSame(_ first: String, _ second: String) -> Bool {
    place(first) == place(second)
  }

  private static func place(_ path: String) -> String {
    if let resolved = System.resolved(path) { return resolved }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().map { $0 + "/" }.joined()
    return (System.resolved(folder.isEmpty ? "." : folder) ?? folder) + "/" + (parts.last ?? "")
  }
}
