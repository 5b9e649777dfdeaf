/// The order in which causes are looked for and told: what comes first can bring about what comes after.
package enum CauseRank: Int, Sendable, Hashable, Comparable, CaseIterable {
  /// There is no answer that could be judged.
  case answer

  /// The same request gives other answers, or masks depend on what was asked before.
  case state

  /// Nothing is dropped, everything is, or just what should be kept.
  case extreme

  /// How seeds are drawn, and how many.
  case seeds

  /// Which units a seed drops.
  case blocks

  /// Which maps have one mask.
  case sharing

  /// What kept units are multiplied by.
  case factor

  /// In which format that is held.
  case rounding

  /// What identities and dropped units become.
  case values

  /// The backward pass.
  case gradient

  /// The schedule.
  case schedule

  /// Signed zeros, and the payloads of numbers that are none.
  case lastBits

  /// Whether one is told before another.
  package static func < (one: CauseRank, other: CauseRank) -> Bool {
    one.rawValue < other.rawValue
  }

  /// What a cause of this kind can turn wrong besides itself.
  ///
  /// A subject with nothing else wrong shows no fault of any other aspect, as far as is known: where that
  /// is not so, `dropblock mutants --words` has a second cause beside the true one.
  package var reach: Set<FaultAspect> {
    switch self {
    case .answer: []
    case .state:
      [
        .rates, .sharing, .repetition, .stream, .droppedValues, .gradient, .droppedGradient,
        .identity,
      ]
    case .extreme: [.rates, .sharing, .blocks, .stream]
    case .seeds: [.rates, .sharing, .blocks, .stream]
    case .blocks: [.rates, .blocks, .stream]
    case .sharing: [.rates, .sharing, .stream]
    case .factor, .rounding: [.factor, .gradient]
    case .gradient: [.gradient, .droppedGradient]
    case .values, .lastBits: [.droppedValues, .gradient, .droppedGradient, .identity]
    case .schedule: [.schedule]
    }
  }
}

extension KnownFault {
  /// What it can turn wrong besides itself.
  package var reach: Set<FaultAspect> {
    // Masks that depend on the input are other masks wherever they are read off another input.
    if case .state(.maskDependsOnInput) = self { return rank.reach.union([.blocks, .factor]) }
    // Where one key has one mask, each answer by itself is right.
    switch self {
    case .state(.everyCallAlike), .state(.keysCollide), .oneMaskForEveryKey, .keysAndMapsAreAdded,
      .keyBitIsIgnored:
      return [.rates, .sharing, .repetition, .stream]
    default: break
    }
    // Other numbers of the same law are other masks, and nothing else.
    if case .seeds(let rule) = self, rule.keepsLaw { return [.stream] }
    if case .state(.factorDependsOnOthers) = self {
      return [.rates, .factor, .gradient, .droppedGradient, .repetition]
    }
    if case .state(.answerDependsOnOthers) = self { return rank.reach.union([.blocks]) }
    // A scope of another size may have nothing kept: then kept units come out as 0, as if dropped.
    if case .factor(let formula) = self, formula.scope != .declared {
      return rank.reach.union([.blocks, .stream, .rates, .droppedGradient])
    }
    // Where p is 1, what is divided by 1 − p, or multiplied by it, may come out as dropped.
    if case .factor(let formula) = self, [.expectation, .keepProbability].contains(formula.form) {
      return rank.reach.union([.rates])
    }
    // A count beyond its format may come to 0, or to no number: then everything comes out as dropped.
    if case .factor(let formula) = self, formula.count.last != nil {
      return rank.reach.union([.blocks, .stream, .rates])
    }
    if case .state(.dropsNoMore) = self { return rank.reach.union([.blocks]) }
    if case .outputIsInput = self {
      return rank.reach.union([.factor, .gradient, .droppedGradient, .droppedValues])
    }
    // Fewer masks are alike more often.
    if case .neverDropped = self { return rank.reach.union([.sharing]) }
    if case .zeroIsNoIdentity = self { return rank.reach.union([.factor]) }
    return rank.reach
  }

  /// What it is about.
  package var rank: CauseRank {
    switch self {
    case .state, .oneMaskForEveryKey, .keysAndMapsAreAdded, .keyBitIsIgnored, .randomStateStays:
      .state
    case .invertedMask, .nothingIsDropped, .noOutputIsZero, .everythingIsDropped, .outputIsInput:
      .extreme
    case .seeds, .gamma, .gammaMultiple, .gammaFitted, .certaintyIsMissed, .unlikeMaps: .seeds
    case .blocks, .neverDropped: .blocks
    case .sharing, .someMasksAreShared, .oneMask, .repeatedMaps: .sharing
    case .partlyOneMask(let relation, _), .moreInCommon(let relation), .lessInCommon(let relation):
      relation.isOfCalls ? .state : .sharing
    case .factorMultiple: .factor
    case .product: .rounding
    case .zeroIsNoIdentity: .values
    case .schedule: .schedule
    case .factor(let formula): formula.isRounded ? .rounding : .factor
    }
  }
}

extension FaultSite {
  /// What a fault is about that no rule explains.
  package var rank: CauseRank {
    switch aspect {
    case .answer: .answer
    case .repetition: .state
    case .rates, .stream, .custom: .seeds
    case .blocks: .blocks
    case .sharing: relation?.isOfCalls == true ? .state : .sharing
    case .factor: .factor
    case .gradient, .droppedGradient: .gradient
    case .identity, .droppedValues: .values
    case .schedule: .schedule
    }
  }
}

extension Relation {
  /// Whether the maps are of different calls.
  package var isOfCalls: Bool {
    switch self {
    case .neighbouringChannels, .distantChannels, .neighbouringSamples, .distantSamples, .diagonal:
      false
    case .successiveCalls, .lowKeyBit, .nextSample, .nextChannel, .sixteenthKeyBit,
      .thirtiethKeyBit,
      .middleKeyBit, .highKeyBit:
      true
    }
  }
}
