import Testing
import DropBlockVerification

struct NPYErrorTests {
  static let reasons: [(NPYError.Reason, [String])] = [
    (.magic, ["93 4E 55 4D 50 59"]),
    (.version(major: 4, minor: 2), ["4.2", "1.0, 2.0 and 3.0"]),
    (.truncated(part: "header", needed: 128, given: 64), ["header", "128", "64"]),
    (.syntax(found: "'x'", expected: "a string"), ["'x'", "a string"]),
    (.duplicateKey("shape"), ["'shape'", "twice"]),
    (.unknownKey("colour"), ["'colour'", "descr, fortran_order and shape"]),
    (.missingKey("descr"), ["'descr'"]),
    (.elementType(">f4"), ["'>f4'", "big-endian", "<f2, <f4, <f8"]),
    (.elementType("|O"), ["'|O'", "objects", "<f2, <f4, <f8"]),
    (.elementType("<V2"), ["'<V2'", "bfloat16", "<f2, <f4, <f8"]),
    (.elementType("<c8"), ["'<c8'", "<f2, <f4, <f8"]),
    (.elementType("[…]"), ["structured", "<f2, <f4, <f8"]),
    (.size("-3"), ["-3", "0…9223372036854775807"]),
    (.rank(65), ["65", "64"]),
    (.tooLarge([4, Int.max], .float32), ["4×9223372036854775807", "<f4"]),
    (.dataSize(given: 20, needed: 24), ["24", "20", "cut off"]),
    (.dataSize(given: 30, needed: 24), ["6 bytes follow", "24", "30"]),
    (.boolean(7), ["7", "0 and 1"]),
  ]

  @Test(arguments: reasons)
  func `a message names the place, the value and what is admissible`(
    reason: NPYError.Reason, words: [String]
  ) {
    let message = NPYError(reason, at: 4711).description
    for word in words + ["byte 4711"] {
      #expect(message.contains(word), "\(message) lacks \(word)")
    }
  }
}
