public import DropBlockContract

/// What a diagnosis was inferred from.
public enum DiagnosisEvidence: Sendable, Hashable {
  /// Failing cases of one requirement.
  case cases(CaseEvidence)

  /// Frequencies over many maps.
  case frequencies(FrequencyEvidence)

  /// What related maps have in common, and whether their law is left alone for that reason.
  case relatedMaps(isLawUnknown: Bool)

  /// Calls that were to share masks over some axes, and whether all their maps follow one rule.
  case sharedMaps(calls: Int, asked: MaskSharing, isRule: Bool)

  /// Different masks on which no block begins at some grid position.
  case masks(Int)
}

/// Failing cases of one requirement, the large ones and those that shrinking has made of them.
public struct CaseEvidence: Sendable, Hashable {
  /// What the rules that were tried are about.
  public enum Topic: Sendable, Hashable {
    case gamma, factor, blocks, seeds
  }

  /// What the rules that were tried are about.
  public var topic: Topic

  /// How many failing cases were looked at.
  public var cases: Int

  /// By how much gamma was off, and where.
  public var ratios: [GammaRatio] = []
}

/// By how much a revealed gamma was off.
public struct GammaRatio: Sendable, Hashable {
  /// The gamma that was revealed, by the one asked for.
  public let ratio: Double

  /// Where that was seen.
  public let setting: MapSetting
}

/// What maps say about laws.
public struct FrequencyEvidence: Sendable, Hashable {
  /// How the comparison of the known laws ended.
  public enum Conclusion: Sendable, Hashable {
    /// Under each law something that was seen cannot be.
    case nothingCanBe

    /// No law is likelier than the one asked for, or none is a thousand times likelier.
    case nothingIsLikelier(byMuch: Bool)

    /// The likeliest law does not fit; the odds are against the law asked for, if it is another.
    case closest(Explanation, odds: Odds?, misfit: Misfit)

    /// A law fits; the odds are against the law asked for, and against the next likeliest.
    case fits(odds: Odds, next: Rival?)
  }

  /// How the comparison ended.
  public var conclusion: Conclusion

  /// How many maps were looked at.
  public var maps: Int

  /// In how many configurations.
  public var configurations: Int

  /// Where the law of the first configuration does not fit, of how many that are wrong.
  public var misfits: Misfits?

  /// How much likelier a law is than another: ln of the ratio, infinite where the other is excluded.
  public struct Odds: Sendable, Hashable {
    /// The natural logarithm.
    public let logarithm: Double
  }

  /// The next likeliest law.
  public struct Rival: Sendable, Hashable {
    /// What it says is wrong.
    public let explanation: Explanation

    /// The odds against it.
    public let odds: Odds
  }

  /// Configurations in which a law that fits one does not fit.
  public struct Misfits: Sendable, Hashable {
    /// Those.
    public let settings: [MapSetting]

    /// Of how many.
    public let configurations: Int
  }
}

/// A frequency that speaks against a law, although the law may be the likeliest.
public struct Misfit: Sendable, Hashable {
  /// What the frequency is one of.
  public enum Event: Sendable, Hashable {
    /// A unit is dropped.
    case unit(Int)

    /// Two units are dropped together.
    case pair(Int, Int)

    /// Of some units exactly these are dropped.
    case pattern(dropped: [Int], of: [Int])
  }

  /// Where it was seen.
  public let setting: MapSetting

  /// What happens.
  public let event: Event

  /// How often the law has it happen.
  public let probability: Double

  /// How often it did.
  public let frequency: Double
}
