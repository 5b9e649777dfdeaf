import Testing

@testable import DropBlockVerification

@Suite struct MaskPictureTests {
  @Test func `dropped, kept and marked units have a character each`() {
    let mask = [false, true, true, false, true, false]
    #expect(MaskPicture.draw(mask[...], map: [2, 3]) == "  ·##\n  ·#·")
    #expect(MaskPicture.draw(mask[...], map: [2, 3], mark: 2) == "  ·#X\n  ·#·")
    #expect(MaskPicture.draw(mask[...], map: [2, 3], mark: 5) == "  ·##\n  ·#o")
    #expect(MaskPicture.draw(mask[...], map: [6], mark: 0) == "  o##·#·")
  }

  @Test func `a slice of a larger mask is drawn from its own beginning`() {
    let mask = [true, true, false, true, false, false]
    #expect(MaskPicture.draw(mask[2...], map: [2, 2]) == "  ·#\n  ··")
  }

  @Test func `of a volume the marked slice is drawn`() {
    let mask = (0..<12).map { $0 == 7 }
    #expect(MaskPicture.draw(mask[...], map: [3, 2, 2], mark: 7) == "slice 1:\n  ··\n  ·X")
  }

  @Test func `a large map is cut to a window that holds the mark`() {
    let (height, width) = (100, 200)
    for mark in [0, height * width - 1, 50 * width + 100] {
      let mask = [Bool](repeating: false, count: height * width)
      let lines = MaskPicture.draw(mask[...], map: [height, width], mark: mark)
        .split(separator: "\n")
      #expect(lines.count == 25 && lines[0].count == 62, "mark \(mark)")
      #expect(lines.joined().contains("o"), "mark \(mark)")
      #expect(lines[24].contains("100×200"))
    }
  }

  @Test func `a map without units is empty`() {
    #expect(MaskPicture.draw([], map: [3, 0]) == "(empty)")
  }

  @Test func `two masks stand side by side`() {
    let left = [true, false, false, false]
    let right = [true, false, false, true]
    let lines = MaskPicture.compare(expected: left[...], got: right[...], map: [2, 2], mark: 3)
      .split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].contains("expected") && lines[0].hasSuffix("got"))
    #expect(lines[2].contains("·o") && lines[2].hasSuffix("·X"))
    #expect(Set(lines.dropFirst().map(\.count)).count == 1)
  }

  @Test func `a position is told by its indices`() {
    #expect(MaskPicture.position(5, in: [2, 3]) == "(1, 2)")
    #expect(MaskPicture.tuple([4]) == "(4)")
  }
}
