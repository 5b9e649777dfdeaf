package import DropBlockContract

extension Evidence {
  /// What is wrong with the units that are dropped.
  package enum Masks: Sendable, Hashable {
    /// A dropped unit lies in no wholly dropped block.
    case stray(UnitPlace, MarkedMap)

    /// A unit is revealed as dropped or kept, but its output is not.
    case revealed(UnitPlace, isDropped: Bool, output: Double)

    /// A unit was kept where p is 1 and the block covers the map.
    case kept(UnitPlace)

    /// A unit was kept where gamma is 1.
    case keptAtGammaOne(UnitPlace, output: TensorElement)

    /// No block was ever dropped whole at a grid position.
    case neverSeeded(UnseenPosition)

    /// The block of a grid position was never dropped alone; the smallest dropped set that holds it.
    case neverAlone(UnseenPosition, least: [Bool])

    /// A unit of a map has another fate than in a map that is declared to have the same mask.
    case unlikeShared(UnitPlace, isDropped: Bool, other: UnitPlace)

    /// Maps that are declared to share a mask differ, or those that are not never do.
    case sharing(Sharing)
  }

  /// One map, and the unit of it that is wrong.
  package struct MarkedMap: Sendable, Hashable {
    /// The sizes of the map.
    package var map: [Int]

    /// True where a unit is dropped, row-major.
    package var mask: [Bool]

    /// The unit.
    package var unit: Int
  }

  /// Two masks of one map.
  package struct MapDifference: Sendable, Hashable {
    /// The sizes of the map.
    package var map: [Int]

    /// The mask as it ought to be, row-major, true where a unit is dropped.
    package var expected: [Bool]

    /// The mask as it is.
    package var got: [Bool]

    /// The first unit in which they differ.
    package var unit: Int
  }

  /// A grid position at which no block was seen, or none alone.
  package struct UnseenPosition: Sendable, Hashable {
    /// The sizes of the map.
    package var map: [Int]

    /// The side of the block.
    package var block: Int

    /// The grid that is declared.
    package var grid: SeedGrid

    /// The probability that a position is a seed.
    package var gamma: Double

    /// How many independent maps were looked at.
    package var maps: Int

    /// The position, row-major over the grid.
    package var position: Int

    /// The number of grid positions of a map.
    package var positions: Int

    /// The units of the block that a seed there starts.
    package var units: [Int]

    /// At how many positions blocks were seen, or seen alone.
    package var seen: Int
  }

  /// How the masks of two maps of each call agree.
  package struct Sharing: Sendable, Hashable {
    /// The shape of each call.
    package var shape: Shape

    /// The side of the block.
    package var block: Int

    /// The drop probability.
    package var dropProbability: Double

    /// How many keys were tried.
    package var keys: Int

    /// The axes over which the maps are apart.
    package var axes: FaultSite.Axes

    /// Whether the masks are declared to be the same; they are the opposite.
    package var isDeclaredSame: Bool
  }
}
