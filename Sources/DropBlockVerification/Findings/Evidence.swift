/// What was seen of a fault, and what was expected in its place: numbers, masks and elements.
package enum Evidence: Sendable, Hashable {
  /// The answer as a whole: its sizes, formats, and whether there ought to be one.
  case answer(Answer)

  /// The values of kept and dropped units.
  case values(Values)

  /// The gradient, by the forward pass.
  case gradient(Gradient)

  /// Which units of a map are dropped.
  case masks(Masks)

  /// What depends on the random stream.
  case random(Random)

  /// The first stage that leaves the reference.
  case stage(Stage)

  /// The values of a schedule.
  case schedule(Schedule)

  /// A mean over many maps that is not the law's.
  case frequency(Frequency)

  /// A dropped share that is not the law's where options have some values.
  case options(Options)

  /// Maps with one mask that ought to have nothing in common.
  case twins(Twins)

  /// Stretches of units that are dropped alike, and ought to have nothing in common.
  case overlap(Overlap)

  /// What a requirement from outside this package says in its own words.
  case custom(String)
}
