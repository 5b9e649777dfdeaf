import DropBlockGenerators

extension VerificationRun {
  /// Asks all that judging a subject may ask, as far as that is known before there are answers.
  ///
  /// Nothing is judged, and no answer ends anything early. What only a red requirement leads to is asked as
  /// well, but for smaller cases: these depend on what fails.
  ///
  /// - Parameters:
  ///   - progress: Called with the number of requirements that have been asked for.
  ///   - isOver: Whether to stop.
  func askEverything(
    _ progress: (Int) -> Void = { _ in }, until isOver: () -> Bool = { false }
  ) {
    let examination = examination()
    examination.asksEverything = true
    open(examination)
    for (number, requirement) in requirements.enumerated() where !isOver() {
      progress(number)
      _ = judge(requirement, examination)
    }
    guard !isOver() else { return }
    examination.section = .explanation
    _ = StateProbe.fault(examination)
  }

  /// Asks the cases of a property, more of them in reserve, and those that would tell where it fails.
  ///
  /// - Returns: How many cases were asked.
  func askEverything(
    _ requirement: Requirement, _ cases: Int,
    _ property: (Examination, inout Draw) throws -> PropertyOutcome, _ examination: Examination
  ) throws -> Int {
    // Some subjects withdraw cases, of which others are drawn in their place.
    let wanted = cases + max(cases / Self.reserve, 8)
    let check = PropertyCheck(
      name: requirement.id.rawValue, key: key, cases: wanted, shrinkEvaluations: 0)
    _ = try check.run(progress: { examination.progress(Double($0) / Double(wanted)) }) { draw in
      do {
        if case .discarded = try property(examination, &draw) { return .discarded }
      } catch CaseEnd.discarded {
        return .discarded
      } catch is CaseEnd {
        return .holds
      }
      return .holds
    }
    _ = sample(requirement, nil, property, examination)
    return wanted
  }

  /// One case in so many is in reserve.
  private static let reserve = 8
}
