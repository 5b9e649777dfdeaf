extension Evidence {
  /// A mean over many independent maps that is not the exact law's.
  public struct Frequency: Sendable, Hashable {
    /// How many maps were looked at.
    public var maps: Int

    /// What is off.
    public var deviation: Deviation

    /// ln of how much more likely that is of a subject that does not follow the law; infinite for
    /// what cannot be of one that does.
    public var logEvidence: Double
  }

  /// The mean that is furthest off the law.
  public enum Deviation: Sendable, Hashable {
    /// The dropped share.
    case share(expected: Double, got: Double)

    /// The probability that a unit is dropped.
    case position(Unit, expected: Double, got: Double)

    /// The probability that two units are dropped together, by their positions.
    case pair([Int], [Int], expected: Double, got: Double)

    /// The probability of a whole mask.
    case mask(WholeMask, expected: Double, got: Double)

    /// So many maps were dropped in part, though the block is as large as the map.
    case partOfMap(Int)

    /// The number of units that related maps have in common.
    case overlap(Overlap)

    /// A unit of a map.
    public struct Unit: Sendable, Hashable {
      /// Its number, row-major.
      public var index: Int

      /// Its indices along the axes.
      public var position: [Int]

      /// How many units there are.
      public var units: Int
    }

    /// A mask of a small map.
    public struct WholeMask: Sendable, Hashable {
      /// The sizes of the map.
      public var map: [Int]

      /// The mask, row-major, true where a unit is dropped.
      public var mask: [Bool]

      /// How many masks are possible.
      public var possible: Int
    }

    /// What pairs of related maps have in common.
    public struct Overlap: Sendable, Hashable {
      /// How they are related.
      public var relation: Relation

      /// The number of pairs.
      public var pairs: Int

      /// How many units are dropped in both by the law, per pair.
      public var expected: Double

      /// How many are.
      public var got: Double

      /// How many are if the same maps are paired otherwise; nil where that was not tried.
      public var gotOtherwise: Double?
    }
  }
}
