extension RunExplanation {
  /// Lets one law stand behind the frequencies of all requirements.
  static func pool(_ diagnosis: Diagnosis?, _ open: inout [RedRequirement]) {
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

  /// Says of tensors what was found of maps, where calls of many maps have shown it of tensors: in a call of
  /// one map it is the same.
  static func widenFixedCounts(_ open: inout [RedRequirement]) {
    guard open.contains(where: { $0.violation.options?.departure == .fixedCount }),
      let ofMap = SeedLaw.exactly.rule
    else { return }
    let ofMaps = NamedRule(explanation: Explanation([.seeds(ofMap)]))
    for index in open.indices {
      if let rule = open[index].rules.firstIndex(of: ofMaps) {
        open[index].rules[rule] = NamedRule(explanation: Explanation([.seeds(SeedLaw.ofTensor)]))
      }
    }
  }

  /// Leaves of what single masks could be only what could give those of every requirement.
  ///
  /// A rule that fits the masks of one requirement by chance does not fit those of others.
  static func intersect(_ open: inout [RedRequirement]) {
    let members = open.indices.filter { index in
      open[index].violation.site == .notAUnionOfBlocks
        && !(open[index].isSure && !open[index].rules.isEmpty)
    }
    let common = members.dropFirst().reduce(members.first.map { Set(open[$0].rules) } ?? []) {
      $0.intersection(open[$1].rules)
    }
    for index in members { open[index].rules.removeAll { !common.contains($0) } }
  }

  /// Takes the units that are never dropped together: they are one thing, in whatever maps they were seen.
  static func join(_ open: inout [RedRequirement]) {
    var all: [NeverDropped] = []
    for finding in open {
      for never in finding.neverDropped where !all.contains(never) { all.append(never) }
    }
    // Whole slices say more than single units; of one setting what was seen in most maps.
    all.sort { ($1.isSlices ? 1 : 0, $1.maps) < ($0.isSlices ? 1 : 0, $0.maps) }
    var settings: Set<MapSetting> = []
    all.removeAll { !settings.insert($0.setting).inserted }
    let isOfMaps = all.contains(where: \.isOfMaps)
    for index in open.indices {
      if !open[index].neverDropped.isEmpty {
        open[index].rules = [NamedRule(explanation: Explanation([.neverDropped(all)]))]
      } else if isOfMaps {
        // Maps that are always empty have more in common with each other, and less with others.
        open[index].rules.removeAll { $0.explanation.faults.contains(where: \.isSharedInPart) }
      }
    }
  }

  /// Does not say of maps how much they have in common, where it is known which of them have one mask: how
  /// far chance goes was computed from maps that are independent.
  static func leavePartsOpen(_ open: inout [RedRequirement]) {
    let isKnown = open.contains { finding in
      guard finding.isSure, case .sharing? = finding.rules.first?.explanation.faults.first else {
        return false
      }
      return true
    }
    guard isKnown else { return }
    for index in open.indices {
      open[index].rules.removeAll { rule in
        rule.explanation.faults.contains { $0.isSharedInPart && $0.rank == .sharing }
      }
    }
  }

  /// Does not say of rates that the output is the input, unless cases have shown it: where nothing is
  /// dropped, kept units may be scaled all the same.
  static func leaveScaleOpen(_ open: inout [RedRequirement]) {
    let unchanged = NamedRule(explanation: Explanation([.outputIsInput]))
    guard !open.contains(where: { !$0.isOfOptions && $0.rules.contains(unchanged) }) else { return }
    for index in open.indices { open[index].rules.removeAll { $0 == unchanged } }
  }

  /// Does not say that nothing is dropped, where kept units have no factor in common: some of them may be
  /// dropped, and have become another number.
  static func leaveFillingOpen(_ open: inout [RedRequirement]) {
    guard open.contains(where: \.violation.hasNoFactor) else { return }
    let known = NamedRule(explanation: Explanation([.nothingIsDropped]))
    let other = NamedRule(explanation: Explanation([.noOutputIsZero]))
    for index in open.indices {
      open[index].rules = open[index].rules.map { $0 == known ? other : $0 }
    }
  }

  /// Does not say of frequencies that what maps have in common explains them, where something else has shown
  /// that by itself: their law was not looked into, and may be another as well.
  static func leaveLawOpen(_ open: inout [RedRequirement]) {
    let shown = open.filter { !$0.hasUnknownLaw }.flatMap(\.rules)
    for index in open.indices where open[index].hasUnknownLaw {
      open[index].takeLawForUnknown { rule in
        shown.contains(rule) && !rule.explanation.faults.contains(where: \.leavesOneMask)
      }
    }
  }

  /// Does not say of rates that nothing is dropped, or everything, where something is, or is not, and a law
  /// is known that fits: under it that may be so, at some drop probability.
  static func leaveExtremesOpen(
    _ open: inout [RedRequirement], _ isRefuted: (KnownFault) -> Bool
  ) {
    let isKnown = open.contains { finding in
      guard case .frequencies? = finding.violation.diagnosis?.evidence, finding.isSure,
        let rule = finding.rules.first, rule.alternative == nil
      else { return false }
      return rule.cause.rank > .extreme && !rule.explanation.faults.contains(where: isRefuted)
    }
    guard isKnown else { return }
    for index in open.indices
    where [.rates, .blocks].contains(open[index].aspect) && !open[index].isOfOptions {
      open[index].rules.removeAll { rule in
        rule.cause.rank == .extreme && rule.explanation.faults.allSatisfy(isRefuted)
      }
    }
  }

  /// Looks for one formula behind the factors of all requirements: what one of them leaves open,
  /// another may decide.
  static func pool(_ open: inout [RedRequirement]) {
    let members = open.indices.filter { open[$0].violation.factors != nil }
    guard members.count > 1 else { return }
    let products = members.dropFirst().reduce(open[members[0]].violation.products) { known, index in
      known.filter { open[index].violation.products.contains($0) }
    }
    var pooled = FactorComparison()
    for index in members { pooled.add(open[index].violation.factors) }
    guard let diagnosis = pooled.diagnosis(or: products), let explanation = diagnosis.explanation
    else { return }
    let rules = ([explanation] + diagnosis.equivalents).map { NamedRule(explanation: $0) }
    for index in members {
      open[index].rules = rules
      open[index].isSure = diagnosis.confidence == .certain
      open[index].violation.diagnosis = diagnosis
    }
  }
}

extension KnownFault {
  /// Whether it says how much maps have in common, and not that they are one.
  var isSharedInPart: Bool {
    switch self {
    case .partlyOneMask, .moreInCommon, .lessInCommon: true
    default: false
    }
  }

  /// Whether it leaves one mask, of which any frequency is 0 or 1.
  fileprivate var leavesOneMask: Bool {
    switch self {
    case .oneMaskForEveryKey, .randomStateStays, .nothingIsDropped, .noOutputIsZero,
      .everythingIsDropped:
      true
    default: false
    }
  }
}

extension NeverDropped {
  fileprivate var isSlices: Bool { if case .units = region { false } else { true } }
}
