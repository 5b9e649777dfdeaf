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
  ///   - passes: Cases that meet their requirements, also of requirements that hold.
  ///   - isRefuted: Whether what was seen elsewhere in the run speaks against a rule.
  package init(
    _ verdicts: [Verdict], demands: (RequirementID) -> String, state: KnownFault? = nil,
    frequencies: Diagnosis? = nil, passes: Counterevidence = Counterevidence(),
    isRefuted: (KnownFault) -> Bool = { _ in false }
  ) {
    let violations = Dictionary(
      verdicts.compactMap { verdict in
        if case .violated(let violation) = verdict.outcome {
          (verdict.requirement, violation)
        } else {
          nil
        }
      }, uniquingKeysWith: { first, _ in first })
    var open: [RedRequirement] = verdicts.flatMap { verdict -> [RedRequirement] in
      guard case .violated(let violation) = verdict.outcome else { return [] }
      let parts = violation.parts.map { part in
        var finding = RedRequirement(verdict.requirement, part, isRefuted)
        finding.isPart = true
        if part.diagnosis == nil { finding.others = [violation] + violation.parts }
        return finding
      }
      return [RedRequirement(verdict.requirement, violation, isRefuted)] + parts
    }
    if case .stage(let stage)? = open.first(where: { $0.id == .stagesEqual })?.violation.site {
      firstStage = stage
      for index in open.indices { open[index].takeStage(stage) }
    }
    // Masks that are right say what they say, though the factor depends on calls.
    let hasMasks = state?.isOfFactorAlone ?? true
    if !hasMasks { for index in open.indices { open[index].takeMasksForDifferent() } }
    Self.pool(&open)
    Self.pool(frequencies, &open)
    if hasMasks { Self.leaveLawOpen(&open) }
    Self.widenFixedCounts(&open)
    Self.intersect(&open)
    Self.join(&open)
    Self.leavePartsOpen(&open)
    Self.leaveScaleOpen(&open)
    Self.leaveFillingOpen(&open)
    Self.leaveExtremesOpen(&open, isRefuted)
    if let state { absorb(Cause(state), &open, violations) { $0.isAbout(state) } }
    if hasMasks { absorbRepeatedMaps(&open, violations) }
    // That cases give their input back is so there, whatever others do.
    let isOut = { (fault: KnownFault) in fault != .outputIsInput && isRefuted(fault) }
    for index in open.indices { open[index].putRefutedLast(isOut) }
    // Where blocks lie otherwise in some cases, they may be what does not cover the map there.
    if open.contains(where: { $0.namesBlocksElsewhereRefuted || $0.isOfUnknownBlocks }) {
      for index in open.indices { open[index].putRefutedLast { $0 == .certaintyIsMissed } }
    }
    while let first = open.first(where: { $0.names(.extreme) }), let rule = first.rules.first,
      !rule.explanation.faults.contains(where: isOut)
    {
      absorb(rule.cause, &open, violations) { $0.rules.contains(rule) }
    }
    cover(&open, violations, isSure: true)
    // What single masks could be is not named beside what their frequencies are.
    follow(&open) { $0.rank <= .blocks }
    cover(&open, violations, isSure: true, takesOptions: true)
    follow(&open) { $0.rank <= .blocks }
    cover(&open, violations, isSure: false)
    // Where one request has two answers, a law that holds on a part only of what was looked at may be none.
    for finding in open where finding.isOfTwoAnswers { tell(finding, demands(finding.id)) }
    open.removeAll(where: \.isOfTwoAnswers)
    // What is refuted elsewhere is so on a part only: it is named where nothing else can bring that about.
    follow(&open) { _ in true }
    for isLast in [false, true] {
      // A mask that no seeds give shows more than a unit that is kept where gamma is 1.
      if isLast, open.contains(where: \.putsCertaintyLast) {
        for finding in open where finding.isOfUnknownBlocks { tell(finding, demands(finding.id)) }
        open.removeAll(where: \.isOfUnknownBlocks)
        follow(&open) { _ in true }
      }
      for index in open.indices { open[index].allowRefuted(isLast: isLast) }
      cover(&open, violations, isSure: true, takesOptions: true)
      follow(&open) { _ in true }
    }
    // What one case shows says more than means over many.
    let order = open.enumerated().sorted { one, other in
      let (first, second) = (one.element, other.element)
      return (first.isOfMeans ? 1 : 0, first.rank, one.offset)
        < (second.isOfMeans ? 1 : 0, second.rank, other.offset)
    }
    for (_, finding) in order { tell(finding, demands(finding.id)) }
    for index in causes.indices {
      let faults = causes[index].faults
      causes[index].requirements = Self.unique(causes[index].requirements)
      let own = Set(causes[index].requirements)
      causes[index].following = Self.unique(causes[index].following.filter { !own.contains($0) })
      causes[index].locate(violations)
      if causes[index].exceptions == 0, faults.count == 1, causes[index].rank >= .factor {
        causes[index].exceptions = passes.exceptions(
          to: faults[0], isOfGradient: causes[index].isOfGradient)
      }
      // A gamma that goes with other blocks is not held against the blocks asked for.
      causes[index].isElsewhereRefuted = faults.contains { fault in
        fault.isGamma && faults.count > 1 ? false : isRefuted(fault)
      }
    }
    doubtRivals()
    causes = causes.enumerated().sorted { one, other in
      let (first, second) = (one.element, other.element)
      if first.isOpen != second.isOpen { return second.isOpen }
      if first.isOpen, first.isOfMeans != second.isOfMeans { return second.isOfMeans }
      return (first.rank, one.offset) < (second.rank, other.offset)
    }.map(\.element)
  }

  /// Takes for guesses what several rules say of the factor in one place: a factor that follows none of
  /// them looks like one here and like another there.
  private mutating func doubtRivals() {
    let rivals = Dictionary(grouping: causes.indices.filter { causes[$0].isOfFactor }) {
      causes[$0].whereabouts?.values
    }
    for index in rivals.values.filter({ $0.count > 1 }).joined() {
      causes[index].confidence = .possible
    }
  }

  /// Takes the rule that explains most findings, again and again.
  private mutating func cover(
    _ open: inout [RedRequirement], _ violations: [RequirementID: Violation], isSure: Bool,
    takesOptions: Bool = false
  ) {
    while true {
      var best: (rule: NamedRule, count: Int)?
      for finding in open
      where (finding.isSure || !isSure) && (takesOptions || !finding.isOfOptions) {
        for rule in finding.rules where rule != best?.rule {
          let members = open.filter { $0.rules.contains(rule) }
          guard let known = best, members.count <= known.count else {
            best = (rule, members.count)
            continue
          }
          // Of two that explain as much it is the one that fewer cases speak against.
          guard members.count == known.count,
            Self.exceptions(to: rule, members)
              < Self.exceptions(to: known.rule, open.filter { $0.rules.contains(known.rule) })
          else { continue }
          best = (rule, members.count)
        }
      }
      guard let rule = best?.rule else { return }
      let members = open.filter { $0.rules.contains(rule) }
      var cause = rule.cause
      cause.requirements = Self.unique(members.map(\.id))
      let wholes = Set(members.filter { !$0.isPart }.map(\.id))
      cause.partly = Set(cause.requirements).subtracting(wholes)
      cause.confidence = members.contains(where: \.isSure) ? .certain : .possible
      cause.evidence = members.compactMap(\.violation.diagnosis).max { $1.tells($0) }?.evidence
      cause.exceptions = Self.exceptions(to: rule, members)
      cause.equivalents = members[0].rules.filter { other in
        other != rule && members.allSatisfy { $0.rules.contains(other) }
      }.map(\.explanation)
      cause.locate(violations)
      causes.append(cause)
      open.removeAll { $0.rules.contains(rule) }
    }
  }

  /// In how many cases that pass a rule would have shown.
  private static func exceptions(to rule: NamedRule, _ members: [RedRequirement]) -> Int {
    guard let fault = rule.explanation.faults.first, rule.explanation.faults.count == 1 else {
      return 0
    }
    var known: Set<RequirementID> = []
    // A part has the passing cases of its requirement.
    return members.filter { known.insert($0.id).inserted }.reduce(0) {
      $0 + $1.violation.passes.exceptions(to: fault, isOfGradient: $1.isOfGradient)
    }
  }

  /// Each once.
  private static func unique(_ ids: [RequirementID]) -> [RequirementID] {
    var known: Set<RequirementID> = []
    return ids.filter { known.insert($0).inserted }
  }

  /// Lets maps that have one mask in a known way stand for all that they bring about: frequencies say
  /// nothing about laws where maps are not independent.
  ///
  /// A rule that says which maps of a call are alike, in all calls, says more.
  private mutating func absorbRepeatedMaps(
    _ open: inout [RedRequirement], _ violations: [RequirementID: Violation]
  ) {
    let isRuled = open.contains { finding in
      guard case .sharedMaps(_, _, _, isRule: true)? = finding.violation.diagnosis?.evidence else {
        return false
      }
      return finding.isSure && !finding.rules.isEmpty
    }
    let repeated = open.lazy.compactMap(\.repeatedMaps).first { !isRuled || !$0.values.isEmpty }
    guard let repeated else { return }
    absorb(Cause(.repeatedMaps(repeated)), &open, violations) { $0.aspect == .sharing }
    // It says which maps are alike, and so more than how much they have in common.
    for index in open.indices where open[index].hasUnknownLaw { open[index].rules = [] }
    // Such masks are other masks than the reference's.
    open.removeAll { finding in
      guard finding.aspect == .blocks, finding.rules.allSatisfy({ $0.cause.rank == .sharing }),
        finding.violation.shown?.maps != 1, !finding.violation.isOfImpossibleMask
      else {
        return false
      }
      causes[causes.count - 1].following.append(finding.id)
      return true
    }
  }

  /// Puts a cause at the head of all that it explains, and of all that it can bring about.
  private mutating func absorb(
    _ cause: Cause, _ open: inout [RedRequirement], _ violations: [RequirementID: Violation],
    _ explains: (RedRequirement) -> Bool
  ) {
    let rank = cause.rank
    var cause = cause
    let members = open.filter(explains)
    cause.requirements = members.map(\.id)
    guard !members.isEmpty else { return }
    if cause.rank != .state {
      cause.evidence = members.compactMap(\.violation.diagnosis).first?.evidence
    }
    cause.locate(violations)
    let known = cause
    // A gamma that is revealed and wrong is wrong by itself, whatever masks have in common.
    // So is what a rule says of a part: it was not chosen for what it has in common with others.
    func follows(_ finding: RedRequirement) -> Bool {
      !explains(finding) && finding.follows(known) && !finding.isOfStage(.gamma)
        && !(finding.isPart && finding.isSure && !finding.rules.isEmpty && rank != .state)
    }
    cause.following = open.filter(follows).map(\.id)
    causes.append(cause)
    open.removeAll { explains($0) || follows($0) }
  }

  /// Lets a finding stand for itself, or under one of a lower rank that can bring it about.
  private mutating func tell(_ finding: RedRequirement, _ demands: String) {
    let rank = finding.rank
    let known = causes.firstIndex {
      if case .seen(let other, _) = $0.statement {
        other.isSame(as: finding.violation.faults[0])
      } else {
        false
      }
    }
    if let known {
      causes[known].requirements.append(finding.id)
    } else if let cause = causes.firstIndex(where: {
      ($0.rank <= rank || $0.isOfLargeCount || finding.isOfMeans && $0.isOfImpossibleMask)
        && finding.follows($0)
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
  private mutating func follow(_ open: inout [RedRequirement], _ isCause: (Cause) -> Bool) {
    let order = causes.indices.sorted { causes[$0].rank < causes[$1].rank }
    open.removeAll { finding in
      let cause = order.first { index in
        isCause(causes[index])
          && (finding.follows(causes[index])
            || finding.violation.asksForNone && causes[index].rank == .seeds)
      }
      if let cause { causes[cause].following.append(finding.id) }
      return cause != nil
    }
  }
}
