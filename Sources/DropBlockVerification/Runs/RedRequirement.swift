/// What may be said of several requirements at once: what is right besides does not count.
struct NamedRule: Hashable {
  let explanation: Explanation
  var alternative: Explanation?

  /// Whether much else can bring it about: nothing or everything is dropped, or what should be sure is not.
  ///
  /// Blocks that do not cover the map leave units where gamma is 1.
  var isLast: Bool { cause.rank == .extreme || explanation.faults == [.certaintyIsMissed] }

  /// The rule as a cause of nothing yet.
  var cause: Cause {
    let rank = explanation.faults.map(\.rank).min() ?? .seeds
    return Cause(statement: .known(explanation, or: alternative), rank: rank, requirements: [])
  }
}

/// A requirement that is red, and the rules that explain it.
struct RedRequirement {
  let id: RequirementID
  var violation: Violation
  var rules: [NamedRule] = []
  var isSure = true

  /// Whether it is a part of the failing cases of a requirement, and what the others of them show.
  var isPart = false
  var others: [Violation] = []

  /// Whether what was seen takes two answers to have one mask, and they have not.
  private(set) var isOfTwoMasks = false

  init(_ id: RequirementID, _ violation: Violation, _ isRefuted: (KnownFault) -> Bool) {
    (self.id, self.violation) = (id, violation)
    if let options = violation.options {
      rules = options.faults.map { NamedRule(explanation: Explanation([$0])) }
      isOfOptions = true
      return
    }
    guard let diagnosis = violation.diagnosis, let explanation = diagnosis.explanation else {
      return
    }
    isSure = diagnosis.confidence == .certain
    // Of two that are not told apart neither is named alone.
    let first =
      diagnosis.alternative == nil
      ? NamedRule(explanation: explanation.alone)
      : NamedRule(explanation: explanation, alternative: diagnosis.alternative)
    rules = [first] + diagnosis.equivalents.map { NamedRule(explanation: $0.alone) }
    // What follows from frequencies is right where they were counted; what could only be is not.
    if !isSure { rules.removeAll { $0.explanation.faults.contains(where: isRefuted) } }
  }

  /// Whether its rules are about some values of options only.
  private(set) var isOfOptions = false

  /// Rules that hold on a part only of what was looked at.
  private var refuted: [NamedRule] = []

  /// Puts aside the rules that were refuted elsewhere.
  mutating func putRefutedLast(_ isRefuted: (KnownFault) -> Bool) {
    func isOut(_ rule: NamedRule) -> Bool {
      let faults = rule.explanation.faults
      // A gamma that goes with other blocks is not held against the blocks asked for.
      return faults.contains { fault in
        if case .gamma = fault, faults.count > 1 { false } else { isRefuted(fault) }
      }
    }
    refuted += rules.filter(isOut)
    rules.removeAll(where: isOut)
  }

  /// Whether what it shows of blocks, and surely, does not hold wherever was looked.
  var namesBlocksElsewhereRefuted: Bool {
    isSure && refuted.contains { $0.cause.rank == .blocks }
  }

  /// Takes them for rules like others; those last that much else can bring about.
  mutating func allowRefuted(isLast: Bool) {
    rules += refuted.filter { $0.isLast == isLast }
    refuted.removeAll { $0.isLast == isLast }
  }

  /// The units that it says are never dropped.
  var neverDropped: [NeverDropped] {
    if case .neverDropped(let regions)? = rules.first?.explanation.faults.first {
      regions
    } else {
      []
    }
  }

  /// Which maps of one call have one mask, where most that have it lie to each other in one way.
  var repeatedMaps: Evidence.Twins? {
    violation.faults.lazy.compactMap { fault in
      if case .twins(let twins) = fault.evidence, twins.isOneWay { twins } else { nil }
    }.first
  }

  /// Whether a stage of the work is revealed that leaves the reference by itself.
  func isOfStage(_ stage: FaultSite.Stage) -> Bool { violation.site == .stage(stage) }

  /// Whether its maps depend on each other, so that nothing was said of the law of one of them.
  var hasUnknownLaw: Bool {
    if case .relatedMaps(isLawUnknown: true)? = violation.diagnosis?.evidence {
      true
    } else {
      false
    }
  }

  /// Whether its rules are laws of frequencies.
  private var isOfFrequencies: Bool {
    if case .frequencies? = violation.diagnosis?.evidence { true } else { false }
  }

  /// Whether the backward pass alone is off in its cases.
  var isOfGradient: Bool {
    if case .cases(let evidence)? = violation.diagnosis?.evidence {
      evidence.isOfGradient
    } else {
      false
    }
  }

  /// What its maps have in common, where that is shown elsewhere: it may have brought about what is seen here.
  private var dependence: [KnownFault] = []

  /// Does without rules that are shown elsewhere.
  mutating func takeLawForUnknown(_ isShown: (NamedRule) -> Bool) {
    // Where maps of a call are copies, there are far fewer of them than were counted.
    dependence = rules.filter(isShown).flatMap(\.explanation.faults).filter { $0.rank == .sharing }
    rules.removeAll(where: isShown)
  }

  /// Whether one request has had two answers.
  var isOfTwoAnswers: Bool { rules.isEmpty && violation.faults[0].site == .otherAnswer }

  /// Whether means over many maps show it, not a case by itself.
  var isOfMeans: Bool { violation.faults[0].isOfMeans }

  /// Whether it may follow from a cause that can bring about what it shows.
  func follows(_ cause: Cause) -> Bool {
    guard cause.reach.contains(aspect) || cause.faults.contains(where: dependence.contains) else {
      return false
    }
    // Where the input is given back, nothing has been changed.
    if violation.showsChange, cause.faults == [.outputIsInput] { return false }
    // However few masks there are, those of two maps do not agree by how these lie to each other.
    if isOfRegularTwins, [.extreme, .seeds, .blocks].contains(cause.rank) { return false }
    // A map by itself shares its mask with none.
    if cause.rank == .sharing, violation.shown?.maps == 1 { return false }
    if isElsewhere(cause) || isWithinCount(of: cause) { return false }
    // No copies, and no empty maps, make masks that none can be, and no factor a law that fits somewhere.
    if cause.rank == .sharing || cause.faults.contains(where: \.isOfEmptyMaps) {
      if violation.isOfImpossibleMask { return false }
    }
    if [.factor, .rounding].contains(cause.rank), isOfFrequencies, !refuted.isEmpty {
      return false
    }
    if let isTooMuch = violation.dropsTooMuch, cause.drops == !isTooMuch { return false }
    // A guess at the factor is not made to answer for masks.
    if cause.confidence == .possible, [.factor, .rounding].contains(cause.rank),
      ![.factor, .gradient].contains(aspect)
    {
      return false
    }
    // However many seeds there are, and wherever: each drops a whole block.
    if violation.site == .notAUnionOfBlocks, !cause.faults.isEmpty,
      cause.faults.allSatisfy({ $0.rank == .seeds })
    {
      return false
    }
    // What a rule leaves unexplained of what it is about is not explained by it.
    return !(violation.parts + others).contains { part in
      guard case .cases(let evidence)? = part.diagnosis?.evidence,
        evidence.topic == CaseDiagnosis.topic(of: violation.site)
      else { return false }
      return part.diagnosis?.explanation?.faults == cause.faults
    }
  }

  /// Whether all maps that have the mask of an earlier one lie to it in one way.
  private var isOfRegularTwins: Bool {
    violation.faults.contains { fault in
      if case .twins(let twins) = fault.evidence { twins.isRegular } else { false }
    }
  }

  private var isOfRegularCalls: Bool {
    violation.faults.contains { fault in
      if case .twins(let twins) = fault.evidence {
        twins.isRegular && twins.kind.calls != .same
      } else {
        false
      }
    }
  }

  /// Whether it shows where a cause does not.
  ///
  /// Others than those with the cause's values were looked at, and none of them shows it. What values become
  /// may show elsewhere in another way: an identity that is none has drawn random numbers everywhere.
  private func isElsewhere(_ cause: Cause) -> Bool {
    guard cause.rank < .values, let place = cause.whereabouts,
      place.others ?? 0 > 0
    else {
      return false
    }
    if let shown = violation.shown, !place.holds(of: shown.values) { return true }
    let failing = violation.sample.rows.filter(\.fails)
    return 2 * failing.count { !place.holds(of: $0.values) } > failing.count
  }

  /// Whether it shows on a tensor whose units are counted well in a format that ends at a larger number.
  private func isWithinCount(of cause: Cause) -> Bool {
    guard let shown = violation.shown else { return false }
    return cause.faults.contains { fault in
      if case .factor(let formula) = fault, let last = formula.count.last {
        aspect != .factor && aspect != .gradient && shown.units <= last
      } else {
        false
      }
    }
  }

  /// What it is about instead of the normative stream, which a later stage leaves first.
  private var stageAspect: FaultAspect?

  /// Takes in that the stages before one are right: a whole mask that is wrong is so because of that one.
  mutating func takeStage(_ stage: FaultSite.Stage) {
    guard case .goldenMask = violation.site, stage != .seeds else { return }
    stageAspect = FaultSite.stage(stage).aspect
  }

  /// Where it stands among what no rule explains.
  var rank: CauseRank {
    // Maps of calls that lie to each other in one way say what keys do.
    if isOfRegularCalls { return .state }
    return switch stageAspect {
    case .rates: .seeds
    case .blocks: .blocks
    default: violation.rank
    }
  }

  var aspect: FaultAspect {
    if isOfTwoMasks { return .repetition }
    if let stageAspect { return stageAspect }
    // Maps that have as much in common however they are paired are not said to depend on each other.
    return violation.isOfAnyPairs ? .rates : violation.aspect
  }

  /// Takes in that two answers need not have one mask: what was found by two says nothing by itself.
  mutating func takeMasksForDifferent() {
    guard violation.factors?.restsOnTwoAnswers == true else { return }
    isOfTwoMasks = true
    rules = []
    violation.factors = nil
  }

  /// Whether one of its rules is of a rank.
  func names(_ rank: CauseRank) -> Bool {
    isSure && rules.first.map { $0.cause.rank == rank } ?? false
  }

  /// Whether it shows, by itself, that masks depend on what they ought not to depend on.
  func isAbout(_ state: KnownFault) -> Bool {
    switch state {
    case .state(.maskDependsOnInput):
      return [.droppedValues, .gradient, .droppedGradient].contains(aspect)
    case .state(.dropsNoMore): return aspect == .rates
    case .state(.answerDependsOnOthers): return aspect == .rates || isAboutCalls
    default: return isAboutCalls
    }
  }

  private var isAboutCalls: Bool {
    if names(.state) || violation.rank == .state { return true }
    return violation.faults.contains { fault in
      if case .twins(let twins) = fault.evidence { twins.kind.calls != .same } else { false }
    }
  }
}

extension Evidence.Options {
  /// The rules that say what the subject does there; none where no rule does.
  var faults: [KnownFault] {
    switch departure {
    case .nothing: share == 0 ? [.nothingIsDropped, .outputIsInput] : []
    // A factor of 1 / (1 − p) may be 0 there, or no number.
    case .everything where values.contains(.dropProbability(.one)): []
    case .everything: share == 1 ? [.everythingIsDropped] : []
    case .fixedCount: [.seeds(SeedLaw.ofTensor)]
    case .impossible: [.certaintyIsMissed]
    case .half, .double, .unnamed: []
    }
  }
}

extension Evidence.Twins {
  /// From how many maps on a way is told in which they lie to each other.
  private static let fewest = 8

  /// Whether most maps with one mask lie to each other in one way, in one call.
  var isOneWay: Bool {
    kind.calls == .same && count >= Self.fewest && 2 * count >= repeated
  }

  /// Whether all maps with one mask lie to each other in one way.
  var isRegular: Bool { count >= Self.fewest && count == repeated }
}

extension Violation {
  /// Whether pairs of maps have no more in common than the same maps paired otherwise.
  var isOfAnyPairs: Bool {
    guard case .frequency(let frequency) = faults[0].evidence,
      case .overlap(let overlap) = frequency.deviation, let otherwise = overlap.gotOtherwise
    else { return false }
    return abs(overlap.got - otherwise) <= Self.slack * otherwise
  }

  /// By what part of it two means of what is in common may differ and yet be called the same.
  private static let slack = 0.01

  /// Where the drop rate is wrong, and how; nil where it is not about values of options.
  var options: Evidence.Options? {
    if case .options(let options) = faults[0].evidence { options } else { nil }
  }

  /// Whether a mask was seen that no seeds give.
  var isOfImpossibleMask: Bool {
    switch (site, faults[0].evidence) {
    case (.notAUnionOfBlocks, _): true
    case (_, .frequency(let frequency)):
      if case .mask(_, let expected, let got) = frequency.deviation {
        expected == 0 && got > 0
      } else {
        false
      }
    default: false
    }
  }

  /// Whether more is dropped than ought to be, or less; nil where it does not show.
  var dropsTooMuch: Bool? {
    switch faults[0].evidence {
    case .options(let options) where options.share != options.expectedShare:
      options.share > options.expectedShare
    case .masks(.keptAtGammaOne), .masks(.kept): false
    case .frequency(let frequency):
      switch frequency.deviation {
      case .share(let expected, let got), .position(_, let expected, let got),
        .pair(_, _, let expected, let got):
        got > expected
      default: nil
      }
    default: nil
    }
  }

  /// What is wrong where no rule explains it: zeros of the wrong sign are the least.
  package var rank: CauseRank {
    let isLast = faults.allSatisfy { fault in
      switch fault.evidence {
      case .values(.notZero(_, _, let got)): got.value == 0
      case .gradient(.notZero(_, _, let got)): got.value == 0
      case .stage(.element(_, _, _, let expected, let got)):
        expected.value == got.value || expected.value.isNaN && got.value.isNaN
      case .values(.changed(_, _, let expected, let got)):
        expected.value == got.value || expected.value.isNaN && got.value.isNaN
      default: false
      }
    }
    return isLast ? .lastBits : aspect == .droppedValues ? .values : site.rank
  }

  /// What it shows: where the stage that leaves the reference is a dropped unit, not the factor.
  var aspect: FaultAspect {
    if case .stage(.element(_, _, _, let expected, _)) = faults[0].evidence, expected.value == 0 {
      return site == .stage(.gradient) ? .droppedGradient : .droppedValues
    }
    switch faults[0].evidence {
    case .gradient(.notZero), .gradient(.stray), .gradient(.mask): return .droppedGradient
    default: return site.aspect
    }
  }
}
