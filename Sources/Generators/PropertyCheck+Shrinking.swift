extension PropertyCheck {
  func shrink(
    _ recorded: ChoiceSequence, _ failure: PropertyFailure, _ labels: [String],
    _ caseIndex: UInt64, _ caseToken: Token, _ property: (inout Draw) throws -> PropertyOutcome
  ) -> Counterexample {
    Counterexample(
      smallest: failure, first: failure, worst: failure, caseIndex: caseIndex,
      token: Token(exact: recorded, property: name), caseToken: caseToken,
      worstToken: Token(exact: recorded, property: name), evaluations: 0, shrinkFinished: false,
      interruption: nil, choices: recorded, labels: labels)
  }
}
