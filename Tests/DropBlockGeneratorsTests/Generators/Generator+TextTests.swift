import Testing

@testable import DropBlockGenerators

@Suite struct GeneratorTextTests {
  @Test func `all of ASCII comes up, letters first and control characters last`() throws {
    let drawn = Set(try sample(Generator<Character>.ascii, 4_000))
    #expect(drawn == Set((UInt8(0)..<128).map { Character(Unicode.Scalar($0)) }))
    func character(at index: UInt64) throws -> Character {
      let kind = Choice.Kind.integer(low: 0, high: 127, target: 0)
      var draw = Draw(replaying: ChoiceSequence([Choice(kind: kind, index: index)]))
      return try draw(Generator<Character>.ascii)
    }
    let order = try (UInt64(0)..<128).map(character)
    #expect(String(order[..<28]) == "abcdefghijklmnopqrstuvwxyzAB")
    #expect(String(order[52..<64]) == "0123456789 !")
    #expect(order[94...95] == ["~", "\u{0}"] && order[127] == "\u{7F}")
    #expect(Set(order).count == 128)
  }

  @Test func `problem characters and any scalar come up, ASCII is simpler`() throws {
    let characters = try sample(Generator<Character>.characters, 6_000)
    let ascii = characters.filter(\.isASCII).count
    #expect((3_000...4_500).contains(ascii), "\(ascii) of 6,000")
    #expect(characters.contains("\r\n") && characters.contains("e\u{301}"))
    #expect(characters.contains { $0.unicodeScalars.count > 2 })
    #expect(characters.contains { $0.unicodeScalars.contains { $0.value > 0xFFFF } })
    let scalars = Set(try sample(Generator<Unicode.Scalar>.scalars, 4_000))
    #expect(scalars.isSuperset(of: ["\u{0}", "\u{10FFFF}"]) && scalars.count > 1_000)
    // The two sides of the surrogates, by their numbers.
    let last = Choice.Kind.integer(low: 0, high: 0x10_F7FF, target: 0)
    let around = try [0xD7FF, 0xD800].map { (index: UInt64) in
      var draw = Draw(replaying: ChoiceSequence([Choice(kind: last, index: index)]))
      return try draw(Generator<Unicode.Scalar>.scalars)
    }
    #expect(around == ["\u{D7FF}", "\u{E000}"])
  }

  @Test func `strings have as many characters as were drawn, if none is a combining one`() throws {
    let strings = try sample(Generator.strings(of: .element(of: ["a", "b"]), count: 2...20))
    #expect(strings.allSatisfy { (2...20).contains($0.count) })
    #expect(strings.contains { $0.count == 2 } && strings.contains { $0.count == 20 })
    #expect(
      try sample(Generator<String>.strings(count: 0...9)).contains { !$0.allSatisfy(\.isASCII) })
  }

  @Test func `strings shrink to the simplest characters`() throws {
    let strings = Generator<String>.strings(count: 0...20)
    expect(try reduce("text", strings) { $0.count < 3 }, "aaa", atMost: 90)
    expect(
      try reduce("digit", strings) { !$0.contains { $0.isASCII && $0.isNumber } }, "0",
      atMost: 50)
    expect(try reduce("not ASCII", strings) { $0.allSatisfy(\.isASCII) }, "é", atMost: 50)
  }
}
