import DropBlockGenerators

extension VerificationRun {
  /// The failing case of fewest units of all that were answered, where smaller ones can't be asked.
  ///
  /// A subject on a pipe is asked smaller and smaller cases; one whose answers lie in a file is not. But
  /// other cases of the property were asked, and some of those that fail are small.
  ///
  /// - Parameters:
  ///   - found: The first case that fails.
  ///   - check: By which it was found.
  /// - Returns: `found`, where the subject can be asked.
  func smallest(
    _ found: Counterexample, by check: PropertyCheck,
    _ property: (Examination, inout Draw) throws -> PropertyOutcome, _ examination: Examination
  ) -> Counterexample {
    guard examination.sectioned != nil else { return found }
    var best: (units: Int, token: Token)?
    // Rules are held against the case that is found and the one that is told, as on a pipe against those on
    // the way from the one to the other; the others are there to be chosen from.
    let seen = examination.investigation.cases
    var every = check
    every.corpus = nil
    // Where the subject fails at a later case, the ones before it count.
    _ = try? every.run { draw in
      let outcome = try Self.outcome(examination) { try property(examination, &draw) }
      guard case .fails(let failure) = outcome else { return outcome }
      let units = failure.fault.question?.input.count ?? .max
      if failure.fault.site == found.first.fault.site, units < best?.units ?? .max {
        best = (units, Token(exact: draw.recorded, property: check.name))
      }
      return .holds
    }
    examination.investigation.cases = seen
    guard let best,
      case .fails(let smallest)? = try? check.resume(
        best.token, { draw in try Self.outcome(examination) { try property(examination, &draw) } })
    else { return found }
    return smallest
  }
}
