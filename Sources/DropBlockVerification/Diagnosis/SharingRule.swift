/// Which maps of a call have one mask, right or wrong.
enum SharingRule {
  case channels, samples, maps, none

  /// The rule by its identifier and in words.
  var rule: Rule {
    switch self {
    case .channels: Rule("sharing.channels", "all channels of a sample have one mask")
    case .samples: Rule("sharing.samples", "all samples have the same masks")
    case .maps: Rule("sharing.maps", "all maps have one mask")
    case .none: Rule("sharing.none", "every map has a mask of its own")
    }
  }

  /// The rule by which maps were found to be the same always, or never.
  ///
  /// - Parameters:
  ///   - channels: Whether channels of one sample were, pair by pair.
  ///   - samples: Whether samples of one channel were.
  ///   - others: Whether maps were that differ in both.
  /// - Returns: Nil where some pairs of a kind were the same and others were not.
  static func of(channels: [Bool], samples: [Bool], others: [Bool]) -> SharingRule? {
    func all(_ pairs: [Bool]) -> Bool { !pairs.isEmpty && pairs.allSatisfy { $0 } }
    func no(_ pairs: [Bool]) -> Bool { !pairs.contains(true) }
    if all(channels), all(samples), all(others) { return .maps }
    guard no(others) else { return nil }
    if all(channels), no(samples) { return .channels }
    if no(channels), all(samples) { return .samples }
    return no(channels) && no(samples) ? SharingRule.none : nil
  }
}

/// How much related maps have in common, as a share of them that would have one mask.
struct RelatedMaps {
  private let seen: Observations

  init(_ seen: Observations) { self.seen = seen }

  /// The share of related pairs that would have to be one mask twice, the others being independent;
  /// nil where that can't be told, as where every map is the same.
  func share(_ relation: Relation) -> Double? {
    guard let overlap = seen.overlaps[relation], overlap.pairs > 0, seen.maps > 0 else {
      return nil
    }
    // What independent maps with these frequencies would have in common.
    let frequencies = seen.positionCounts.map { Double($0) / Double(seen.maps) }
    let apart =
      overlap.unitsWithPartnersExchanged ?? frequencies.reduce(0) { $0 + $1 * $1 }
    let together = Double(seen.dropped) / Double(seen.maps)
    let common = Double(overlap.units) / Double(overlap.pairs)
    return together - apart > 1e-9 * together ? (common - apart) / (together - apart) : nil
  }

  /// Whether every pair of maps that are so related is one mask twice.
  private func isOneMask(_ relation: Relation) -> Bool { seen.overlaps[relation]?.different == 0 }

  /// What is wrong with maps that are so related.
  ///
  /// - Returns: Nil where none of the known ways to depend on each other gives what was seen.
  func fault(_ relation: Relation) -> KnownFault? {
    if seen.dropped == 0 { return .nothingIsDropped }
    if seen.dropped == seen.maps * seen.positionCounts.count { return .everythingIsDropped }
    guard let share = share(relation) else {
      // Masks of calls that differ, all of whose maps are alike, look so too.
      let isOne = seen.positionCounts.allSatisfy { $0 == 0 || $0 == seen.maps }
      return isOne ? .oneMaskForEveryKey : isOneMask(relation) ? sharing(relation) : nil
    }
    let isExchanged = seen.overlaps[relation]?.unitsWithPartnersExchanged != nil
    if share == 0 || abs(share) < 0.01 && !isExchanged { return nil }
    if share < 0 { return .lessInCommon(relation) }
    switch relation {
    case .nextSample, .nextChannel:
      if share > 0.4 { return .keysAndMapsAreAdded(relation) }
    case .lowKeyBit, .sixteenthKeyBit, .thirtiethKeyBit, .middleKeyBit, .highKeyBit:
      if isOneMask(relation) { return .keyBitIsIgnored(relation) }
    case .successiveCalls:
      if isOneMask(relation) { return .randomStateStays }
    default:
      if let fault = sharing(relation) { return fault }
    }
    // Maps that are not of one law have more in common, or less, however independent they are.
    if let maps = UnlikeMaps(seen) { return .unlikeMaps(maps) }
    return share < 0.01
      ? .moreInCommon(relation)
      : .partlyOneMask(relation, percent: SignificantNumber(100 * share, digits: 2))
  }

  /// Which maps of a call have one mask, where some always do.
  private func sharing(_ relation: Relation) -> KnownFault? {
    func isSame(_ relations: [Relation]) -> [Bool] {
      relations.filter { seen.overlaps[$0]?.pairs ?? 0 > 0 }.map { isOneMask($0) }
    }
    let rule = SharingRule.of(
      channels: isSame([.neighbouringChannels, .distantChannels]),
      samples: isSame([.neighbouringSamples, .distantSamples]), others: isSame([.diagonal]))
    if let rule, rule != .none { return .sharing(rule.rule) }
    return isOneMask(relation) ? .oneMask(relation) : nil
  }

  /// The diagnosis of maps that are so related.
  ///
  /// - Parameter isLawUnknown: Whether the law of one map is not looked into for that reason.
  func diagnosis(_ relation: Relation, isLawUnknown: Bool = false) -> Diagnosis {
    Diagnosis(
      explanation: fault(relation).map { Explanation([$0]) },
      evidence: .relatedMaps(isLawUnknown: isLawUnknown))
  }
}
