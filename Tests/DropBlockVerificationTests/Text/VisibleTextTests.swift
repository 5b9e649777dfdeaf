import DropBlockVerification
import Testing

@Suite struct VisibleTextTests {
  @Test func `control characters and those that turn the text are shown`() {
    #expect(
      VisibleText.lines("a\u{1B}[31m\u{0}\u{7}\u{7F}\u{9B}\u{202E}\u{2066}\u{2028}b")
        == "a\\u{1B}[31m\\u{0}\\u{7}\\u{7F}\\u{9B}\\u{202E}\\u{2066}\\u{2028}b")
  }

  @Test func `everything else stays as it is`() {
    let text = "dropblock 1.0 · ½·units \\u{1B} \t \"quoted\" 漢字 é e\u{301} 👩‍👩‍👧 שלום"
    #expect(VisibleText.line(text) == text)
    #expect(VisibleText.lines(text) == text)
  }

  @Test func `line breaks stay line breaks, and a line has none`() {
    #expect(VisibleText.lines("a\nb\r\nc\rd") == "a\nb\nc\\u{D}d")
    #expect(VisibleText.line("a\nb") == "a\\u{A}b")
  }

  @Test func `what is shown is shown the same again`() {
    var random = SplitMix(seed: 5)
    for _ in 0..<2_000 {
      var text = ""
      for _ in 0..<8 {
        let limit: UInt64 = random.next() % 2 == 0 ? 0xA0 : 0x3000
        if let scalar = Unicode.Scalar(UInt32(random.next() % limit)) {
          text.unicodeScalars.append(scalar)
        }
      }
      let shown = VisibleText.lines(text)
      #expect(VisibleText.lines(shown) == shown)
      #expect(
        shown.unicodeScalars.allSatisfy {
          "\t\n".unicodeScalars.contains($0)
            || $0.properties.generalCategory != .control && !$0.properties.isBidiControl
        })
    }
  }
}
