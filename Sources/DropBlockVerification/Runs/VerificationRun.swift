import DropBlockContract
public import DropBlockGenerators

/// One run of the suite: a subject, the requirements to judge it by, and how hard to look.
public struct VerificationRun {
  /// Who is judged.
  public let subject: any Subject

  /// How much work goes into each verdict.
  public var profile: Profile

  /// From which all cases of the run follow.
  public var key: UInt64

  /// What is judged, in order.
  public var requirements: [Requirement] = Requirement.all

  /// Whether the subject is judged by the paper's options instead of its own.
  public var asPaper = false

  /// Whether the run is over with the first requirement that does not hold.
  public var endsAtViolation = false

  /// How the subject is named on the command line.
  public var selection: SubjectSelection

  /// The cases that failed once, replayed before others are drawn; nil for none.
  public var corpus: Corpus?

  /// The false-alarm budget of the run.
  public var budget = 1e-9

  /// Creates a run of every requirement.
  public init(
    _ subject: any Subject, profile: Profile, key: UInt64, selection: SubjectSelection
  ) {
    self.subject = subject
    self.profile = profile
    self.key = key
    self.selection = selection
  }

  /// What a run tells while it goes on.
  public enum Event {
    /// A requirement is being judged; the share of its work that is done.
    case progress(Requirement, Double)

    /// A requirement has been judged.
    case verdict(Requirement, Verdict)
  }

  /// Judges the requirements one after another, all of them unless ``endsAtViolation``.
  ///
  /// - Parameter report: Called as verdicts come in.
  /// - Returns: All verdicts, and what was charged to the budget.
  public func run(_ report: (Event) -> Void = { _ in }) -> VerificationSummary {
    let examination = examination()
    var verdicts: [Verdict] = []
    let start = ContinuousClock.now
    for requirement in requirements {
      report(.progress(requirement, 0))
      let verdict = withoutActuallyEscaping(report) { report in
        examination.progress = { report(.progress(requirement, $0)) }
        defer { examination.progress = { _ in } }
        return judge(requirement, examination)
      }
      verdicts.append(verdict)
      report(.verdict(requirement, verdict))
      if endsAtViolation, case .violated = verdict.outcome { break }
    }
    return VerificationSummary(
      subject: examination.declaration, profile: profile, key: key, verdicts: verdicts,
      ledger: examination.ledger,
      corpus: examination.corpusReports.filter { !$0.isEmpty }, seconds: Self.seconds(since: start))
  }

  /// Runs the one case of a token again.
  ///
  /// - Parameter shrinkEvaluations: How often the requirement may be asked to make a failing case
  ///   smaller.
  /// - Returns: The requirement it belongs to and its verdict; nil if no requirement has the token's
  ///   property. A token whose generators have changed is inconclusive.
  /// - Throws: What the subject throws, or a `TokenError`.
  public func replay(
    _ token: Token, shrinkEvaluations: Int = 0
  ) throws -> (Requirement, Verdict)? {
    let requirement = Requirement.all.first {
      Token.propertyHash(of: $0.id.rawValue) == token.propertyHash
    }
    guard let requirement, case .property(_, let property) = requirement.judgement else {
      return nil
    }
    let examination = examination()
    let start = ContinuousClock.now
    func verdict(_ outcome: Verdict.Outcome) -> (Requirement, Verdict) {
      let seconds = Self.seconds(since: start)
      return (
        requirement,
        Verdict(requirement: requirement.id, outcome: outcome, cases: 1, seconds: seconds)
      )
    }
    do {
      let report = try DropBlockGenerators.replay(token, name: requirement.id.rawValue) { draw in
        try Self.outcome(examination) { try property(examination, &draw) }
      }
      if report.isStale {
        return verdict(
          .inconclusive(.staleToken))
      }
      switch report.outcome {
      case .holds: return verdict(.holds(.thisCase))
      case .discarded: return verdict(.inconclusive(.caseNotOffered))
      case .fails where shrinkEvaluations > 0:
        let check = PropertyCheck(
          name: requirement.id.rawValue, key: 0, shrinkEvaluations: shrinkEvaluations)
        let shrunk = try check.resume(token) { draw in
          try Self.outcome(examination) { try property(examination, &draw) }
        }
        guard case .fails(let counterexample) = shrunk else {
          return verdict(.inconclusive(.failedOnce))
        }
        return verdict(.violated(violation(counterexample, examination.investigation.cases)))
      case .fails(let failure):
        return verdict(
          .violated(
            Violation(
              failure.fault, diagnosis: examination.investigation.cases.diagnosis,
              replay: selection.replay(token, profile: profile, asPaper: asPaper))))
      }
    } catch let failure as SubjectFailure {
      return verdict(
        .failed(failure, replay: selection.replay(token, profile: profile, asPaper: asPaper)))
    }
  }

  /// What a counterexample says, and the line that shows it again.
  func violation(_ counterexample: Counterexample, _ diagnosis: CaseDiagnosis) -> Violation {
    var violation = Violation(
      counterexample.smallest.fault, diagnosis: diagnosis.diagnosis,
      replay: selection.replay(counterexample.token, profile: profile, asPaper: asPaper),
      evaluations: counterexample.evaluations)
    violation.mayShrinkFurther = !counterexample.shrinkFinished
    return violation
  }

  func examination() -> Examination {
    let subject: any Subject = asPaper ? PaperSubject(subject) : subject
    let ledger = Ledger(budget: budget, accounts: requirements.count { $0.isStatistical })
    return Examination(
      subject, declaration: subject.declaration, profile: profile, key: key, ledger: ledger)
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// The outcome of a property, and what a failing case says about the fault.
  static func outcome(
    _ examination: Examination, _ property: () throws -> PropertyOutcome
  ) throws -> PropertyOutcome {
    let outcome = try outcome(property)
    if case .fails(let failure) = outcome { examination.note(failure.fault) }
    return outcome
  }

  /// The outcome of a property, whose ends are thrown from its depths.
  static func outcome(_ property: () throws -> PropertyOutcome) throws -> PropertyOutcome {
    do {
      return try property()
    } catch CaseEnd.fails(let fault) {
      return .fails(fault)
    } catch CaseEnd.discarded {
      return .discarded
    }
  }
}
