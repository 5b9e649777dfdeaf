extension Evidence {
  /// A mean over many independent maps that is not the exact law's.
  package struct Frequency: Sendable, Hashable {
    /// How many maps were looked at.
    package var maps: Int

    /// What is off.
    package var deviation: Deviation

    /// ln of how much more likely that is of a subject that does not follow the law; infinite for
    /// what cannot be of one that does.
    package var logEvidence: Double
  }

  /// The mean that is furthest off the law.
  package enum Deviation: Sendable, Hashable {
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
    package struct Unit: Sendable, Hashable {
      /// Its number, row-major.
      package var index: Int

      /// Its indices along the axes.
      package var position: [Int]

      /// How many units there are.
      package var units: Int
    }

    /// A mask of a small map.
    package struct WholeMask: Sendable, Hashable {
      /// The sizes of the map.
      package var map: [Int]

      /// The mask, row-major, true where a unit is dropped.
      package var mask: [Bool]

      /// How many masks are possible.
      package var possible: Int
    }

    /// What pairs of related maps have in common.
    package struct Overlap: Sendable, Hashable {
      /// How they are related.
      package var relation: Relation

      /// The number of pairs.
      package var pairs: Int

      /// How many units are dropped in both by the law, per pair.
      package var expected: Double

      /// How many are.
      package var got: Double

      /// How many are if the same maps are paired otherwise; nil where that was not tried.
      package var gotOtherwise: Double?
    }
  }
}
