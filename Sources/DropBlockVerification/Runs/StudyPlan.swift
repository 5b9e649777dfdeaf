/// How many maps a margin and a power take, worked out before a run.
package struct StudyPlan: Sendable {
  /// The requirement's identifier.
  package var requirement: RequirementID

  /// What the statement is about, and where it is looked at.
  package var statement: Statement

  /// What the margin is.
  package var measure: FaultMeasure

  /// The size of the fault that is to be found: the least over the quantities of the statement.
  package var size: Double

  /// How many maps find it with the power asked for; nil if no number below 10¹⁵ does.
  package var maps: Int?
}

extension VerificationRun {
  /// The number of maps with which each statement about the declared defaults finds a margin.
  ///
  /// - Parameters:
  ///   - margin: The fault: relative to the mean for shares, positions, pairs and masks, the share of
  ///     repeated pairs for independence; above 0 and below 1.
  ///   - power: The probability with which it is found, above 0 and below 1.
  /// - Throws: A `DropBlockError` if the subject's declaration allows no survey.
  package func plan(margin: Double, power: Double) throws -> [StudyPlan] {
    let examination = examination()
    var plans: [StudyPlan] = []
    for requirement in requirements where requirement.missing(examination) == nil {
      guard case .hypotheses(let hypotheses, _) = requirement.judgement else { continue }
      let tests = examination.tests(of: try hypotheses(examination))
      for test in tests where test.hypothesis.survey.plan == tests[0].hypothesis.survey.plan {
        plans.append(
          test.hypothesis.plan(
            requirement.id, margin: margin, miss: 1 - power, logLevel: test.logLevel))
      }
    }
    return plans
  }

  /// The number of maps of the profile with which `rate.share` finds a relative error.
  ///
  /// - Returns: nil if no number below 10¹⁵ does.
  /// - Throws: As ``plan(margin:power:)``.
  package func maps(margin: Double, power: Double = 1 - 1e-6) throws -> Int? {
    var run = self
    // The ledger is that of the whole run: its parts depend on how many requirements share it.
    run.requirements = requirements.filter(\.isStatistical)
    return try run.plan(margin: margin, power: power).first { $0.requirement == .rateShare }
      .flatMap(\.maps)
  }
}

extension Hypothesis {
  /// The number of maps that find a margin in every quantity that can be off by it.
  fileprivate func plan(
    _ requirement: RequirementID, margin: Double, miss: Double, logLevel: Double
  ) -> StudyPlan {
    func finds(_ maps: Int) -> Bool {
      zip(quantities, Sensitivity.of(self, maps: maps, logLevel: logLevel, miss: miss)).allSatisfy {
        quantity, sensitivity in
        guard let size = sensitivity.size else { return false }
        return size <= quantity.size(of: margin)
      }
    }
    var (few, many) = (256, 512)
    while many < 1_000_000_000_000_000, !finds(many) {
      few = many
      many *= 2
    }
    let isFound = many < 1_000_000_000_000_000
    while isFound, many - few > max(1, many / 200) {
      let middle = few + (many - few) / 2
      if finds(middle) { many = middle } else { few = middle }
    }
    let sizes = quantities.map { $0.size(of: margin) }.filter { $0 > 0 }
    return StudyPlan(
      requirement: requirement, statement: statement, measure: measure, size: sizes.min() ?? margin,
      maps: isFound ? many : nil)
  }
}

extension Quantity {
  /// Whether an observation is 0 or 1.
  fileprivate var isCoin: Bool {
    if case .coin = truth(0) { range == 1 && mean > 0 } else { false }
  }

  /// The size of the fault that a margin stands for: for coins it is relative to the mean.
  fileprivate func size(of margin: Double) -> Double {
    if isCoin { return margin * mean }
    return limits.below == 0 && limits.above == 0 ? 0 : margin
  }
}
