import Testing

@testable import DropBlockVerification

struct FoldingTests {
  @Test func `a line is broken between words, and what goes on is set in`() {
    #expect(
      Folding.fold("one two three four", width: 11, indent: 3, hanging: 5)
        == ["   one two", "     three", "     four"])
    #expect(Folding.fold("one two", width: .max) == ["one two"])
    #expect(Folding.fold("one two", width: 7) == ["one two"])
    #expect(Folding.fold("one two", width: 6) == ["one", "two"])
  }

  @Test func `a word that is longer than the line stands by itself, and no space is lost`() {
    #expect(Folding.fold("a longer-word b", width: 5) == ["a", "longer-word", "b"])
    #expect(Folding.fold("a  b", width: 9) == ["a  b"])
  }
}
