extension Evidence {
  /// A drop rate that is not the exact law's for some values of the options.
  package struct Options: Sendable, Hashable {
    /// The values of the options that the evidence is about: none stands for every case.
    package var values: [OptionValue]

    /// What the subject does there.
    package var departure: Departure

    /// How many calls had these values.
    package var calls: Int

    /// How many independent maps they had.
    package var maps: Int

    /// How many blocks the law lets start in them, in the mean.
    package var expectedBlocks: Double

    /// The dropped share by the law, in the mean over those maps, and what was seen.
    package var expectedShare: Double
    package var share: Double

    /// In how many calls all units are dropped for sure, or none is, and in how many it came otherwise.
    package var certainCalls: Int
    package var impossibleCalls: Int

    /// How many calls were NaN throughout, and count as dropped whole.
    package var undefinedCalls: Int

    /// Whether the output is no number in most of the calls.
    package var isUndefined: Bool { 2 * undefinedCalls > calls }

    /// ln of what all bets together gained, in these cases and in all others.
    package var logEvidence: Double
  }

  /// A way to leave the exact law.
  package enum Departure: String, Sendable, Hashable {
    /// Nothing is dropped.
    case nothing

    /// Gamma is half of what it ought to be, or twice.
    case half, double

    /// Everything is dropped.
    case everything

    /// A tensor has as many blocks as it has in the mean, rounded down or up, and no other number.
    case fixedCount

    /// A unit is kept where gamma is 1, or dropped where it is 0.
    case impossible

    /// Something else, or not enough is known of any of these to name it.
    case unnamed

    /// Those that are bet on.
    static let bets: [Departure] = [.nothing, .half, .double, .everything, .fixedCount]
  }
}
