/// Which violations one and the same rule explains, and where the computation leaves the reference.
///
/// Nothing is claimed but what the diagnoses say: requirements are put together where the same rule
/// was found for each of them by itself, from the requirement's own cases or maps.
struct FaultSummary {
  /// The lines of the summary; none where fewer than two requirements are violated.
  let lines: [String]

  init(_ verdicts: [Verdict]) {
    var violated: [(id: String, violation: Violation)] = []
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
    if let stages = violated.first(where: { $0.id == "stages.equal" })?.violation.site,
      stages.hasPrefix("stage ")
    {
      lines.append("the first stage that leaves the reference: \(stages.dropFirst(6))")
    }
    var rules: [String] = []
    var members: [String: [String]] = [:]
    for (id, violation) in violated {
      guard var rule = violation.diagnosis.first, !rule.hasPrefix("none of the known") else {
        continue
      }
      for ending in Candidate.rightRates where rule.hasSuffix(ending) {
        rule.removeLast(ending.count)
      }
      if members[rule] == nil { rules.append(rule) }
      members[rule, default: []].append(id)
    }
    // The rule that explains most comes first; of equals the one that was found first.
    let order = rules.enumerated().sorted {
      (-(members[$0.element]?.count ?? 0), $0.offset)
        < (-(members[$1.element]?.count ?? 0), $1.offset)
    }.map(\.element)
    for rule in order {
      lines.append("\(rule): \((members[rule] ?? []).joined(separator: ", "))")
    }
    let unexplained = violated.filter { one in
      !members.values.contains { $0.contains(one.id) }
    }.map(\.id)
    if !unexplained.isEmpty, !rules.isEmpty {
      lines.append("without a known rule: \(unexplained.joined(separator: ", "))")
    }
    self.lines = rules.isEmpty && lines.isEmpty ? [] : lines
  }
}
