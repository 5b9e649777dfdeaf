/// What a token's case does today.
public struct ReplayReport: Sendable {
  /// What the property says about the case; ``PropertyOutcome/discarded`` when the token is stale.
  public let outcome: PropertyOutcome

  /// Whether the generator has changed since the token was written: the case it named is gone.
  public let isStale: Bool

  /// Why the case was discarded, if a draw or a precondition discarded it.
  public let rejection: Rejection?

  /// What the case drew.
  public let choices: ChoiceSequence

  /// The labels of the case.
  public let labels: [String]
}

/// Runs a property on the case that a token names.
///
/// A token is stale when the choices asked for are not those it was written for, in kind, bounds
/// or number; of the seeded token of a ``Journal`` that is not known.
/// What the property said about that other case is withheld.
///
/// - Parameters:
///   - token: The case, from ``Counterexample/token`` or ``Counterexample/caseToken``.
///   - name: The property's name, as in ``PropertyCheck/name``.
///   - property: The property.
/// - Throws: ``TokenError/property(expected:got:)`` for the token of another property, and
///   whatever the property throws besides ``Rejection``.
public func replay(
  _ token: Token, name: String, _ property: (inout Draw) throws -> PropertyOutcome
) throws -> ReplayReport {
  let expected = Token.propertyHash(of: name)
  guard token.propertyHash == expected else {
    throw TokenError.property(expected: expected, got: token.propertyHash)
  }
  var draw: Draw
  var scripted: Int?
  switch token.payload {
  case .seeded(let key, let caseIndex):
    draw = Draw(key: key, caseIndex: caseIndex, property: name)
  case .exact(let values):
    draw = Draw(script: values)
    scripted = values.count
  }
  var outcome: PropertyOutcome
  var rejection: Rejection?
  do {
    outcome = try property(&draw)
  } catch let error as Rejection {
    outcome = .discarded
    rejection = error
  }
  let recorded = draw.recorded
  let isWhole = scripted == nil || (scripted == recorded.count && !draw.isMisaligned)
  let isShapeKnown = token.shapeHash != Token.unknownShape
  let isStale = !isWhole || (isShapeKnown && recorded.shapeHash != token.shapeHash)
  return ReplayReport(
    outcome: isStale ? .discarded : outcome, isStale: isStale, rejection: rejection,
    choices: recorded, labels: draw.labels)
}
