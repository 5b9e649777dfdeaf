/// What a property says about one case.
public enum PropertyOutcome: Sendable, Hashable {
  /// The property holds.
  case holds

  /// The case does not meet the property's precondition: it is not counted.
  case discarded

  /// The property does not hold, and how it failed.
  case fails(PropertyFailure)
}
