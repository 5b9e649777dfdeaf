/// Samples of a call, or channels, of which more is dropped than of the others, or less: the maps of a call are
/// not of one law.
package struct UnlikeMaps: Sendable, Hashable {
  /// What the maps are numbered by.
  package enum Axis: String, Sendable, Hashable { case samples, channels }

  /// Which of them differ from the rest.
  package enum Place: Sendable, Hashable {
    case first, last, odd, even, some

    /// So many at one end.
    case firstOf(Int), lastOf(Int)
  }

  package let axis: Axis
  package let place: Place

  /// Whether more is dropped there.
  package let isMore: Bool
}
