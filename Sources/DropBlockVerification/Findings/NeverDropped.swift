/// Units of a map, or maps of a call, that were never dropped, although they ought to have been, often.
package struct NeverDropped: Sendable, Hashable {
  /// The map and its blocks.
  package let setting: MapSetting

  /// The units.
  package let region: Region

  /// On how many maps.
  package let maps: Int

  /// Whether it is whole maps of a call.
  package var isOfMaps: Bool {
    switch region {
    case .samples, .channels: true
    case .slices, .units: false
    }
  }

  /// Which units of a map they are.
  package enum Region: Sendable, Hashable {
    /// All units at these indices along an axis.
    case slices(axis: Int, [Int])

    /// Units that make up no slices, by their numbers.
    case units([Int])

    /// All units of these samples, of so many in a call.
    case samples([Int], of: Int)

    /// All units of these channels, of so many in a call.
    case channels([Int], of: Int)
  }
}
