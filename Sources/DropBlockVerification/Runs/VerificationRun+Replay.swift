public import DropBlockGenerators

extension VerificationRun {
  /// Sees something again, or runs the whole where there is nothing to be seen again.
  ///
  /// A test calls it with ``ReplayRequest/environment(_:)``, so that the replay line of its report
  /// works on the test itself.
  ///
  /// - Parameters:
  ///   - request: What is to be seen again; nil for the whole run.
  ///   - report: Called as verdicts come in.
  /// - Throws: As ``run(_:)``, and where the run has no such requirement.
  public func run(
    replaying request: ReplayRequest?, _ report: (Event) -> Void = { _ in }
  ) throws(VerificationRunError) -> VerificationSummary {
    switch request {
    case nil: return try run(report)
    case .requirement(let id, let key):
      var run = self
      run.key = key
      // So that it looks as long as it did beside the others.
      run.accounts = accounts ?? requirements.count { $0.isStatistical }
      run.requirements = requirements.filter { $0.id == id }
      guard !run.requirements.isEmpty else { throw .unknownRequirement(id) }
      return try run.run(report)
    case .token(let token):
      var run = self
      let (requirement, verdict) = try run.replay(token)
      run.requirements = [requirement]
      report(.verdict(requirement, verdict))
      var summary = run.summary([verdict], run.examination(), seconds: verdict.seconds)
      summary.replayed = token
      return summary
    }
  }

  /// Runs the one case of a token again.
  ///
  /// - Parameters:
  ///   - token: The case.
  ///   - shrinkEvaluations: How often the requirement may be asked to make a failing case smaller.
  /// - Returns: The requirement it belongs to and its verdict. A token whose generators have changed
  ///   is inconclusive.
  /// - Throws: As ``run(_:)``, and where the token belongs to no requirement of the run.
  public func replay(
    _ token: Token, shrinkEvaluations: Int = 0
  ) throws(VerificationRunError) -> (Requirement, Verdict) {
    try validate()
    for requirement in requirements
    where Token.propertyHash(of: requirement.id.rawValue) == token.propertyHash {
      guard case .property(_, let property) = requirement.judgement else { continue }
      let examination = examination()
      examination.section = RunSection(name: requirement.id.rawValue)
      let start = ContinuousClock.now
      let outcome =
        requirement.missing(examination).map(Verdict.Outcome.notOffered)
        ?? replay(token, shrinkEvaluations, of: requirement, examination) { draw in
          try Self.outcome(examination) { try property(examination, &draw) }
        }
      return (
        requirement, Self.verdict(requirement.id, outcome, cases: 1, since: start, examination)
      )
    }
    throw .foreignToken(token)
  }

  private func replay(
    _ token: Token, _ shrinkEvaluations: Int, of requirement: Requirement,
    _ examination: Examination, _ property: (inout Draw) throws -> PropertyOutcome
  ) -> Verdict.Outcome {
    let name = requirement.id.rawValue
    do {
      let report = try DropBlockGenerators.replay(token, name: name, property)
      if report.isStale { return .inconclusive(.staleToken) }
      switch report.outcome {
      case .holds: return .holds(.thisCase)
      case .discarded: return .inconclusive(.caseNotOffered)
      case .fails where shrinkEvaluations > 0:
        let check = PropertyCheck(name: name, key: 0, shrinkEvaluations: shrinkEvaluations)
        guard case .fails(let counterexample) = try check.resume(token, property) else {
          return .inconclusive(.failedOnce)
        }
        return .violated(violation(counterexample, of: requirement, examination))
      case .fails(let failure):
        return .violated(
          Violation(
            fault(failure, of: requirement, examination),
            diagnosis: examination.investigation.cases.diagnosis,
            replay: again(token)))
      }
    } catch let failure as SubjectFailure {
      return .failed(failure, replay: again(token))
    } catch  where requirement.isCustom {
      return .inconclusive(.threw("\(error)", replay: again(token)))
    } catch {
      return .inconclusive(.interrupted(error))
    }
  }
}
