import Foundation
import Testing

@testable import DropBlockGenerators

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

  @Test func `a change of any one character is rejected`() throws {
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

  @Test func `a cut or lengthened text is rejected`() throws {
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

  /// The chance that more than `count` of `trials` texts pass a check code of 16 bits.
  static func chance(above count: Int, of trials: Int) -> Double {
    guard count >= 0 else { return 1 }
    let share = 0x1p-16
    // P(0) and the ratios of neighbouring terms, so that no factorial runs over.
    var term = 1.0
    for _ in 0..<trials { term *= 1 - share }
    var below = term
    for number in 0..<count {
      term *= Double(trials - number) / Double(number + 1) * share / (1 - share)
      below += term
    }
    return 1 - below
  }

  /// How many texts the laws try: a million when the environment asks for a long run.
  static let trials =
    ProcessInfo.processInfo.environment["GENERATORS_LONG"] == nil ? 100_000 : 1_000_000

  @Test func `arbitrary text is rejected, but for the share that a 16-bit code lets through`() {
    var stream = CaseStream(key: 8, property: 3, caseIndex: 4)
    let symbols = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    var accepted = 0
    for _ in 0..<Self.trials {
      var text = Array("dbp1.".utf8)
      for _ in 0..<stream.below(60) { text.append(symbols[stream.below(32)]) }
      if Token(String(decoding: text, as: UTF8.self)) != nil { accepted += 1 }
    }
    let chance = Self.chance(above: accepted - 1, of: Self.trials)
    print("arbitrary text: \(accepted) of \(Self.trials) accepted, as many by chance \(chance)")
    #expect(accepted == 0 || chance > 1e-7, "\(accepted) accepted")
    for text in [
      "", "dbp1", "dbp2.000", "dbp1.0\u{301}", "dbp1.\u{301}", "dbp1.0\r\n", "dbp1.00é0", "🙂",
      "dbp1.🙂", "DBP1.", "dbp1." + String(repeating: "0", count: 100),
    ] {
      #expect(throws: TokenError.self) { _ = try Token(parsing: text) }
    }
  }

  @Test func `a whole token with any check code passes one time in 65,536`() {
    // All but the code is right here, so that the code alone decides: every code, once.
    var bytes: [UInt8] = [0] + (0..<17).map { UInt8($0) }
    bytes.append(contentsOf: [0, 0])
    var accepted = 0
    for code in UInt16.min...UInt16.max {
      bytes[18] = UInt8(code & 255)
      bytes[19] = UInt8(code >> 8)
      if Token("dbp1." + Base32.encode(bytes)) != nil { accepted += 1 }
    }
    #expect(accepted == 1)
  }

  @Test func `a kind that is not known is rejected, whatever follows`() throws {
    let exact = Token(payload: .exact([7]), propertyHash: 1, shapeHash: 2)
    let text = Substring("\(exact)".dropFirst(5))
    let bytes = try Base32.decode(text, offset: 5).dropLast(2)
    for kind in UInt8.min ... .max {
      var changed = Array(bytes)
      changed[0] = kind
      let code = CRC16.of(changed[...])
      changed += [UInt8(code & 255), UInt8(code >> 8)]
      let parsed = Result { try Token(parsing: "dbp1." + Base32.encode(changed)) }
      switch (kind, parsed) {
      case (1, .success(let token)): #expect(token == exact)
      case (_, .failure(let error)):
        // A seeded token is longer.
        guard case .contents? = error as? TokenError, kind != 1 else {
          Issue.record("kind \(kind): \(error)")
          continue
        }
      default: Issue.record("kind \(kind): \(parsed)")
      }
    }
  }

  @Test func `two neighbouring characters in the wrong order are rejected`() {
    for token in Self.samples where token.description.count < 200 {
      var text = Array(token.description.utf8)
      for place in 5..<text.count - 1 where text[place] != text[place + 1] {
        text.swapAt(place, place + 1)
        #expect(Token(String(decoding: text, as: UTF8.self)) == nil, "\(token), \(place)")
        text.swapAt(place, place + 1)
      }
    }
  }

  @Test func `two characters of any places in the wrong order pass no more often than by chance`() {
    var trials = 0
    var accepted = 0
    for token in Self.samples where token.description.count < 120 {
      var text = Array(token.description.utf8)
      for left in 5..<text.count {
        for right in left + 1..<text.count where text[left] != text[right] {
          text.swapAt(left, right)
          if Token(String(decoding: text, as: UTF8.self)) != nil { accepted += 1 }
          trials += 1
          text.swapAt(left, right)
        }
      }
    }
    #expect(trials > 10_000, "\(trials) exchanges")
    let chance = Self.chance(above: accepted - 1, of: trials)
    #expect(accepted == 0 || chance > 1e-7, "\(accepted) of \(trials) accepted")
  }

  @Test func `a token that holds more than a case can draw is rejected`() {
    let token = Token(
      payload: .exact(Array(repeating: 1, count: 8_193)), propertyHash: 1, shapeHash: 1)
    #expect(throws: TokenError.contents("8193 choices, at most 8192 admitted")) {
      _ = try Token(parsing: token.description)
    }
  }
}
