import DropBlockPlatform

/// The heap of the process.
enum Heap {
  /// Gives free pages back to the system; false where the library has no such call.
  ///
  /// Looked up by name: the headers that Swift imports of glibc leave it out.
  static func giveBack() -> Bool {
    #if os(Linux)
      guard let symbol = unsafe dlsym(nil, "malloc_trim") else { return false }
      typealias Trim = @convention(c) (Int) -> Int32
      _ = unsafe unsafeBitCast(symbol, to: Trim.self)(0)
      return true
    #else
      return false
    #endif
  }
}
