import DropBlockGenerators

/// One demand on an implementation of DropBlock, written once and judged on every subject.
public struct Requirement: Sendable {
  /// A stable identifier: family and name, such as `mask.blocks`.
  public let id: RequirementID

  /// What is demanded, in one sentence.
  public let demands: String

  /// Where the paper or the specification says so.
  public let source: String

  /// What breaks in practice when it is violated.
  public let consequence: String

  /// How it is judged.
  let judgement: Judgement

  /// What holds only over many maps, and is judged after single cases that all hold; nil for nothing.
  let overMaps: (@Sendable (Examination) throws -> FrequencyReport)?

  /// Whether it is about a number format or a layout, in which everything is asked again.
  let isAboutForm: Bool

  /// Whether it comes from outside this package.
  var isCustom = false

  /// The part of the identifier before the point.
  public var family: String { id.family }

  /// Whether its verdict is drawn from random frequencies, in part at least, and so charged to the
  /// false-alarm budget.
  public var isStatistical: Bool {
    switch judgement {
    case .property, .examples: overMaps != nil
    case .frequencies, .hypotheses: true
    }
  }

  /// Whether its verdict follows from how often units are dropped.
  var isAboutFrequencies: Bool { if case .hypotheses = judgement { true } else { false } }

  /// The ways of judging.
  enum Judgement: Sendable {
    /// A property of single generated cases: shrunk, and replayed by a token.
    case property(weight: Double, @Sendable (Examination, inout Draw) throws -> PropertyOutcome)

    /// A fixed list of cases.
    case examples(@Sendable (Examination) throws -> [Fault])

    /// Means over many maps against the exact law, by evidence that may be looked at at any time; and
    /// what was verified.
    case hypotheses(
      @Sendable (Examination) throws -> [Hypothesis],
      summary: @Sendable (Examination, FrequencyReport) -> Held)

    /// Anything else that only holds over many maps.
    case frequencies(@Sendable (Examination) throws -> FrequencyReport)
  }

  /// What the subject must offer for the requirement to apply; nil, or what is missing.
  let missing: @Sendable (Examination) -> Lack?

  init(
    _ id: RequirementID, demands: String, source: String, consequence: String,
    missing: @escaping @Sendable (Examination) -> Lack? = { _ in nil }, _ judgement: Judgement,
    overMaps: (@Sendable (Examination) throws -> FrequencyReport)? = nil, isAboutForm: Bool = false
  ) {
    self.id = id
    self.demands = demands
    self.source = source
    self.consequence = consequence
    self.missing = missing
    self.judgement = judgement
    self.overMaps = overMaps
    self.isAboutForm = isAboutForm
  }
}
