public import DropBlockContract

/// What a subject would have to offer for a requirement to apply to it.
public enum Lack: Sendable, Hashable {
  /// Something else that subjects can be asked for.
  case capability(SubjectCapability)

  /// Maps of a number of axes.
  case rank(Int)

  /// Maps of more than one axis.
  case severalAxes

  /// A memory layout.
  case layout(LayoutName)

  /// A number format.
  case elementType(ElementType)

  /// One schedule.
  case schedule(ScheduleName)

  /// Any schedule.
  case schedules

  /// The normative random stream.
  case randomStream

  /// Other blocks than those that the subject offers.
  case blocks(OfferedBlocks)

  /// A factor that follows from a count.
  case count

  /// Masks that are not shared over these axes.
  case ownMasks(MaskSharing)

  /// Any of a list of cases.
  case everyCase

  /// The options of all of so many generated cases.
  case options(cases: Int)

  /// What a requirement from outside this package says in its own words.
  case custom(String)
}
