import DropBlockGenerators
import DropBlockPlatform

/// The smallest fault that one statement of a requirement finds with a stated probability.
package struct StatedSensitivity: Sendable {
  /// The requirement's identifier.
  package var requirement: RequirementID

  /// What the statement is about, and where it is looked at.
  package var statement: Statement

  /// What is looked at: `maps` or `cases`.
  package var unit: Unit

  /// How many of them, at most.
  package var sample: Int

  /// What the size of a fault is.
  package var measure: FaultMeasure

  /// The smallest fault that is found, over the quantities that the statement is about, downwards and
  /// upwards; nil where even the largest that can be may be missed in each.
  package var sizes: ClosedRange<Double>?

  /// Whether that is the whole range: false where some quantity may be off by as much as it can in
  /// some direction without being found surely.
  package var isComplete = true

  /// What a sample consists of.
  package enum Unit: String, Sendable {
    /// Independent maps.
    case maps

    /// Generated cases.
    case cases
  }
}

extension VerificationRun {
  /// What each requirement of the run finds, before anything is run.
  ///
  /// A statistical statement finds a mean that is off by its size, by the bound of `Detection`. A
  /// property of n independent cases misses a fault that shows in a share s of them with probability
  /// (1 − s)ⁿ; the cases of the table of pairs, which come first, are not counted. Requirements that
  /// judge a fixed list of cases have no entry.
  ///
  /// - Parameter miss: The probability of a miss, above 0 and below 1.
  /// - Returns: One entry for each statement, in the order of the requirements.
  /// - Throws: A `DropBlockError` if the subject's declaration allows no survey.
  package func sensitivities(miss: Double = 1e-6) throws -> [StatedSensitivity] {
    let examination = examination()
    var stated: [StatedSensitivity] = []
    for requirement in requirements where requirement.missing(examination) == nil {
      switch requirement.judgement {
      case .property(let weight, _):
        let rows = requirement.pairs(of: examination.declaration)?.rows.count ?? 0
        let cases = max(cases(of: requirement, weight: weight, examination) - rows, 1)
        let share = 1 - Double.pow(miss, 1 / Double(cases))
        stated.append(
          StatedSensitivity(
            requirement: requirement.id, statement: .generatedCases, unit: .cases, sample: cases,
            measure: .shareOfCases, sizes: share...share))
      case .hypotheses(let hypotheses, _):
        for test in examination.tests(of: try hypotheses(examination)) {
          let hypothesis = test.hypothesis
          let sizes = Sensitivity.of(
            hypothesis, maps: hypothesis.survey.plan.maps, logLevel: test.logLevel, miss: miss
          ).flatMap { [$0.below, $0.above] }
          let known = sizes.compactMap { $0 }.filter { $0 > 0 }
          stated.append(
            StatedSensitivity(
              requirement: requirement.id,
              statement: hypothesis.statement,
              unit: .maps, sample: hypothesis.survey.plan.maps, measure: hypothesis.measure,
              sizes: known.min().flatMap { least in known.max().map { least...$0 } },
              isComplete: !sizes.contains { $0 == nil }))
        }
      case .examples, .frequencies:
        continue
      }
    }
    return stated
  }
}
