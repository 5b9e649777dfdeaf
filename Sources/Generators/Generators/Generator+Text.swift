extension Generator where Value == Character {
  /// The 128 characters of ASCII, each equally likely: letters first, then digits, then marks.
  ///
  /// The order is a…z, A…Z, 0…9, the space, the punctuation, and the control characters.
  public static var ascii: Generator { .element(of: CharacterTables.ascii) }

  /// Characters: mostly ASCII, often edge cases, sometimes any at all.
  ///
  /// Among the edge cases are combining marks, characters of several scalars, line breaks
  /// of all kinds, invisible ones and changes of direction, the ends of the planes, and letters
  /// that change their number when their case changes. Simple-first: ASCII, edge cases, all
  /// scalars.
  public static var characters: Generator {
    .weighted([
      (4, .ascii),
      (2, .element(of: CharacterTables.edgeCases)),
      (1, Generator<Unicode.Scalar>.scalars.map { Character($0) }),
    ])
  }
}

extension Generator where Value == Unicode.Scalar {
  /// All Unicode scalars, U+0000 first; the bounds of the range and powers of two are frequent.
  public static var scalars: Generator {
    // 2,048 surrogates are no scalars: the numbers from there on are moved past them.
    Generator<UInt32>.integers(in: 0...0x10_F7FF).map { number in
      Unicode.Scalar(number < 0xD800 ? number : number + 0x800) ?? "\u{FFFD}"
    }
  }
}

extension Generator where Value == String {
  /// Texts of a number of drawn characters in `count`; shorter is simpler.
  ///
  /// A combining mark joins the character before it, so that a text may have fewer characters
  /// than were drawn.
  ///
  /// - Parameters:
  ///   - characters: The characters, ``Generator/characters`` if not given.
  ///   - count: How many to draw; from a number in 0...``Draw/choiceLimit`` on, anything else is
  ///     rejected when it is drawn from.
  public static func strings(
    of characters: Generator<Character> = .characters, count: ClosedRange<Int>
  ) -> Generator {
    if let problem = Draw.problem(ofCount: count) {
      return impossible("strings(of:count:)", problem)
    }
    return Generator<[Character]>.arrays(of: characters, count: count).map { String($0) }
  }
}

/// The characters that texts are made of.
private enum CharacterTables {
  static let ascii: [Character] = {
    let scalars = (UInt8(0)..<128).map { Unicode.Scalar($0) }
    let classes: [(Unicode.Scalar) -> Bool] = [
      { ("a"..."z").contains($0) }, { ("A"..."Z").contains($0) }, { ("0"..."9").contains($0) },
      { $0 == " " }, { _ in true },
    ]
    // Ordered by the first class that has them; control characters come after everything visible.
    let visible = scalars.filter { $0.value >= 32 && $0.value < 127 }
    let ordered = classes.indices.flatMap { number in
      visible.filter { scalar in classes.firstIndex { $0(scalar) } == number }
    }
    return (ordered + scalars.filter { $0.value < 32 || $0.value == 127 }).map { Character($0) }
  }()

  static let edgeCases: [Character] = [
    // Letters with and without a combining mark, ones that change their length with their case.
    "\u{E9}", "e\u{301}", "\u{DF}", "\u{130}", "\u{131}", "\u{149}", "\u{FB01}", "\u{3C2}",
    // Line breaks: two scalars as one character, next line, line and paragraph separators.
    "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{0}", "\u{1B}",
    // Spaces that are none, and none that are spaces.
    "\u{A0}", "\u{200B}", "\u{3000}", "\u{FEFF}", "\u{2060}", "\u{AD}",
    // Alone, these belong to what stands before or after them.
    "\u{301}", "\u{200D}", "\u{FE0F}", "\u{1F1E6}", "\u{1100}",
    // Changes of direction, and digits and letters written from right to left.
    "\u{202E}", "\u{200F}", "\u{5D0}", "\u{661}",
    // Several scalars, two UTF-16 words, four UTF-8 bytes.
    "\u{1F600}", "\u{1F1E9}\u{1F1EA}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1D538}",
    // The ends of the ranges that encodings cut Unicode into.
    "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{FFFF}",
    "\u{10000}", "\u{10FFFF}",
  ]
}
