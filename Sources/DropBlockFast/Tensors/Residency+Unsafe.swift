import DropBlockPlatform

/// Whether memory has pages of its own already, or gets them when it is first written to.
///
/// A page that is new has just been cleared, and its lines lie in the caches: stores that pass the
/// caches by would have to wait until those are written back.
enum Residency {
  /// Looks at three pages within a block of many.
  ///
  /// - Returns: False when none of them is there; true when in doubt.
  static func isLikely(_ start: UnsafeMutableRawPointer, byteCount: Int) -> Bool {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    guard page > 0, byteCount >= 8 * page else { return true }
    for quarter in 1...3 {
      let address = Int(bitPattern: start) + byteCount / 4 * quarter
      guard let place = unsafe UnsafeMutableRawPointer(bitPattern: address / page * page) else {
        return true
      }
      if unsafe isThere(place, page) { return true }
    }
    return false
  }

  private static func isThere(_ place: UnsafeMutableRawPointer, _ page: Int) -> Bool {
    #if canImport(Darwin)
      var state: CChar = 1
    #else
      var state: UInt8 = 1
    #endif
    guard unsafe mincore(place, page, &state) == 0 else { return true }
    return state & 1 == 1
  }
}
