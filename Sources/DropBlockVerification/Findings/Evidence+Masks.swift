public import DropBlockContract

extension Evidence {
  /// What is wrong with the units that are dropped.
  public enum Masks: Sendable, Hashable {
    /// A dropped unit lies in no wholly dropped block.
    case stray(UnitPlace, MarkedMap)

    /// A unit is revealed as dropped or kept, but its output is not.
    case revealed(UnitPlace, isDropped: Bool, output: Double)

    /// A unit was kept where p is 1 and the block covers the map.
    case kept(UnitPlace)

    /// No block was ever dropped whole at a grid position.
    case neverSeeded(UnseededPosition)

    /// Maps that are declared to share a mask differ, or those that are not never do.
    case sharing(Sharing)
  }

  /// One map, and the unit of it that is wrong.
  public struct MarkedMap: Sendable, Hashable {
    /// The sizes of the map.
    public var map: [Int]

    /// True where a unit is dropped, row-major.
    public var mask: [Bool]

    /// The unit.
    public var unit: Int
  }

  /// Two masks of one map.
  public struct MapDifference: Sendable, Hashable {
    /// The sizes of the map.
    public var map: [Int]

    /// The mask as it ought to be, row-major, true where a unit is dropped.
    public var expected: [Bool]

    /// The mask as it is.
    public var got: [Bool]

    /// The first unit in which they differ.
    public var unit: Int
  }

  /// A grid position at which no block was seen.
  public struct UnseededPosition: Sendable, Hashable {
    /// The sizes of the map.
    public var map: [Int]

    /// The side of the block.
    public var block: Int

    /// The grid that is declared.
    public var grid: SeedGrid

    /// The probability that a position is a seed.
    public var gamma: Double

    /// How many independent maps were looked at.
    public var maps: Int

    /// The position, row-major over the grid.
    public var position: Int

    /// The number of grid positions of a map.
    public var positions: Int

    /// The units of the block that a seed there starts.
    public var units: [Int]

    /// At how many positions blocks were seen.
    public var seen: Int
  }

  /// How the masks of two maps of each call agree.
  public struct Sharing: Sendable, Hashable {
    /// The shape of each call.
    public var shape: Shape

    /// The side of the block.
    public var block: Int

    /// The drop probability.
    public var dropProbability: Double

    /// How many keys were tried.
    public var keys: Int

    /// The axes over which the maps are apart.
    public var axes: FaultSite.Axes

    /// Whether the masks are declared to be the same; they are the opposite.
    public var isDeclaredSame: Bool
  }
}
