package import DropBlockContract

/// What a survey looks at: one configuration on one map, many times.
package struct SurveyPlan: Hashable, Sendable {
  /// The configuration.
  package var configuration: DropBlockConfiguration

  /// The map.
  package var map: [Int]

  /// How many independent maps to look at, at least.
  package var maps: Int

  /// Whether successive calls go on with the subject's random state instead of a key.
  package var continues = false

  /// Whether maps are compared with one another.
  package var comparesMaps = false

  /// Whether every whole mask is counted: for maps of at most 64 units.
  package var countsMasks = false

  /// Whether the subject has a random stream of its own, so that the sampler says nothing to it.
  package var hasOwnStream = false
}
