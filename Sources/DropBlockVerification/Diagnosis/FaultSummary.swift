/// Which violations one and the same rule explains, and where the computation leaves the reference.
///
/// Nothing is claimed but what the diagnoses say: requirements are put together where the same rule
/// was found for each of them by itself, from the requirement's own cases or maps.
struct FaultSummary {
  /// The lines of the summary; none where fewer than two requirements are violated.
  let lines: [String]

  init(_ verdicts: [Verdict]) {
    var violated: [(id: RequirementID, violation: Violation)] = []
    for verdict in verdicts {
      if case .violated(let violation) = verdict.outcome {
        violated.append((verdict.requirement, violation))
      }
    }
    guard violated.count > 1 else {
      lines = []
      return
    }
    var lines: [String] = []
    if case .stage(let stage) = violated.first(where: { $0.id == .stagesEqual })?.violation.site {
      lines.append("the first stage that leaves the reference: \(stage.rawValue)")
    }
    let sure = Set(violated.filter { Self.isSure($0.violation) }.map(\.id))
    var explanations = violated.map { (id: $0.id, rules: Self.rules(of: $0.violation)) }
    let unexplained = explanations.filter(\.rules.isEmpty).map(\.id.rawValue)
    explanations.removeAll(where: \.rules.isEmpty)
    let isExplained = !explanations.isEmpty
    // Again and again the rule that explains most of what is left; of equals the one listed first.
    while let first = explanations.first {
      let listed = explanations.flatMap(\.rules)
      var best = (rule: first.rules[0], count: 0)
      for rule in listed {
        let count = explanations.count { $0.rules.contains(rule) }
        if count > best.count { best = (rule, count) }
      }
      let members = explanations.filter { $0.rules.contains(best.rule) }
      // What explains all of them as well, and is told apart by none.
      let others = Set(members[0].rules).subtracting([best.rule]).filter { rule in
        members.allSatisfy { $0.rules.contains(rule) }
      }
      let perhaps = members.contains { sure.contains($0.id) } ? "" : "perhaps "
      let more = others.isEmpty ? "" : " (or one of \(others.count) more rules that give the same)"
      lines.append(
        "\(perhaps)\(best.rule)\(more): \(members.map(\.id.rawValue).joined(separator: ", "))")
      explanations.removeAll { $0.rules.contains(best.rule) }
    }
    if !unexplained.isEmpty, isExplained {
      lines.append("without a known rule: \(unexplained.joined(separator: ", "))")
    }
    self.lines = lines
  }

  /// Whether more is said than that a rule could have given what was seen.
  private static func isSure(_ violation: Violation) -> Bool {
    !violation.diagnosis.contains { $0.hasPrefix(CaseDiagnosis.possibleLead) }
  }

  /// What stands before the other rules that explain the same.
  static let alike = ["so does: ", "on these maps that is the same as: "]

  /// The rules that a violation's diagnosis names: the one that fits, and those that can't be told
  /// from it there.
  private static func rules(of violation: Violation) -> [String] {
    guard let first = violation.diagnosis.first, !first.hasPrefix("none of the known") else {
      return []
    }
    var rules = [first]
    for line in violation.diagnosis.dropFirst() {
      for opening in alike where line.hasPrefix(opening) {
        // Other factors stand without the words that say what they are factors of.
        let lead = first.hasPrefix(CaseDiagnosis.factorLead) ? CaseDiagnosis.factorLead : ""
        rules += line.dropFirst(opening.count).split(separator: "; or: ").map { lead + $0 }
      }
    }
    return rules.map { rule in
      let ending = Candidate.rightRates.first { rule.hasSuffix($0) } ?? ""
      return String(rule.dropLast(ending.count))
    }
  }
}
