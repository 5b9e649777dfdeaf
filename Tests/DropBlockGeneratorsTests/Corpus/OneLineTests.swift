import Testing

@testable import DropBlockGenerators

@Suite struct OneLineTests {
  @Test func `a text becomes one line of limited length`() {
    #expect(OneLine.text("a\nb\r\nc\td\u{0}e\u{2028}f\u{85}g") == "a\\nb \\nc d e f g")
    #expect(OneLine.text("naïve 🙂 | x") == "naïve 🙂 | x")
    #expect(OneLine.text("12345", limit: 5) == "12345")
    #expect(OneLine.text("123456", limit: 5) == "12345…")
  }
}
