/// What was seen of a requirement that holds.
public enum Held: Sendable, Hashable {
  /// So many cases.
  case cases(Int)

  /// So many cases, and so many maps, until a false alarm was ruled out.
  case casesAndMaps(Int, maps: Int)

  /// The one case that was replayed.
  case thisCase

  /// So many maps, until a false alarm was ruled out.
  case maps(Int)

  /// So many maps of blocks of one unit.
  case singleUnits(maps: Int)

  /// So many maps of blocks as large as the map.
  case wholeMaps(maps: Int)

  /// The dropped share, and the relative error that is ruled out; nil where that is not known.
  case share(Double?, within: Double?)

  /// The drop probabilities of so many units, and the error that is ruled out in each.
  case positions(Int, within: Double?)

  /// So many pairs of units, of which some are too rare to rule out that they are rarer still.
  case pairs(Int, oneSided: Int)

  /// So many masks, of which some are too rare to rule out that they are rarer still; whether of odd
  /// blocks, because even ones are not computed.
  case masks(Int, oneSided: Int, oddBlocks: Bool = false)

  /// So many pairs of maps that have nothing in common.
  case independent(Partners, pairs: Int)

  /// So many maps in so many sets of calls; no two of a set have one mask.
  case distinct(maps: Int, sets: Int)

  /// So many values of options, or pairs of them, of so many, in so many cases.
  case options(OptionDepth, Int, of: Int, cases: Int)

  /// What a requirement from outside this package says in its own words.
  case custom(String)

  /// What the maps of a pair belong to.
  public enum Partners: String, Sendable, Hashable, CaseIterable {
    /// Channels of a sample.
    case channels

    /// Samples of a batch.
    case samples

    /// Calls, or keys.
    case calls
  }
}
