/// Why a text is no token, or not one for this property.
public enum TokenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text does not begin with `dbp1.`.
  case unknownFormat(String)

  /// The character at an offset is not one of Crockford's base 32.
  case character(Character, offset: Int)

  /// The text was cut off or has bits left over.
  case length(Int)

  /// The check code says that some character is wrong.
  case checksum(expected: UInt16, got: UInt16)

  /// The check code is right, but the contents have no meaning; `what` says which.
  case contents(String)

  /// The token belongs to another property.
  case property(expected: UInt32, got: UInt32)

  /// The generator has changed since the token was written: the case it named is gone.
  case stale

  /// The error in one line, with the admissible values.
  public var description: String {
    switch self {
    case .unknownFormat(let text): "token \"\(text)\" does not begin with dbp1."
    case .character(let character, let offset):
      "token has \"\(character)\" at offset \(offset), not one of 0-9, a-z without i, l, o, u"
    case .length(let count): "token has \(count) characters after dbp1., which is no whole token"
    case .checksum(let expected, let got):
      "token is damaged: check code \(got), computed \(expected)"
    case .contents(let what): "token has no meaning: \(what)"
    case .property(let expected, let got):
      "token belongs to property \(String(got, radix: 16)), not to \(String(expected, radix: 16))"
    case .stale: "token is stale: the generator asks for other choices than when it was written"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }
}
