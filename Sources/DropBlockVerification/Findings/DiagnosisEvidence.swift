package import DropBlockContract

/// What a diagnosis was inferred from.
package enum DiagnosisEvidence: Sendable, Hashable {
  /// Failing cases of one requirement.
  case cases(CaseEvidence)

  /// Frequencies over many maps.
  case frequencies(FrequencyEvidence)

  /// What related maps have in common, and whether their law is left alone for that reason.
  case relatedMaps(isLawUnknown: Bool)

  /// Calls of one shape that were to share masks over some axes, and whether all their maps follow one rule.
  case sharedMaps(calls: Int, of: Shape, asked: MaskSharing, isRule: Bool)

  /// Different masks on which no block begins at some grid position.
  case masks(Int)
}

/// Failing cases of one requirement, the large ones and those that shrinking has made of them.
package struct CaseEvidence: Sendable, Hashable {
  /// What the rules that were tried are about.
  package enum Topic: Sendable, Hashable {
    case gamma, factor, blocks, seeds, schedule
  }

  /// What the rules that were tried are about.
  package var topic: Topic

  /// How many failing cases were looked at.
  package var cases: Int

  /// How many failing cases more there are which the rule does not explain.
  package var others = 0

  /// By how much gamma was off, and where.
  package var ratios: [GammaRatio] = []

  /// How many of the cases have counts of their own, and how many of those tell what explains them
  /// from what was asked for; 0 where that was not counted.
  package var different = 0
  package var deciding = 0

  /// One of those that tell.
  package var example: FactorExample?

  /// Whether the forward pass of all cases is right, and the backward pass alone is off.
  package var isOfGradient = false

  /// Whether there is a case in which kept units have no factor in common, whatever it may be.
  package var hasNoFactor = false
}

/// By how much a revealed gamma was off.
package struct GammaRatio: Sendable, Hashable {
  /// The gamma that was revealed, by the one asked for.
  package let ratio: Double

  /// Whether the gamma is the largest there is.
  package let isCut: Bool

  /// Where that was seen.
  package let setting: MapSetting
}

/// What maps say about laws.
package struct FrequencyEvidence: Sendable, Hashable {
  /// How the comparison of the known laws ended.
  package enum Conclusion: Sendable, Hashable {
    /// Under each law something that was seen cannot be.
    case nothingCanBe

    /// The maps of a call are not of one law, so that none was looked for.
    case mapsAreUnlike

    /// No law is likelier than the one asked for, or none is a thousand times likelier.
    case nothingIsLikelier(byMuch: Bool)

    /// The likeliest law does not fit; the odds are against the law asked for, if it is another.
    case closest(Explanation, odds: Odds?, misfit: Misfit)

    /// A law fits; the odds are against the law asked for, and against the next likeliest.
    case fits(odds: Odds, next: Rival?)
  }

  /// How the comparison ended.
  package var conclusion: Conclusion

  /// How many maps were looked at.
  package var maps: Int

  /// In how many configurations.
  package var configurations: Int

  /// Those.
  package var settings: [MapSetting] = []

  /// Where the law of the first configuration does not fit, of how many that are wrong.
  package var misfits: Misfits?

  /// How much likelier a law is than another: ln of the ratio, infinite where the other is excluded.
  package struct Odds: Sendable, Hashable {
    /// The natural logarithm.
    package let logarithm: Double
  }

  /// The next likeliest law.
  package struct Rival: Sendable, Hashable {
    /// What it says is wrong.
    package let explanation: Explanation

    /// The odds against it.
    package let odds: Odds
  }

  /// Configurations in which a law that fits one does not fit.
  package struct Misfits: Sendable, Hashable {
    /// Those.
    package let settings: [MapSetting]

    /// Of how many.
    package let configurations: Int
  }
}

/// A frequency that speaks against a law, although the law may be the likeliest.
package struct Misfit: Sendable, Hashable {
  /// What the frequency is one of.
  package enum Event: Sendable, Hashable {
    /// A unit is dropped.
    case unit(Int)

    /// Two units are dropped together.
    case pair(Int, Int)

    /// Of some units exactly these are dropped.
    case pattern(dropped: [Int], of: [Int])
  }

  /// Where it was seen.
  package let setting: MapSetting

  /// What happens.
  package let event: Event

  /// How often the law has it happen.
  package let probability: Double

  /// How often it did.
  package let frequency: Double
}
