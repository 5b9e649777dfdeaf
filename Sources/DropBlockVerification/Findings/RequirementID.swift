/// The stable identifier of a requirement: family and name, such as `mask.blocks`.
///
/// Each of the suite's own is written down once, here.
public struct RequirementID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
  /// The identifier as reports print it.
  public let rawValue: String

  /// The identifier of a requirement.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The part before the point.
  public var family: String { String(rawValue.prefix { $0 != "." }) }

  /// The part after the point; the whole where there is none.
  public var name: String {
    rawValue.firstIndex(of: ".").map { String(rawValue[rawValue.index(after: $0)...]) } ?? rawValue
  }

  /// The identifier as reports print it.
  public var description: String { rawValue }
}

extension RequirementID: ExpressibleByStringLiteral {
  /// The identifier of a requirement.
  public init(stringLiteral value: String) { rawValue = value }
}

extension RequirementID {
  static let identityInference: RequirementID = "identity.inference"
  static let identityZero: RequirementID = "identity.zero"

  static let values: RequirementID = "values"

  static let maskBlocks: RequirementID = "mask.blocks"
  static let maskGrid: RequirementID = "mask.grid"
  static let maskSharing: RequirementID = "mask.sharing"

  static let rateShare: RequirementID = "rate.share"
  static let ratePosition: RequirementID = "rate.position"
  static let ratePairs: RequirementID = "rate.pairs"
  static let rateMasks: RequirementID = "rate.masks"
  static let rateOptions: RequirementID = "rate.options"

  static let independenceChannels: RequirementID = "independence.channels"
  static let independenceSamples: RequirementID = "independence.samples"
  static let independenceCalls: RequirementID = "independence.calls"
  static let independenceMaps: RequirementID = "independence.maps"

  static let scaleFactor: RequirementID = "scale.factor"
  static let scaleNothingKept: RequirementID = "scale.nothing-kept"
  static let scaleFewKept: RequirementID = "scale.few-kept"
  static let scaleLargeCount: RequirementID = "scale.large-count"

  static let backwardMask: RequirementID = "backward.mask"
  static let backwardAdjoint: RequirementID = "backward.adjoint"
  static let backwardValues: RequirementID = "backward.values"
  static let backwardRepeated: RequirementID = "backward.repeated"
  static let backwardLater: RequirementID = "backward.later"

  static let blockEven: RequirementID = "block.even"
  static let blockOne: RequirementID = "block.one"
  static let blockWhole: RequirementID = "block.whole"
  static let blockClipped: RequirementID = "block.clipped"

  static let mapNonSquare: RequirementID = "map.non-square"
  static let mapTiny: RequirementID = "map.tiny"

  static let rank1: RequirementID = "rank.1"
  static let rank3: RequirementID = "rank.3"

  static let layoutNHWC: RequirementID = "layout.nhwc"
  static let layoutStrided: RequirementID = "layout.strided"

  static let batchEmpty: RequirementID = "batch.empty"

  static let precisionFloat16: RequirementID = "precision.float16"
  static let precisionBfloat16: RequirementID = "precision.bfloat16"
  static let precisionFloat64: RequirementID = "precision.float64"

  static let randomKnownAnswers: RequirementID = "random.known-answers"
  static let randomDeterminism: RequirementID = "random.determinism"
  static let randomSplit: RequirementID = "random.split"
  static let randomLarge: RequirementID = "random.large"
  static let randomThreads: RequirementID = "random.threads"

  static let scheduleLinear: RequirementID = "schedule.linear"
  static let schedulePaper: RequirementID = "schedule.paper"
  static let scheduleGroups: RequirementID = "schedule.groups"
  static let scheduleResume: RequirementID = "schedule.resume"

  static let stagesEqual: RequirementID = "stages.equal"

  static let inputRefused: RequirementID = "input.refused"

  static let stateLater: RequirementID = "state.later"
}
