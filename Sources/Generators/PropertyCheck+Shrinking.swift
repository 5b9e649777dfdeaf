extension PropertyCheck {
  /// Runs the case of a token, and shrinks it further if it fails.
  ///
  /// Where a budget ended the shrinking, ``Counterexample/token`` goes on from the best case so far.
  ///
  /// - Parameters:
  ///   - token: The case.
  ///   - property: The property, as in ``run(progress:found:_:)``.
  /// - Returns: ``PropertyReport/holds(cases:discarded:labels:)`` of one case when it passes now,
  ///   and ``PropertyReport/exhausted(cases:discarded:rejections:)`` when it is discarded.
  /// - Throws: ``TokenError/property(expected:got:)``, ``TokenError/stale``, and what the property
  ///   throws besides ``Rejection``.
  public func resume(
    _ token: Token, _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> PropertyReport {
    let replayed = try replay(token, name: name, property)
    guard !replayed.isStale else { throw TokenError.stale }
    switch replayed.outcome {
    case .holds:
      let labels = Dictionary(replayed.labels.map { ($0, 1) }) { first, _ in first }
      return .holds(cases: 1, discarded: 0, labels: labels)
    case .discarded:
      let reason = replayed.rejection?.description ?? "the property: discarded"
      return .exhausted(cases: 0, discarded: 1, rejections: [reason: 1])
    case .fails(let failure):
      var caseIndex: UInt64 = 0
      if case .seeded(_, let index) = token.payload { caseIndex = index }
      return .fails(
        shrink(replayed.choices, failure, replayed.labels, caseIndex, token, property))
    }
  }

  /// Makes a failure simple and puts everything about it together.
  func shrink(
    _ recorded: ChoiceSequence, _ failure: PropertyFailure, _ labels: [String],
    _ caseIndex: UInt64, _ caseToken: Token, _ property: (inout Draw) throws -> PropertyOutcome
  ) -> Counterexample {
    withoutActuallyEscaping(property) { property in
      var shrinker = Shrinker(
        recorded, failure, labels: labels, budget: Swift.max(shrinkEvaluations, 0),
        property: property)
      shrinker.run()
      return Counterexample(
        smallest: shrinker.failure, first: failure, worst: shrinker.worst.failure,
        caseIndex: caseIndex, token: Token(exact: shrinker.best, property: name),
        caseToken: caseToken, worstToken: Token(exact: shrinker.worst.choices, property: name),
        evaluations: shrinker.evaluations, shrinkFinished: !shrinker.hasEnded,
        interruption: shrinker.interruption, choices: shrinker.best, labels: shrinker.labels)
    }
  }
}
