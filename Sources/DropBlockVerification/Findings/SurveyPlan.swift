public import DropBlockContract

/// What a survey looks at: one configuration on one map, many times.
public struct SurveyPlan: Hashable, Sendable {
  /// The configuration.
  public var configuration: DropBlockConfiguration

  /// The map.
  public var map: [Int]

  /// How many independent maps to look at, at least.
  public var maps: Int

  /// Whether successive calls go on with the subject's random state instead of a key.
  public var continues = false

  /// Whether maps are compared with one another.
  public var comparesMaps = false

  /// Whether every whole mask is counted: for maps of at most 64 units.
  public var countsMasks = false
}
