/// Units of a map that were never dropped, although they ought to have been, often.
package struct NeverDropped: Sendable, Hashable {
  /// The map and its blocks.
  package let setting: MapSetting

  /// The units.
  package let region: Region

  /// On how many maps.
  package let maps: Int

  /// Which units of a map they are.
  package enum Region: Sendable, Hashable {
    /// All units at these indices along an axis.
    case slices(axis: Int, [Int])

    /// Units that make up no slices, by their numbers.
    case units([Int])
  }
}
