import Testing

@testable import Generators

@Suite struct TokenTests {
  static let symbols = Array("0123456789abcdefghjkmnpqrstvwxyz")

  static var samples: [Token] {
    var stream = CaseStream(key: 2, property: 3, caseIndex: 4)
    var tokens = [
      Token(payload: .seeded(key: 0, caseIndex: 0), propertyHash: 0, shapeHash: 0),
      Token(payload: .seeded(key: .max, caseIndex: .max), propertyHash: .max, shapeHash: .max),
      Token(payload: .exact([]), propertyHash: 1, shapeHash: 2),
      Token(payload: .exact([0, 1, .max]), propertyHash: 1, shapeHash: 2),
      Token(
        payload: .exact(Array(repeating: 5, count: 8_192)), propertyHash: 1, shapeHash: 2),
    ]
    for length in 0..<40 {
      let values = (0..<length).map { _ in stream.next() & 3 == 0 ? stream.next() : 1 }
      tokens.append(
        Token(payload: .exact(values), propertyHash: UInt32(length), shapeHash: 77))
    }
    return tokens
  }

  @Test func `a token goes through its text`() throws {
    for token in Self.samples {
      #expect(try Token(parsing: token.description) == token, "\(token)")
      #expect(try Token(parsing: token.description.uppercased()) == token, "\(token)")
    }
    #expect(Self.samples[4].description.count < 40)
  }

  @Test func `the format is pinned`() throws {
    let seeded = Token(
      payload: .seeded(key: 0x0123_4567_89AB_CDEF, caseIndex: 300),
      propertyHash: Token.propertyHash(of: "golden"), shapeHash: 0xDEAD_BEEF)
    #expect(seeded.description == "dbp1.012at18qxyzavqqfspnrjst54c0tr0mhpr")
    let exact = Token(
      payload: .exact([0, 1, 1, 1, 1, 200, 3]),
      propertyHash: Token.propertyHash(of: "golden"), shapeHash: 0xDEAD_BEEF)
    #expect(exact.description == "dbp1.052at18qxyzavqg70800j084s00g7kkp")
    let shape = ChoiceSequence([
      Choice(kind: .boolean, index: 1),
      Choice(kind: .integer(low: -3, high: 9, target: 0), index: 4),
      Choice(kind: .float(.half), index: 4), Choice(kind: .word, index: 9),
    ])
    #expect(shape.shapeHash == 2_890_065_748)
  }

  @Test func `a change of any one character is refused`() throws {
    for token in Self.samples where token.description.count < 80 {
      let text = Array(token.description)
      for place in text.indices {
        for symbol in Self.symbols + ["!", "u", "é", " ", "."] where symbol != text[place] {
          var damaged = text
          damaged[place] = symbol
          #expect(throws: TokenError.self, "\(token) with \(symbol) at \(place)") {
            _ = try Token(parsing: String(damaged))
          }
        }
      }
    }
  }

  @Test func `a cut or lengthened text is refused`() throws {
    for token in Self.samples where token.description.count < 80 {
      let text = token.description
      for length in 0..<text.count {
        #expect(throws: TokenError.self, "\(length) characters of \(text)") {
          _ = try Token(parsing: String(text.prefix(length)))
        }
      }
      for tail in ["0", "00", "00000000", "z"] {
        #expect(throws: TokenError.self) { _ = try Token(parsing: text + tail) }
      }
    }
  }

  @Test func `arbitrary text is refused, but for the share that a 16-bit code lets through`() {
    var stream = CaseStream(key: 8, property: 3, caseIndex: 4)
    var accepted = 0
    for _ in 0..<100_000 {
      let length = stream.below(60)
      let body = (0..<length).map { _ in Self.symbols[stream.below(32)] }
      if (try? Token(parsing: "dbp1." + String(body))) != nil { accepted += 1 }
    }
    // At most 10⁵ / 2¹⁶ ≈ 1.5 in the mean; more than 12 has a chance below 10⁻⁷.
    #expect(accepted <= 12, "\(accepted) accepted")
    for text in [
      "", "dbp1", "dbp2.000", "🙂", "dbp1.🙂", "DBP1.", "dbp1." + String(repeating: "0", count: 100),
    ] {
      #expect(throws: TokenError.self) { _ = try Token(parsing: text) }
    }
  }

  @Test func `a token that holds more than a case can draw is refused`() {
    let token = Token(
      payload: .exact(Array(repeating: 1, count: 8_193)), propertyHash: 1, shapeHash: 1)
    #expect(throws: TokenError.contents("8193 choices, at most 8192 admitted")) {
      _ = try Token(parsing: token.description)
    }
  }
}
