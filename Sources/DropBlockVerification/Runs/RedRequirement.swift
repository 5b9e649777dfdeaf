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
  private(set) var refuted: [NamedRule] = []

  /// Puts aside the rules that were refuted elsewhere.
  mutating func putRefutedLast(_ isRefuted: (KnownFault) -> Bool) {
    func isOut(_ rule: NamedRule) -> Bool {
      let faults = rule.explanation.faults
      // A gamma that goes with other blocks is not held against the blocks asked for.
      return faults.contains { fault in
        fault.isGamma && faults.count > 1 ? false : isRefuted(fault)
      }
    }
    refuted += rules.filter(isOut)
    rules.removeAll(where: isOut)
  }

  /// Whether what it shows of blocks, and surely, does not hold wherever was looked.
  var namesBlocksElsewhereRefuted: Bool {
    isSure && refuted.contains { $0.cause.rank == .blocks }
  }

  /// Whether that is put aside in it that what should be sure is not.
  var putsCertaintyLast: Bool {
    refuted.contains { $0.explanation.faults == [.certaintyIsMissed] }
  }

  /// Whether it shows a mask that no seeds give, and no rule explains it.
  ///
  /// Where p is 1 a unit that is kept leaves no whole blocks around it.
  var isOfUnknownBlocks: Bool {
    rules.isEmpty && violation.site == .notAUnionOfBlocks
      && violation.shown?.values.contains(.dropProbability(.one)) == false
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
  var isOfFrequencies: Bool {
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
  private(set) var dependence: [KnownFault] = []

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
    case .state(.factorDependsOnOthers): return aspect == .factor || isAboutCalls
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
