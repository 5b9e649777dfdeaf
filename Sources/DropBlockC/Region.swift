/// Bytes that a call reads or writes: what they are called, and where they lie.
struct Region {
  let name: String
  let start: UInt
  let byteCount: UInt

  /// Whether some byte belongs to both.
  func overlaps(_ other: Region) -> Bool {
    guard byteCount > 0, other.byteCount > 0 else { return false }
    // Differences: the sum of a start and a length may leave the address space.
    return start <= other.start
      ? other.start - start < byteCount : start - other.start < other.byteCount
  }
}
