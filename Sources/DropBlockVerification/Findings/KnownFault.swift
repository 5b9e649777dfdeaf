package import DropBlockContract

/// One thing that is wrong, where a known rule says what.
package enum KnownFault: Sendable, Hashable {
  // MARK: The law of one map

  /// What should be kept is dropped, and the other way round.
  case invertedMask

  /// How blocks are laid, and where they begin.
  case blocks(Rule)

  /// How seeds are drawn, or depend on each other.
  case seeds(Rule)

  /// Where gamma comes from.
  case gamma(Rule)

  /// Gamma is the one asked for, times a number that was found.
  case gammaMultiple(SignificantNumber)

  /// Gamma as it was found in each configuration by itself.
  case gammaFitted([FittedGamma])

  /// Units are kept where gamma is 1, or dropped where it is 0.
  case certaintyIsMissed

  /// Units of some maps are never dropped.
  case neverDropped([NeverDropped])

  case nothingIsDropped

  /// No output is 0, and outputs have no factor in common: nothing is dropped, or what is becomes another number.
  case noOutputIsZero
  case everythingIsDropped

  /// The layer does nothing: the output is the input, bit for bit.
  case outputIsInput

  // MARK: What kept units become

  /// What kept units are multiplied by.
  case factor(FactorFormula)

  /// The factor is the one asked for, times a number that was found.
  case factorMultiple(SignificantNumber)

  /// How the product of an element and its factor is rounded.
  case product(Rule)

  /// A layer that can drop nothing, as with p 0, does not give its input back.
  case zeroIsNoIdentity

  // MARK: What calls have in common

  /// Masks depend on what they ought not to depend on.
  case state(StateFault)

  // MARK: What maps have in common

  /// Which maps of a call have one mask.
  case sharing(Rule)

  /// Some maps of a call have one mask, in a way that no rule has.
  case someMasksAreShared([FaultSite.Axes])

  /// Maps of one call that lie to each other in one way have one mask.
  case repeatedMaps(Evidence.Twins)

  /// Every map has the same mask, whatever its key.
  case oneMaskForEveryKey

  /// Maps that are so related have one mask.
  case oneMask(Relation)

  /// Maps that are so related have one mask, since keys and numbers of maps are added.
  case keysAndMapsAreAdded(Relation)

  /// Keys that are so related have the same masks.
  case keyBitIsIgnored(Relation)

  /// Successive calls have the same masks.
  case randomStateStays

  /// The maps of a call are not of one law.
  case unlikeMaps(UnlikeMaps)

  /// Of maps that are so related some have more in common than chance gives.
  case partlyOneMask(Relation, percent: SignificantNumber)

  /// Maps that are so related have a little more in common than chance gives: less than a hundredth of
  /// them would have to have one mask.
  case moreInCommon(Relation)

  /// Maps that are so related have less in common than chance gives.
  case lessInCommon(Relation)

  // MARK: Schedules

  /// How the values of a schedule follow from the step.
  case schedule(Rule)
}

/// Gamma in one configuration, as the dropped share says.
package struct FittedGamma: Sendable, Hashable {
  /// What it comes to.
  package let gamma: SignificantNumber

  /// What was asked for.
  package let asked: SignificantNumber

  /// The one divided by the other.
  package let ratio: SignificantNumber

  /// Where that was seen.
  package let setting: MapSetting
}

/// A map, and the blocks that are laid on it.
package struct MapSetting: Sendable, Hashable {
  /// The sizes of the map.
  package let map: [Int]

  /// The sides of the block, clipped to the map.
  package let block: [Int]

  /// The seed grid, where it is not the valid one.
  package let grid: SeedGrid?

  /// Over which axes masks were to be shared.
  package var sharing: MaskSharing = []
}

extension KnownFault {
  /// Whether the factor depends on other calls, and the mask does not.
  package var isOfFactorAlone: Bool {
    if case .state(.factorDependsOnOthers) = self { true } else { false }
  }

  /// Whether it is that no output is 0.
  package var isOfNoDrop: Bool {
    [.nothingIsDropped, .noOutputIsZero, .outputIsInput].contains(self)
  }

  /// Whether it is that some maps of a call are never dropped.
  package var isOfEmptyMaps: Bool {
    if case .neverDropped(let regions) = self { regions.contains(where: \.isOfMaps) } else { false }
  }

  /// Whether it says what gamma is: that goes with the blocks it is told with.
  package var isGamma: Bool {
    switch self {
    case .gamma, .gammaMultiple: true
    default: false
    }
  }

  /// The stable identifier of the rule.
  package var id: String {
    switch self {
    case .blocks(let rule), .seeds(let rule), .gamma(let rule), .sharing(let rule),
      .schedule(let rule), .product(let rule):
      rule.id
    case .factor(let formula): formula.id
    case .invertedMask: "mask.inverted"
    case .gammaMultiple: "gamma.multiple"
    case .gammaFitted: "gamma.fitted"
    case .factorMultiple: "factor.multiple"
    case .neverDropped: "mask.never-dropped"
    case .nothingIsDropped, .noOutputIsZero: "mask.nothing-dropped"
    case .everythingIsDropped: "mask.everything-dropped"
    case .outputIsInput: "output.is-input"
    case .certaintyIsMissed: "mask.certainty-missed"
    case .zeroIsNoIdentity: "output.not-input"
    case .someMasksAreShared: "sharing.some-maps"
    case .repeatedMaps: "sharing.repeated-maps"
    case .oneMaskForEveryKey: "keys.one-mask"
    case .oneMask: "sharing.related-maps"
    case .keysAndMapsAreAdded: "keys.added-to-maps"
    case .keyBitIsIgnored: "keys.ignored-bit"
    case .randomStateStays: "calls.same-state"
    case .partlyOneMask, .moreInCommon: "sharing.partly"
    case .lessInCommon: "sharing.partly-complement"
    case .unlikeMaps: "maps.unlike"
    case .state(let fault): fault.id
    }
  }
}
