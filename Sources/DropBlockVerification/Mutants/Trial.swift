/// One run of the suite on a subject of which it is known what the suite should say.
package struct Trial: Sendable {
  /// Who is judged.
  package enum Subject: Sendable {
    /// A subject with a fault, which must turn red.
    case mutant(Mutant)

    /// A correct subject, which must stay green.
    case variant(Variant)
  }

  /// Who is judged.
  package let subject: Subject

  /// How much work goes into each verdict.
  package var profile: VerificationProfile

  /// From which all cases of the run follow.
  package var key: UInt64

  /// Whether a mutant is judged by all requirements, and not only up to the first that turns red.
  package var namesAllViolations: Bool

  /// Creates a trial.
  package init(
    _ subject: Subject, profile: VerificationProfile, key: UInt64, namesAllViolations: Bool = false
  ) {
    self.subject = subject
    self.profile = profile
    self.key = key
    self.namesAllViolations = namesAllViolations
  }

  /// All requirements, those first whose verdicts cost least; the same order for every subject.
  ///
  /// Lists of small cases come before generated cases, and among these the comparison with the
  /// reference before all others, and those in which blocks are looked for after them; then lists
  /// with a large tensor, then frequencies, in the end those over millions of maps.
  package static let requirements: [Requirement] = (0..<7).flatMap { rank in
    Requirement.all.filter { Trial.rank($0) == rank }
  }

  private static func rank(_ requirement: Requirement) -> Int {
    let looksForBlocks = ["mask", "block", "map", "rank", "layout", "batch", "precision"]
    let hasLargeTensor: [RequirementID] = [.scaleLargeCount, .randomThreads]
    switch requirement.judgement {
    case .examples: return hasLargeTensor.contains(requirement.id) ? 4 : 0
    case .property where requirement.isStatistical: return 5
    case .property where requirement.family == "stages": return 1
    case .property: return looksForBlocks.contains(requirement.family) ? 3 : 2
    case .frequencies: return 5
    case .hypotheses: return 6
    }
  }

  /// Runs the suite.
  ///
  /// - Parameters:
  ///   - version: The version of the package.
  ///   - report: Called as the run goes on.
  package func run(
    version: String, _ report: (VerificationRun.Event) -> Void = { _ in }
  ) -> TrialResult {
    let judged: any DropBlockVerification.Subject
    switch subject {
    case .mutant(let mutant): judged = mutant.subject(version: version)
    case .variant(let variant): judged = variant.subject(version: version)
    }
    var profile = profile
    // What is asked is whether and when the fault shows, not what its smallest case is.
    if !isCorrect { profile.shrinkEvaluations = 0 }
    var run = VerificationRun(judged, by: Self.requirements, profile: profile, key: key)
    run.endsAtViolation = !isCorrect && !namesAllViolations
    return TrialResult(subject: subject, key: key, summary: run.judged(report))
  }

  private var isCorrect: Bool {
    if case .variant = subject { true } else { false }
  }
}

extension Trial.Subject {
  /// The name on the command line.
  package var name: String {
    switch self {
    case .mutant(let mutant): "mutant:\(mutant.name)"
    case .variant(let variant): "variant:\(variant.name)"
    }
  }

  /// Every mutant, then every variant.
  package static var all: [Trial.Subject] {
    Mutant.all.map(Trial.Subject.mutant) + Variant.all.map(Trial.Subject.variant)
  }

  /// Why no suite can find the fault, where that is so.
  package var equivalence: String? {
    if case .mutant(let mutant) = self { mutant.equivalence } else { nil }
  }
}

/// What came out of a trial.
package struct TrialResult: Sendable {
  /// Who was judged.
  package let subject: Trial.Subject

  /// From which all cases of the run followed.
  package let key: UInt64

  /// Requirements that turned red, in the order in which they were judged.
  package let violated: [RequirementID]

  /// Requirements that came to no verdict.
  package let undecided: [RequirementID]

  /// How many single cases were run: until the first requirement turned red, or in all.
  package let cases: Int

  /// How many maps were looked at by requirements about frequencies; those that several of them
  /// looked at count for each.
  package let maps: Int

  /// How long it took until the first requirement turned red, or in all, in seconds.
  package let seconds: Double

  init(subject: Trial.Subject, key: UInt64, summary: VerificationSummary) {
    self.subject = subject
    self.key = key
    func ids(_ matches: (Verdict.Outcome) -> Bool) -> [RequirementID] {
      summary.verdicts.filter { matches($0.outcome) }.map(\.requirement)
    }
    violated = ids(\.isViolation)
    undecided = ids {
      switch $0 {
      case .inconclusive, .failed: true
      case .holds, .violated, .notOffered: false
      }
    }
    let red = violated.first
    let end = summary.verdicts.firstIndex { $0.requirement == red }
    let counted = summary.verdicts.prefix((end ?? summary.verdicts.count) + 1)
    let statistical = Set(Requirement.all.filter(\.isStatistical).map(\.id))
    let looks = counted.reduce(into: (cases: 0, maps: 0)) { sum, verdict in
      if statistical.contains(verdict.requirement) {
        sum.maps += verdict.cases
      } else {
        sum.cases += verdict.cases
      }
    }
    cases = looks.cases
    maps = looks.maps
    seconds = counted.reduce(0) { $0 + $1.seconds }
  }

  /// Whether the suite said what it should: red for a fault, green for what is correct.
  package var isAsItShould: Bool {
    switch subject {
    case .variant: violated.isEmpty && undecided.isEmpty
    case .mutant(let mutant): violated.isEmpty == (mutant.equivalence != nil)
    }
  }
}
