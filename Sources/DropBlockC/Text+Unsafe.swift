extension String {
  /// Writes the text, ended by a zero, to memory of `capacity` bytes; a longer one is cut, at the end
  /// of a character.
  func copy(to memory: UnsafeMutablePointer<CChar>, capacity: Int) {
    // A size_t beyond Int arrives as a negative number; it is room enough.
    let capacity = Int(clamping: UInt(bitPattern: capacity))
    guard capacity > 0 else { return }
    var length = 0
    for character in self {
      let bytes = Array(character.utf8)
      guard length + bytes.count < capacity else { break }
      for byte in bytes {
        unsafe memory[length] = CChar(bitPattern: byte)
        length += 1
      }
    }
    unsafe memory[length] = 0
  }
}
