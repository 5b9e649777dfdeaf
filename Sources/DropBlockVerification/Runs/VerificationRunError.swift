public import DropBlockGenerators

/// A run that can't be made as it was asked for; nothing has been judged.
public enum VerificationRunError: Error, Sendable, Hashable {
  /// There is no requirement to judge by.
  case noRequirements

  /// Two requirements have the same identifier.
  case duplicateRequirement(RequirementID)

  /// An identifier is not one or two words of small letters, digits and hyphens, with a point between.
  case malformedIdentifier(RequirementID)

  /// No requirement of the run has the identifier.
  case unknownRequirement(RequirementID)

  /// No requirement of the run has the token's property.
  case foreignToken(Token)

  /// A text names nothing that can be seen again; and what is wrong with it as a token.
  case malformedReplay(String, reason: TokenError? = nil)

  /// The false-alarm budget is not above 0 and below 1.
  case budget(Double)

  /// A number of the profile is too small; which, what it is, and the least.
  case profile(String, Int, least: Int)

  /// The declaration offers nothing of a kind of which everything has one.
  case nothingDeclared(String)

  /// The declaration offers a number of spatial axes other than 1, 2 and 3.
  case declaredRank(Int)
}

extension VerificationRunError: CustomStringConvertible {
  /// One sentence that says what is wrong, and what is admissible.
  public var description: String {
    switch self {
    case .noRequirements:
      "the run has no requirement to judge by; Requirement.all has the suite's own"
    case .duplicateRequirement(let id):
      "two requirements of the run are called '\(id)'; each needs an identifier of its own"
    case .malformedIdentifier(let id):
      "'\(id)' is no identifier of a requirement; 'family.name' is, in small letters, digits and hyphens"
    case .unknownRequirement(let id): "no requirement of the run is called '\(id)'"
    case .foreignToken(let token): "the token '\(token)' belongs to no requirement of the run"
    case .malformedReplay(let text, let reason):
      "'\(text)' is neither a token (dbp1.…) nor a requirement with a key (rate.share@0x1f)"
        + (reason.map { ": \($0)" } ?? "")
    case .budget(let budget): "the false-alarm budget is \(budget), not above 0 and below 1"
    case .profile(let field, let value, let least):
      "the profile's \(field) is \(value), not \(least) or more"
    case .nothingDeclared(let field): "the declaration's \(field) is empty; it needs one at least"
    case .declaredRank(let rank): "the declaration has the rank \(rank), not 1, 2 or 3"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }
}
