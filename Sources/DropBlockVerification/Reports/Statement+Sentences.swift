extension Statement {
  /// What the statement is about, and where it is looked at.
  package var words: String {
    switch self {
    case .generatedCases: "generated cases"
    case .means(let site, let plan): "\(site), \(CaseDescription.describe(plan))"
    }
  }
}

extension PlantedTarget {
  /// What is off, and what the size of the fault is, in words.
  package var words: String {
    switch self {
    case .means(let site, let law, let measure):
      "\(site)\(law.map { " of law \(Decimals.significant($0))" } ?? ""), \(measure.words)"
    case .cases: FaultMeasure.shareOfRefusals.words
    case .options(let values, let departure):
      (departure == .everything ? "is gamma: " : "times the right gamma: ")
        + values.map(\.words).joined(separator: ", ")
    }
  }
}

extension FaultMeasure {
  /// What the size of a fault is, in words.
  package var words: String {
    switch self {
    case .relativeErrorOfShare: "relative error of the dropped share"
    case .errorOfPosition: "error of one unit's drop probability"
    case .errorOfPair: "error of one pair's probability of being dropped together"
    case .errorOfMask: "error of the probability of one whole mask"
    case .probabilityOfPart: "probability of a map dropped in part"
    case .shareOfRepeatedPairs: "share of pairs of maps with the same mask twice"
    case .shareOfCases: "share of cases that show the fault"
    case .shareOfRefusals: "share of cases that are refused"
    }
  }
}
