import DropBlockContract

/// A correct DropBlock that draws other numbers than the normative stream: what the suite must pass.
///
/// It declares no sampler, and so is judged by single cases and frequencies, as any implementation
/// with a random stream of its own.
package struct Variant: Sendable {
  /// The name on the command line, after `variant:`.
  package let name: String

  /// Why it is correct, in one sentence.
  package let reason: String

  /// How its seeds are drawn.
  let sampler: VariantSampler

  /// What it can't be asked for, though the package's own engines can.
  let lacks: Set<SubjectCapability>

  /// Whether the factor is rounded to the tensor's format before kept units are multiplied by it.
  let holdsFactorInFormat: Bool

  /// Whether its random state goes on from call to call.
  let continues: Bool

  init(
    _ name: String, _ reason: String, lacks: Set<SubjectCapability> = [],
    holdsFactorInFormat: Bool = false, continues: Bool = false, _ sampler: @escaping VariantSampler
  ) {
    self.name = name
    self.reason = reason
    self.sampler = sampler
    self.lacks = lacks
    self.holdsFactorInFormat = holdsFactorInFormat
    self.continues = continues
  }

  /// Every variant.
  package static let all: [Variant] = [
    Variant(
      "upper-corner",
      "Anchors in the valid grid may be the blocks' upper corners: positions are numbered from the "
        + "other end, and each block starts with the same probability.",
      VariantSeeds.fromUpperCorner),
    Variant(
      "centre",
      "Anchors in the valid grid may be the blocks' centres, and positions counted with the first "
        + "axis fastest: seeds are independent, so that their order does not matter.",
      VariantSeeds.columnByColumn),
    Variant(
      "chunks-of-1000",
      "The sparse sampler may cut the grid into chunks of 1,000 positions: gaps have no memory, so "
        + "that it does not matter where drawing starts anew.", VariantSeeds.inChunksOf1000),
    Variant(
      "binomial",
      "The number of seeds may be drawn first, and then their positions without replacement: "
        + "independent seeds are a binomial number of positions, any set as likely as any other.",
      VariantSeeds.binomial),
    Variant(
      "logarithm",
      "Gaps may be logarithms of SplitMix64's numbers over that of 1 − gamma: their whole part is "
        + "geometric, to within the rounding of a Double.", lacks: [.firstSample],
      VariantSeeds.byLogarithm),
    Variant(
      "counter-by-map",
      "Philox's counter may hold the map's number and the position in the map: words of different "
        + "counters are independent, whatever the layout of the counter.", VariantSeeds.counterByMap
    ),
    Variant(
      "factor-in-format",
      "The factor may be rounded to the tensor's format once before the product is: it is units / "
        + "kept to within one unit in the last place, which is all that is asked without the "
        + "normative stream.", holdsFactorInFormat: true, VariantSeeds.binomial),
    Variant(
      "continuing",
      "The random state may go on from call to call: every call draws from a new word of the "
        + "stream, and one that draws nothing leaves the stream as it is.", lacks: [.firstSample],
      continues: true, VariantSeeds.binomial),
  ]

  /// The variant with a name.
  package static func named(_ name: String) -> Variant? { all.first { $0.name == name } }

  /// What it says of itself: the paper's options, every format, layout and schedule, and no sampler.
  func declaration(version: String) -> SubjectDeclaration {
    let everything = SubjectDeclaration.everything(named: "variant:\(name)", version: version)
    var declaration = SubjectDeclaration(name: everything.name, version: version)
    declaration.elementTypes = everything.elementTypes
    declaration.layouts = everything.layouts
    declaration.schedules = everything.schedules
    // One thread, whatever is asked for: there is nothing to compare.
    declaration.capabilities = everything.capabilities.subtracting(lacks.union([.threads]))
    if continues { declaration.capabilities.insert(.continues) }
    return declaration
  }

  /// The variant as a subject.
  package func subject(version: String) -> any Subject {
    let engine = VariantEngine(sampler: sampler, holdsFactorInFormat: holdsFactorInFormat)
    let own = EngineSubject(
      declaration(version: version), engine: { _ in engine },
      values: { (question: ScheduleCase) throws(DropBlockError) in
        try ReferenceSchedules.values(question)
      })
    return continues ? ContinuingSubject(own) : own
  }
}
