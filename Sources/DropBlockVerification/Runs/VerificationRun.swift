import DropBlockContract
public import DropBlockGenerators

/// One run of the suite: a subject, the requirements to judge it by, and how hard to look.
public struct VerificationRun {
  /// Who is judged.
  public let subject: any Subject

  /// How much work goes into each verdict.
  public var profile: VerificationProfile

  /// From which all cases of the run follow.
  public var key: UInt64

  /// What is judged, in order.
  public var requirements: [Requirement]

  /// By whose options the subject is judged.
  public var options = Options.declared

  /// Whether the run is over with the first requirement that does not hold.
  public var endsAtViolation = false

  /// How a report tells its reader to see something again.
  ///
  /// It only says so: what it names is done by ``run(replaying:_:)``.
  public var replayLine: ReplayLine

  /// The cases that failed once, replayed before others are drawn; nil for none.
  public var corpus: Corpus?

  /// The false-alarm budget of the run.
  public var budget = 1e-9

  /// How many requirements share the budget, where they are more than are judged.
  var accounts: Int?

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - subject: Who is judged.
  ///   - requirements: What is judged, in order.
  ///   - profile: How much work goes into each verdict.
  ///   - key: From which all cases follow; by default another in every run.
  ///   - replayLine: How a report tells its reader to see something again; by default in Swift.
  public init(
    _ subject: any Subject, by requirements: [Requirement] = Requirement.all,
    profile: VerificationProfile = .quick, key: UInt64 = .random(in: 0 ... .max),
    replayLine: ReplayLine = .code
  ) {
    self.subject = subject
    self.requirements = requirements
    self.profile = profile
    self.key = key
    self.replayLine = replayLine
  }

  /// By whose options a subject can be judged.
  public enum Options: String, Sendable, Hashable, CaseIterable {
    /// Those that it declares.
    case declared

    /// The paper's, whatever it declares.
    case paper
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
  /// - Throws: A ``VerificationRunError`` before anything is judged, where that can't be.
  ///   What goes wrong later, in the subject too, is a verdict.
  public func run(
    _ report: (Event) -> Void = { _ in }
  ) throws(VerificationRunError) -> VerificationSummary {
    try validate()
    return judged(report)
  }

  /// The same, of a run that is known to be admissible.
  func judged(_ report: (Event) -> Void = { _ in }) -> VerificationSummary {
    let examination = examination()
    var verdicts: [Verdict] = []
    let start = ContinuousClock.now
    open(examination)
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
    return summary(verdicts, examination, seconds: Self.seconds(since: start))
  }

  /// Asks what is asked before anything is judged, if it is asked again in the end.
  func open(_ examination: Examination) {
    let later = requirements.first { $0.id == .stateLater }
    guard let later, later.missing(examination) == nil else { return }
    examination.askOpeningQuestions()
  }

  func summary(
    _ verdicts: [Verdict], _ examination: Examination, seconds: Double
  ) -> VerificationSummary {
    let explanation = Self.explanation(verdicts, requirements, examination)
    return VerificationSummary(
      subject: examination.declaration, options: options, profile: profile, key: key,
      requirements: requirements,
      verdicts: verdicts, explanation: explanation, ledger: examination.ledger,
      corpus: examination.corpusReports.filter { !$0.isEmpty },
      optionCoverage: examination.optionCoverage, seconds: seconds)
  }

  /// What a counterexample says, and the line that shows it again.
  func violation(
    _ counterexample: Counterexample, of requirement: Requirement, _ examination: Examination
  ) -> Violation {
    var violation = Violation(
      fault(counterexample.smallest, of: requirement, examination),
      diagnosis: examination.investigation.cases.diagnosis,
      replay: again(counterexample.token),
      evaluations: counterexample.evaluations)
    violation.factors = examination.investigation.cases.factorComparison
    violation.products = examination.investigation.cases.productRules
    violation.asksForNone = examination.investigation.cases.asksForNone
    violation.showsChange = examination.investigation.cases.showsChange
    violation.passes = examination.investigation.passes
    violation.parts = parts(beside: violation.diagnosis, examination)
    // What does not fit all cases together is not held against what fits a part.
    if violation.parts.contains(where: { $0.factors != nil }) { violation.factors = nil }
    if !counterexample.shrinkFinished || examination.sectioned != nil {
      violation.shrinkAdvice = replayLine.shrinkAdvice
    }
    return violation
  }

  /// What a part of the failing cases shows by itself, beside what explains them all.
  private func parts(beside diagnosis: Diagnosis?, _ examination: Examination) -> [Violation] {
    examination.investigation.mixed.parts(beside: diagnosis).compactMap { part in
      guard let token = part.example.token else { return nil }
      var violation = Violation(
        part.example.fault, diagnosis: part.diagnosis, replay: again(token))
      violation.factors = part.factors
      violation.passes = examination.investigation.passes
      violation.showsChange = true
      return violation
    }
  }

  /// The fault of a failing case; of a requirement on formats or layouts, and whether it is one of them.
  func fault(
    _ failure: PropertyFailure, of requirement: Requirement, _ examination: Examination
  ) -> Fault {
    requirement.isAboutForm ? examination.comparedWithPlain(failure.fault) : failure.fault
  }

  func examination() -> Examination {
    let subject: any Subject = options == .paper ? PaperSubject(subject) : subject
    let ledger = Ledger(
      budget: budget, accounts: accounts ?? requirements.count { $0.isStatistical })
    return Examination(
      subject, declaration: subject.declaration, profile: profile, key: key, ledger: ledger)
  }

  /// A verdict on the subject of an examination.
  static func verdict(
    _ requirement: RequirementID, _ outcome: Verdict.Outcome, cases: Int,
    since start: ContinuousClock.Instant, _ examination: Examination
  ) -> Verdict {
    let outcome = outcome.showing(OptionCases(examination.declaration))
    return Verdict(
      requirement: requirement, outcome: examination.isExact ? outcome : outcome.withOwnStream(),
      cases: cases, seconds: seconds(since: start), hasOwnStream: !examination.isExact)
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// The outcome of a property, and what a failing case says about the fault.
  static func outcome(
    _ examination: Examination, _ property: () throws -> PropertyOutcome
  ) throws -> PropertyOutcome {
    examination.sectioned?.beginCase()
    do {
      let outcome = try property()
      switch outcome {
      case .fails(let failure): examination.note(failure.fault)
      case .holds: examination.notePass()
      default: break
      }
      return outcome
    } catch CaseEnd.fails(let fault) {
      examination.note(fault)
      return .fails(fault)
    } catch CaseEnd.discarded {
      examination.withdrawnCases += 1
      return .discarded
    }
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
