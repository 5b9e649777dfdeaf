import DropBlockContract
import DropBlockGenerators

extension VerificationRun {
  /// Judges one requirement.
  func judge(_ requirement: Requirement, _ examination: Examination) -> Verdict {
    let start = ContinuousClock.now
    let casesBefore = examination.casesRun
    examination.undefinedCases = 0
    examination.withdrawnCases = 0
    examination.sampledCases = 0
    examination.investigation.begin()
    examination.section = RunSection(name: requirement.id.rawValue)
    let unanswered = examination.sectioned?.unanswered ?? 0
    func verdict(_ outcome: Verdict.Outcome, _ cases: Int? = nil) -> Verdict {
      var outcome = outcome
      // Where nobody was asked nothing holds.
      if outcome.isHolding, examination.casesRun == casesBefore, cases ?? 0 == 0 {
        outcome = .inconclusive(.nothingAsked)
      }
      let lacking = (examination.sectioned?.unanswered ?? 0) - unanswered
      if lacking > 0, outcome.needsMore(than: requirement) {
        outcome = .inconclusive(.notAsked(lacking))
      }
      return Self.verdict(
        requirement.id, outcome,
        cases: cases ?? examination.casesRun - casesBefore - examination.sampledCases,
        since: start, examination)
    }
    if let missing = requirement.missing(examination) { return verdict(.notOffered(missing)) }
    do {
      switch requirement.judgement {
      case .property(let weight, let property):
        let outcome = try judge(requirement, weight, property, examination)
        guard case .holds(.cases(let cases)) = outcome, let overMaps = requirement.overMaps else {
          return verdict(outcome)
        }
        return try judge(requirement, examination, verdict) {
          var report = try overMaps(examination)
          report.held = .casesAndMaps(cases, maps: report.maps)
          return report
        }
      case .examples(let examples):
        let failures = try collect(examination) { try examples(examination) }
        let cases = examination.casesRun - casesBefore
        return verdict(
          failures.map {
            outcome(requirement, $0, nil, examination.investigation.cases)
              ?? .holds(.cases(cases))
          }
            ?? .notOffered(.everyCase))
      case .hypotheses(let hypotheses, let summary):
        return try judge(requirement, examination, verdict) {
          examination.askForEvenBlocks()
          var report = try examination.judge(try hypotheses(examination))
          report.held = summary(examination, report)
          return report
        }
      case .frequencies(let frequencies):
        return try judge(requirement, examination, verdict) { try frequencies(examination) }
      }
    } catch let failure as SubjectFailure {
      return verdict(.failed(failure, replay: again(requirement)))
    } catch let undecided as Undecided {
      return verdict(.inconclusive(undecided.doubt))
    } catch  where requirement.isCustom {
      return verdict(.inconclusive(.threw("\(error)", replay: again(requirement))))
    } catch {
      return verdict(.inconclusive(.interrupted(error)))
    }
  }

  /// The verdict on what a statistical requirement saw.
  private func judge(
    _ requirement: Requirement, _ examination: Examination,
    _ verdict: (Verdict.Outcome, Int?) -> Verdict,
    _ look: () throws -> FrequencyReport
  ) throws -> Verdict {
    var seen = FrequencyReport(maps: 0, failures: [])
    let failures = try collect(examination) {
      seen = try look()
      return seen.failures
    }
    guard let failures else { return verdict(.notOffered(.everyCase), seen.maps) }
    let cases = examination.investigation.cases
    if let violation = outcome(requirement, failures, seen.diagnosis, cases) {
      return verdict(violation, seen.maps)
    }
    guard seen.undecided.isEmpty else {
      return verdict(.inconclusive(.undecided(seen.undecided)), seen.maps)
    }
    return verdict(.holds(seen.held ?? .maps(seen.maps)), seen.maps)
  }

  /// Runs a property over generated cases, and shrinks the first that fails.
  private func judge(
    _ requirement: Requirement, _ weight: Double,
    _ property: (Examination, inout Draw) throws -> PropertyOutcome, _ examination: Examination
  ) throws -> Verdict.Outcome {
    let cases = cases(of: requirement, weight: weight, examination)
    if examination.asksEverything {
      return .holds(.cases(try askEverything(requirement, cases, property, examination)))
    }
    let check = PropertyCheck(
      name: requirement.id.rawValue, key: key, cases: cases,
      shrinkEvaluations: profile.shrinkEvaluations,
      corpus: corpus)
    var failed: (error: any Error, token: Token)?
    let report: PropertyReport
    do {
      report = try check.run(
        progress: { examination.progress(Double($0) / Double(cases)) },
        { draw in
          do {
            let outcome = try Self.outcome(examination) { try property(examination, &draw) }
            if case .fails = outcome {
              examination.investigation.mixed.name(
                Token(exact: draw.recorded, property: requirement.id.rawValue))
            }
            return outcome
          } catch let error where !(error is Rejection) {
            failed = (error, Token(exact: draw.recorded, property: requirement.id.rawValue))
            throw error
          }
        })
    } catch {
      guard let token = failed?.token else { throw error }
      guard let failure = error as? SubjectFailure else {
        return .inconclusive(.threw("\(error)", replay: again(token)))
      }
      return .failed(failure, replay: again(token))
    }
    // On tensors of a few units nothing may be kept by chance; not in every second case.
    if examination.undefinedCases > cases / 2, !report.isCounterexample {
      return .violated(
        Violation(
          Fault(
            .undefinedOutput, .answer(.undefinedThroughout(cases: examination.undefinedCases))),
          replay: again(requirement)))
    }
    if let known = report.run.corpus { examination.corpusReports.append(known) }
    switch report {
    case .holds(let count, _, _):
      return .holds(.cases(count))
    case .fails(let first):
      let counterexample = smallest(first, by: check, property, examination)
      // What others ask for is not asked again without need.
      var sample = CaseSample()
      if !requirement.isCustom, counterexample.smallest.fault.question != nil {
        let before = examination.investigation.cases
        sample = self.sample(requirement, counterexample.smallest.fault, property, examination)
        examination.investigation.cases.keep(before)
      }
      var violation = violation(counterexample, of: requirement, examination)
      violation.sample = sample
      return .violated(violation)
    case .exhausted(let count, let discarded, let run):
      if count == 0, run.rejections.keys.allSatisfy({ $0 == .property }),
        examination.withdrawnCases > 0
      {
        return .notOffered(.options(cases: discarded))
      }
      return .inconclusive(.discarded(judged: count, discarded: discarded))
    // No requirement asks for a share of its cases.
    case .uncovered, .damaged:
      return .inconclusive(.report(report))
    }
  }

  /// How many cases of a requirement are drawn.
  ///
  /// However small the budget, as many cases again as the table of pairs has come at random.
  func cases(
    of requirement: Requirement, weight: Double, _ examination: Examination
  ) -> Int {
    let rows = requirement.pairs(of: examination.declaration)?.rows.count ?? 0
    return max(1, Int(Double(profile.cases) * weight), 2 * rows)
  }

  /// The faults of a list of cases; nil if the subject offers none of them.
  private func collect(
    _ examination: Examination, _ judge: () throws -> [Fault]
  ) throws -> [Fault]? {
    do {
      return try judge()
    } catch CaseEnd.fails(let fault) {
      examination.note(fault)
      return [fault]
    } catch CaseEnd.discarded {
      return nil
    }
  }

  private func outcome(
    _ requirement: Requirement, _ faults: [Fault], _ diagnosis: Diagnosis? = nil,
    _ cases: CaseDiagnosis
  ) -> Verdict.Outcome? {
    guard let first = faults.first else { return nil }
    var violation = Violation(
      first, faults.dropFirst(), diagnosis: diagnosis ?? cases.diagnosis,
      replay: again(requirement))
    violation.factors = cases.factorComparison
    return .violated(violation)
  }

  /// The line that judges one requirement again.
  private func again(_ requirement: Requirement) -> String {
    replayLine(.requirement(requirement.id, key: key), self)
  }

  /// The line that runs one case again.
  func again(_ token: Token) -> String { replayLine(.token(token), self) }
}

extension Verdict.Outcome {
  /// Whether it says more than was seen, where some questions were not answered because nobody asked them.
  ///
  /// A property has other cases in the place of those; what holds of them holds.
  fileprivate func needsMore(than requirement: Requirement) -> Bool {
    switch self {
    case .holds(.cases): if case .property = requirement.judgement { false } else { true }
    case .holds, .notOffered, .inconclusive(.discarded): true
    case .violated, .inconclusive, .failed: false
    }
  }
}

extension PropertyReport {
  /// Whether a case was found that fails.
  fileprivate var isCounterexample: Bool { if case .fails = self { true } else { false } }
}
