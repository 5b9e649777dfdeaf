public import DropBlockGenerators

/// What a run found, named so that it can be seen again.
///
/// Its text is what a replay line carries: `dbp1.…` for a single case, `rate.share@0x1f` for a
/// requirement that looks at many maps, under the key of the run that judged it.
public enum ReplayRequest: Sendable, Hashable {
  /// The one case of a token.
  case token(Token)

  /// All that a requirement looks at, under a run's key.
  case requirement(RequirementID, key: UInt64)

  /// Reads the text of a request; blanks are passed over.
  ///
  /// - Throws: ``VerificationRunError/malformedReplay(_:reason:variable:)`` for any other text.
  public init(parsing text: String) throws(VerificationRunError) {
    let text = text.split(separator: " ").joined()
    guard let mark = text.lastIndex(of: "@") else {
      guard text.hasPrefix("dbp") else { throw .malformedReplay(text) }
      do {
        self = .token(try Token(parsing: text))
      } catch {
        throw .malformedReplay(text, reason: error)
      }
      return
    }
    let number = text[text.index(after: mark)...]
    let digits = number.dropFirst(2)
    guard mark > text.startIndex, number.hasPrefix("0x"), digits.allSatisfy(\.isHexDigit),
      let key = UInt64(digits, radix: 16)
    else { throw .malformedReplay(text) }
    self = .requirement(RequirementID(rawValue: String(text[..<mark])), key: key)
  }
}

extension ReplayRequest: CustomStringConvertible {
  /// The text that ``init(parsing:)`` reads.
  public var description: String {
    switch self {
    case .token(let token): "\(token)"
    case .requirement(let id, let key): "\(id)@0x\(String(key, radix: 16))"
    }
  }
}
