/// Which violations one and the same rule explains, and where the computation leaves the reference.
///
/// Nothing is claimed but what the diagnoses say: requirements are put together where the same rule
/// was found for each of them by itself, from the requirement's own cases or maps.
package struct FaultSummary: Sendable, Hashable {
  /// The first stage that leaves the reference, where the subject was compared with it.
  package let firstStage: FaultSite.Stage?

  /// What explains several requirements, or one, the rule that explains most of them first.
  package let causes: [Cause]

  /// Requirements without a known rule, where others have one.
  package let unexplained: [RequirementID]

  /// One explanation, and the requirements that it explains.
  package struct Cause: Sendable, Hashable {
    /// What is wrong.
    package let explanation: Explanation

    /// What may be wrong instead: what was seen does not tell the two apart.
    package let alternative: Explanation?

    /// How many further rules explain all of these requirements as well.
    package let equivalents: Int

    /// Whether it follows for one of the requirements at least.
    package let isCertain: Bool

    /// The requirements, in their order.
    package let requirements: [RequirementID]
  }

  /// The summary of a run; empty where fewer than two requirements are violated.
  package init(_ verdicts: [Verdict]) {
    var violated: [(id: RequirementID, violation: Violation)] = []
    for verdict in verdicts {
      if case .violated(let violation) = verdict.outcome {
        violated.append((verdict.requirement, violation))
      }
    }
    guard violated.count > 1 else {
      (firstStage, causes, unexplained) = (nil, [], [])
      return
    }
    if case .stage(let stage)? = violated.first(where: { $0.id == .stagesEqual })?.violation.site {
      firstStage = stage
    } else {
      firstStage = nil
    }
    var open = violated.map { (id: $0.id, rules: Self.rules(of: $0.violation.diagnosis)) }
    let sure = Set(
      violated.filter { $0.violation.diagnosis?.confidence != .possible }.map(\.id))
    let unexplained = open.filter(\.rules.isEmpty).map(\.id)
    open.removeAll(where: \.rules.isEmpty)
    self.unexplained = open.isEmpty ? [] : unexplained
    var causes: [Cause] = []
    // Again and again the rule that explains most of what is left; of equals the one listed first.
    while let first = open.first {
      var best = (rule: first.rules[0], count: 0)
      for rule in open.flatMap(\.rules) {
        let count = open.count { $0.rules.contains(rule) }
        if count > best.count { best = (rule, count) }
      }
      let members = open.filter { $0.rules.contains(best.rule) }
      // What explains all of them as well, and is told apart by none.
      let others = Set(members[0].rules).subtracting([best.rule]).filter { rule in
        members.allSatisfy { $0.rules.contains(rule) }
      }
      causes.append(
        Cause(
          explanation: best.rule.explanation, alternative: best.rule.alternative,
          equivalents: others.count, isCertain: members.contains { sure.contains($0.id) },
          requirements: members.map(\.id)))
      open.removeAll { $0.rules.contains(best.rule) }
    }
    self.causes = causes
  }

  /// What may be said of several requirements at once: what is right besides does not count.
  private struct Known: Hashable {
    let explanation: Explanation
    var alternative: Explanation?
  }

  /// What a diagnosis names: what fits, and what can't be told from it there.
  private static func rules(of diagnosis: Diagnosis?) -> [Known] {
    guard let diagnosis, let explanation = diagnosis.explanation else { return [] }
    // Of two that are not told apart neither is named alone.
    let first =
      diagnosis.alternative == nil
      ? Known(explanation: explanation.alone)
      : Known(explanation: explanation, alternative: diagnosis.alternative)
    return [first] + diagnosis.equivalents.map { Known(explanation: $0.alone) }
  }
}
