import Testing

@testable import DropBlockVerification

@Suite struct TailBufferTests {
  @Test func `the text is the last bytes of all that came`() {
    var random = SplitMix(seed: 5)
    var buffer = TailBuffer(limit: 100)
    var all: [UInt8] = []
    for _ in 0..<500 {
      let more = (0..<random.next() % 90).map { _ in UInt8(0x20 + random.next() % 95) }
      buffer.append(more)
      all += more
      #expect(buffer.text == String(decoding: all.suffix(100), as: UTF8.self))
    }
    buffer.append(Array(repeating: 0x78, count: 1000))
    #expect(buffer.text == String(repeating: "x", count: 100))
  }

  @Test func `what is not UTF-8 is replaced`() {
    var buffer = TailBuffer(limit: 3)
    buffer.append([0x61, 0xFF])
    #expect(buffer.text == "a\u{FFFD}")
  }
}
