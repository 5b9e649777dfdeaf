extension PropertyCheck {
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
