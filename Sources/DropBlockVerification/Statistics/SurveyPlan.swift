import DropBlockContract

/// What a survey looks at: one configuration on one map, many times.
struct SurveyPlan: Hashable, Sendable {
  /// The configuration.
  var configuration: DropBlockConfiguration

  /// The map.
  var map: [Int]

  /// How many independent maps to look at, at least.
  var maps: Int

  /// Whether successive calls go on with the subject's random state instead of a key.
  var continues = false

  /// Whether maps are compared with one another.
  var comparesMaps = false

  /// Whether every whole mask is counted: for maps of at most 64 units.
  var countsMasks = false

  /// The plan in words.
  var description: String {
    let shape = Shape(samples: 0, channels: 0, spatial: map)
    let words = CaseDescription.describe(
      DropBlockRequest(configuration, shape: shape, key: 0)
    ).split(separator: ", ").dropFirst().filter { !$0.hasPrefix("key") }
    return "map \(CaseDescription.sizes(map)), \(words.joined(separator: ", "))"
      + (continues ? ", continuing" : "")
  }
}
