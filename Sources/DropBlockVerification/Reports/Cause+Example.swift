extension Cause {
  /// The violation that shows it best: of its own rank, as small as shrinking makes it, and in the
  /// fewest lines.
  func example(_ verdicts: [Verdict]) -> Violation? {
    let violations = verdicts.compactMap { verdict -> Violation? in
      guard requirements.contains(verdict.requirement),
        case .violated(let violation) = verdict.outcome
      else { return nil }
      guard partly.contains(verdict.requirement) else { return violation }
      return violation.parts.first { $0.diagnosis?.explanation?.alone.faults == faults }
    }
    func order(_ violation: Violation) -> (Int, Int, Int, Int) {
      (
        // A dropped unit shows nothing of a factor.
        isOfFactor && [.droppedGradient, .droppedValues].contains(violation.aspect) ? 1 : 0,
        violation.rank == rank ? 0 : 1, violation.evaluations > 0 ? 0 : 1,
        violation.faults[0].message.count { $0 == "\n" }
      )
    }
    return violations.min { order($0) < order($1) }
  }
}
