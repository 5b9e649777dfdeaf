/// What is wrong with a subject, as far as a whole run shows it: a few causes that explain every
/// requirement that is red.
///
/// **The cover.** Each violation brings rules that explain its own cases or maps. Again and again the
/// rule that explains most of what is left is taken, a sure one before one that could only be. What
/// no rule explains is put under the first cause that can bring it about, as something that may follow, or
/// else stands for itself.
///
/// **Precedence.** A cause comes before what it can bring about (``CauseRank``). Where masks depend on
/// what was asked before, or nothing is dropped, the frequencies say nothing about rules; where a rule
/// follows from frequencies, what single masks could be is not named beside it.
package struct RunExplanation: Sendable, Hashable {
  /// The first stage that leaves the reference, where the subject was compared with it.
  package var firstStage: FaultSite.Stage?

  /// What is wrong, in the order of what it does.
  package private(set) var causes: [Cause] = []

  /// Nothing is wrong.
  package init() {}

  /// The cause under which a requirement stands, and whether it explains what was seen of it or may only
  /// have brought it about; nil of a requirement that stands under none.
  func cause(of requirement: RequirementID) -> (cause: Cause, isExplained: Bool)? {
    for cause in causes {
      if cause.requirements.contains(requirement) { return (cause, true) }
      if cause.following.contains(requirement) { return (cause, false) }
    }
    return nil
  }

  /// Explains the verdicts of a run.
  ///
  /// - Parameters:
  ///   - demands: What a requirement demands.
  ///   - state: What masks depend on that they ought not to, where that was found out.
  ///   - frequencies: What explains the frequencies of all surveys that are off, taken together.
  ///   - isRefuted: Whether what was seen elsewhere in the run speaks against a rule.
  package init(
    _ verdicts: [Verdict], demands: (RequirementID) -> String, state: KnownFault? = nil,
    frequencies: Diagnosis? = nil, isRefuted: (KnownFault) -> Bool = { _ in false }
  ) {
    var open: [Finding] = verdicts.compactMap { verdict in
      guard case .violated(let violation) = verdict.outcome else { return nil }
      return Finding(verdict.requirement, violation, isRefuted)
    }
    if case .stage(let stage)? = open.first(where: { $0.id == .stagesEqual })?.violation.site {
      firstStage = stage
    }
    if state != nil { for index in open.indices { open[index].takeMasksForDifferent() } }
    Self.pool(&open)
    Self.pool(frequencies, &open)
    Self.intersect(&open)
    if let state { absorb(Cause(state), &open) { $0.isAbout(state) } }
    while let first = open.first(where: { $0.names(.extreme) }), let rule = first.rules.first,
      !rule.explanation.faults.contains(where: isRefuted)
    {
      absorb(rule.cause, &open) { $0.rules.contains(rule) }
    }
    cover(&open, isSure: true)
    // What single masks could be is not named beside what their frequencies are.
    follow(&open) { $0.rank <= .blocks }
    cover(&open, isSure: false)
    follow(&open) { _ in true }
    let order = open.enumerated().sorted {
      ($0.element.violation.rank, $0.offset) < ($1.element.violation.rank, $1.offset)
    }
    for (_, finding) in order { tell(finding, demands(finding.id)) }
    for index in causes.indices {
      let faults = causes[index].faults
      // A gamma that goes with other blocks is not held against the blocks asked for.
      causes[index].isElsewhereRefuted = faults.contains { fault in
        if case .gamma = fault, faults.count > 1 { false } else { isRefuted(fault) }
      }
    }
    causes = causes.enumerated().sorted { one, other in
      let (first, second) = (one.element, other.element)
      if first.isOpen != second.isOpen { return second.isOpen }
      return (first.rank, one.offset) < (second.rank, other.offset)
    }.map(\.element)
  }

  /// Takes the rule that explains most findings, again and again.
  private mutating func cover(_ open: inout [Finding], isSure: Bool) {
    while true {
      var best: (rule: NamedRule, count: Int)?
      for finding in open where finding.isSure || !isSure {
        for rule in finding.rules {
          let count = open.count { $0.rules.contains(rule) }
          if count > best?.count ?? 0 { best = (rule, count) }
        }
      }
      guard let rule = best?.rule else { return }
      let members = open.filter { $0.rules.contains(rule) }
      var cause = rule.cause
      cause.requirements = members.map(\.id)
      cause.confidence = members.contains(where: \.isSure) ? .certain : .possible
      cause.evidence = members.compactMap(\.violation.diagnosis).max { $1.tells($0) }?.evidence
      if let fault = cause.faults.first, cause.faults.count == 1 {
        cause.exceptions = members.reduce(0) { $0 + $1.violation.passes.exceptions(to: fault) }
      }
      cause.equivalents = members[0].rules.filter { other in
        other != rule && members.allSatisfy { $0.rules.contains(other) }
      }.map(\.explanation)
      causes.append(cause)
      open.removeAll { $0.rules.contains(rule) }
    }
  }

  /// Puts a cause at the head of all that it explains, and of all that it can bring about.
  private mutating func absorb(
    _ cause: Cause, _ open: inout [Finding], _ explains: (Finding) -> Bool
  ) {
    var cause = cause
    let members = open.filter(explains)
    cause.requirements = members.map(\.id)
    guard !members.isEmpty else { return }
    if cause.rank != .state {
      cause.evidence = members.compactMap(\.violation.diagnosis).first?.evidence
    }
    cause.following = open.filter { !explains($0) && cause.reach.contains($0.aspect) }.map(\.id)
    let done = Set(cause.requirements + cause.following)
    causes.append(cause)
    open.removeAll { done.contains($0.id) }
  }

  /// Whether two faults are one: at one site, and refused with one message.
  private static func isSame(_ one: Fault, _ other: Fault) -> Bool {
    if case .answer(.refused(let first)) = one.evidence,
      case .answer(.refused(let second)) = other.evidence
    {
      return first == second
    }
    return one.site == other.site
  }

  /// Lets a finding stand for itself, or under one of a lower rank that can bring it about.
  private mutating func tell(_ finding: Finding, _ demands: String) {
    let rank = finding.violation.rank
    let known = causes.firstIndex {
      if case .seen(let other, _) = $0.statement {
        Self.isSame(other, finding.violation.faults[0])
      } else {
        false
      }
    }
    if let known {
      causes[known].requirements.append(finding.id)
    } else if let cause = causes.firstIndex(where: {
      $0.rank <= rank && $0.reach.contains(finding.aspect)
    }) {
      causes[cause].following.append(finding.id)
    } else {
      causes.append(
        Cause(
          statement: .seen(finding.violation.faults[0], demands: demands), rank: rank,
          requirements: [finding.id]))
    }
  }

  /// Puts what is left under the first cause that can bring it about.
  private mutating func follow(_ open: inout [Finding], _ isCause: (Cause) -> Bool) {
    let order = causes.indices.sorted { causes[$0].rank < causes[$1].rank }
    open.removeAll { finding in
      let cause = order.first { index in
        isCause(causes[index]) && causes[index].reach.contains(finding.aspect)
      }
      if let cause { causes[cause].following.append(finding.id) }
      return cause != nil
    }
  }

  /// Lets one law stand behind the frequencies of all requirements.
  private static func pool(_ diagnosis: Diagnosis?, _ open: inout [Finding]) {
    guard let diagnosis, let explanation = diagnosis.explanation else { return }
    let first = NamedRule(
      explanation: diagnosis.alternative == nil ? explanation.alone : explanation,
      alternative: diagnosis.alternative)
    for index in open.indices {
      guard case .frequencies = open[index].violation.diagnosis?.evidence else { continue }
      open[index].rules = [first] + diagnosis.equivalents.map { NamedRule(explanation: $0.alone) }
      open[index].isSure = true
      open[index].violation.diagnosis = diagnosis
    }
  }

  /// Leaves of what single masks could be only what could give those of every requirement.
  ///
  /// A rule that fits the masks of one requirement by chance does not fit those of others.
  private static func intersect(_ open: inout [Finding]) {
    let members = open.indices.filter { index in
      open[index].violation.site == .notAUnionOfBlocks
        && !(open[index].isSure && !open[index].rules.isEmpty)
    }
    let common = members.dropFirst().reduce(members.first.map { Set(open[$0].rules) } ?? []) {
      $0.intersection(open[$1].rules)
    }
    for index in members { open[index].rules.removeAll { !common.contains($0) } }
  }

  /// Looks for one formula behind the factors of all requirements: what one of them leaves open,
  /// another may decide.
  private static func pool(_ open: inout [Finding]) {
    let members = open.indices.filter { open[$0].violation.factors != nil }
    guard members.count > 1 else { return }
    var pooled = FactorComparison()
    for index in members { pooled.add(open[index].violation.factors) }
    guard let diagnosis = pooled.diagnosis, let explanation = diagnosis.explanation else { return }
    let rules = ([explanation] + diagnosis.equivalents).map { NamedRule(explanation: $0) }
    for index in members {
      open[index].rules = rules
      open[index].isSure = diagnosis.confidence == .certain
      open[index].violation.diagnosis = diagnosis
    }
  }
}

/// What may be said of several requirements at once: what is right besides does not count.
private struct NamedRule: Hashable {
  let explanation: Explanation
  var alternative: Explanation?

  /// The rule as a cause of nothing yet.
  var cause: Cause {
    let rank = explanation.faults.map(\.rank).min() ?? .seeds
    return Cause(statement: .known(explanation, or: alternative), rank: rank, requirements: [])
  }
}

/// A requirement that is red, and the rules that explain it.
private struct Finding {
  let id: RequirementID
  var violation: Violation
  var rules: [NamedRule] = []
  var isSure = true

  /// Whether what was seen takes two answers to have one mask, and they have not.
  private(set) var isOfTwoMasks = false

  init(_ id: RequirementID, _ violation: Violation, _ isRefuted: (KnownFault) -> Bool) {
    (self.id, self.violation) = (id, violation)
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

  var aspect: FaultAspect { isOfTwoMasks ? .repetition : violation.aspect }

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
    case .state(.maskDependsOnInput): return aspect == .droppedValues || aspect == .gradient
    case .state(.dropsNoMore): return aspect == .rates
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

extension Cause {
  /// A cause of nothing yet.
  fileprivate init(_ fault: KnownFault) {
    self.init(
      statement: .known(Explanation([fault]), or: nil), rank: fault.rank, requirements: [])
  }
}

extension Diagnosis {
  /// Whether it rests on more than another.
  fileprivate func tells(_ other: Diagnosis) -> Bool { weight > other.weight }

  private var weight: Int {
    switch evidence {
    case .cases(let evidence): evidence.deciding
    case .frequencies(let evidence): evidence.maps
    case .relatedMaps, .sharedMaps, .masks: 0
    }
  }
}

extension Violation {
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
      return .droppedValues
    }
    return site.aspect
  }
}
