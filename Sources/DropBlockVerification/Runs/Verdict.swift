import DropBlockContract

/// What came out of judging one requirement on one subject.
public struct Verdict: Sendable {
  /// The requirement's identifier, such as `mask.blocks`.
  public var requirement: RequirementID

  /// What came out.
  public var outcome: Outcome

  /// How many cases were run, or maps looked at.
  public var cases: Int

  /// How long it took, in seconds.
  public var seconds: Double

  /// Whether the subject has a random stream of its own, so that a sampler says nothing to it.
  package var hasOwnStream = false

  /// The possible outcomes.
  public enum Outcome: Sendable {
    /// The requirement holds, as far as was looked; what was seen.
    case holds(Held)

    /// It does not hold.
    case violated(Violation)

    /// The subject does not offer what the requirement is about.
    case notOffered(Lack)

    /// The run could not decide.
    case inconclusive(Doubt)

    /// The subject, or the way to it, failed.
    case failed(SubjectFailure, replay: String)

    /// The same outcome of a subject with a random stream of its own.
    func withOwnStream() -> Outcome {
      guard case .violated(var violation) = self else { return self }
      violation.markOwnStream()
      return .violated(violation)
    }

    /// The same outcome, with what is known of the case that shows it.
    func showing(_ cases: OptionCases) -> Outcome {
      guard case .violated(var violation) = self else { return self }
      violation.shown = violation.faults[0].shown(cases)
      for index in violation.parts.indices {
        violation.parts[index].shown = violation.parts[index].faults[0].shown(cases)
      }
      return .violated(violation)
    }

    /// Whether the requirement holds, as far as was looked.
    public var isHolding: Bool { if case .holds = self { true } else { false } }

    /// Whether the requirement does not hold.
    public var isViolation: Bool { if case .violated = self { true } else { false } }
  }
}

/// What is known of a case that shows a fault.
package struct ShownCase: Sendable, Hashable {
  /// The values of its options.
  let values: [OptionValue]

  /// How many units its tensor has, and how many maps.
  let units: Int
  let maps: Int
}

/// A requirement that does not hold: what is wrong, on which input, and how to see it again.
public struct Violation: Sendable, Hashable {
  /// What is wrong on the smallest input that was found; at least one fault.
  public private(set) var faults: [Fault]

  /// How to make the input smaller, where a budget ended that; nil where it is as small as it gets.
  public var shrinkAdvice: String?

  /// What explains what was seen; nil where nothing was looked for.
  package var diagnosis: Diagnosis?

  /// What its failing cases say about the factor of kept units; nil where they are about something else.
  package var factors: FactorComparison?

  /// The ways to round products that give all its failing cases.
  package var products: [KnownFault] = []

  /// What a part of its failing cases shows by itself, where no rule explains them all.
  package var parts: [Violation] = []

  /// Whether some failing case shows that it is not the input that is given back.
  package var showsChange = false

  /// Whether all its failing cases have gamma 0: a subject with another gamma is right not to be an identity.
  package var asksForNone = false

  /// What cases that pass say against an explanation of those that fail.
  package var passes = Counterevidence()

  /// What the case has that shows it; nil where many cases do.
  package var shown: ShownCase?

  /// Cases that were drawn to see where it shows.
  package var sample = CaseSample()

  /// The identifier of the rule that explains what was seen; nil where none does.
  public var rule: String? { diagnosis?.explanation?.id }

  /// The identifiers of rules that explain it as well.
  public var equivalentRules: [String] { (diagnosis?.equivalents ?? []).map(\.id) }

  /// The command that shows it again.
  public var replay: String

  /// How many evaluations shrinking took; 0 for a statistical requirement.
  public var evaluations = 0

  /// A violation.
  ///
  /// - Parameters:
  ///   - fault: What is wrong on the smallest input that was found.
  ///   - others: What else is.
  ///   - diagnosis: What explains what was seen.
  ///   - replay: The command that shows it again.
  ///   - evaluations: How many evaluations shrinking took.
  package init(
    _ fault: Fault, _ others: some Sequence<Fault> = [], diagnosis: Diagnosis? = nil,
    replay: String,
    evaluations: Int = 0
  ) {
    faults = [fault] + others
    self.diagnosis = diagnosis
    self.replay = replay
    self.evaluations = evaluations
  }

  /// Takes in that the subject has a random stream of its own.
  fileprivate mutating func markOwnStream() {
    for index in faults.indices { faults[index].hasOwnStream = true }
    for index in parts.indices { parts[index].markOwnStream() }
  }

  /// Where the first fault shows.
  public var site: FaultSite { faults[0].site }
}

extension Fault {
  /// What is known of the case that shows it; nil where many cases do.
  fileprivate func shown(_ cases: OptionCases) -> ShownCase? {
    if case .options = evidence { return nil }
    switch circumstance {
    case .request(let question):
      return ShownCase(
        values: cases.values(of: question, keys: .random), units: question.input.count,
        maps: question.request.shape.mapCount)
    case .survey(let plan):
      let shape = Survey.shape(plan)
      let question = SubjectCase(
        DropBlockRequest(plan.configuration, shape: shape, key: 0),
        input: TensorBits(repeating: 1, count: 0, as: cases.declaration.plainType))
      return ShownCase(
        values: cases.values(of: question, keys: .random), units: shape.unitCount,
        maps: shape.mapCount)
    case .schedule, .unnamed: return nil
    }
  }
}
