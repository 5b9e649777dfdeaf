/// FNV-1a: the hash that names properties in tokens; its constants are part of the token format.
enum TextHash {
  /// The 32-bit hash of the UTF-8 bytes.
  static func short(_ text: String) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash
  }

  /// The 64-bit hash of the UTF-8 bytes.
  static func long(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
