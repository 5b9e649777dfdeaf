public import DropBlockGenerators

/// A run that can't be made as it was asked for; nothing has been judged.
public enum VerificationRunError: Error, Sendable, Hashable {
  /// There is no requirement to judge by.
  case noRequirements

  /// Two requirements have the same identifier, or one of your own has one of the suite's.
  case duplicateRequirement(RequirementID)

  /// An identifier is not two words of small letters, digits and hyphens with a point between.
  case malformedIdentifier(RequirementID)

  /// No requirement of the run has the identifier.
  case unknownRequirement(RequirementID)

  /// No requirement of the run has the token's property.
  case foreignToken(Token)

  /// A text names nothing that can be seen again; what is wrong with it as a token, and the environment
  /// variable that has it.
  case malformedReplay(String, reason: TokenError? = nil, variable: String? = nil)

  /// The false-alarm budget is not above 0 and below 1.
  case budget(Double)

  /// A number of the profile is out of range; which, what it is, and the range.
  case profile(String, Int, ClosedRange<Int>)

  /// The weight of a requirement is not above 0, or above 1000.
  case weight(RequirementID, Double)

  /// The declaration offers nothing of a kind of which everything has one.
  case nothingDeclared(String)

  /// The declaration has blocks as large as maps, and another field that does not go with them.
  case blocksOfMaps(String)

  /// The declaration has schedules, and the function subject has no values for them.
  case schedulesWithoutValues

  /// The constant that the declaration adds to the kept count is not finite, or below 0.
  case scaleEpsilon(Double)

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
      "'\(id)' is the identifier of another requirement, of the run or of the suite; choose one of its own"
    case .malformedIdentifier(let id):
      "'\(id)' is no identifier of a requirement; 'family.name' is, in small letters, digits and hyphens"
    case .unknownRequirement(let id):
      "'\(id)' is to be judged, and no requirement of the run is called that"
    case .foreignToken(let token):
      "the case of '\(token)' is to be judged, and no requirement of the run has it"
    case .malformedReplay(let text, let reason, let variable):
      (variable.map { "\($0) is " } ?? "")
        + "'\(text)', neither a token (dbp1.…) nor a requirement with a key (rate.share@0x1f)"
        + (reason.map { ": \($0)" } ?? "")
    case .budget(let budget): "the false-alarm budget is \(budget), not above 0 and below 1"
    case .profile(let field, let value, let range):
      "the profile's \(field) is \(value), not \(range.lowerBound)…\(range.upperBound)"
    case .weight(let id, let weight):
      "the weight of '\(id)' is \(weight), not above 0 and at most 1000"
    case .schedulesWithoutValues:
      "the declaration has schedules, and FunctionSubject was given no 'values:' to answer them with"
    case .scaleEpsilon(let epsilon):
      "the declaration's scaleEpsilon is \(epsilon), not a finite number of 0 or more"
    case .blocksOfMaps(let field):
      "the declaration's blocks are 'map', which needs the seed grid 'valid' alone and oversized blocks "
        + "that are 'clipped'; its \(field) are others"
    case .nothingDeclared(let field): "the declaration's \(field) is empty; it needs one at least"
    case .declaredRank(let rank): "the declaration has the rank \(rank), not 1, 2 or 3"
    }
  }

  /// The same as the description.
  public var localizedDescription: String { description }
}
