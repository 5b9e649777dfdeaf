/// What one statement of a requirement is about, and where it is looked at.
package enum Statement: Sendable, Hashable {
  /// A property of generated cases.
  case generatedCases

  /// Means over many maps.
  case means(FaultSite, SurveyPlan)
}

/// What is off in a fault that is planted in a correct subject.
package enum PlantedTarget: Sendable, Hashable {
  /// What a statement is about; of one about many means, the one that has this mean by the law.
  case means(FaultSite, law: Double?, FaultMeasure)

  /// The answers to generated cases: a share of them is refused.
  case cases

  /// The gamma of all cases that have these values of the options.
  case options([OptionValue], Evidence.Departure)
}

/// What the size of a fault is.
package enum FaultMeasure: Sendable, Hashable, CaseIterable {
  /// The relative error of the dropped share.
  case relativeErrorOfShare

  /// The error of one unit's drop probability.
  case errorOfPosition

  /// The error of one pair's probability of being dropped together.
  case errorOfPair

  /// The error of the probability of one whole mask.
  case errorOfMask

  /// The probability of a map dropped in part.
  case probabilityOfPart

  /// The share of pairs of maps with the same mask twice.
  case shareOfRepeatedPairs

  /// The share of cases that show the fault.
  case shareOfCases

  /// The share of cases that are refused.
  case shareOfRefusals
}
