/// In how many values of the options, or pairs of them, the drop rate was judged.
public struct OptionCoverage: Sendable, Hashable {
  /// Whether single values are counted, or pairs.
  public let depth: OptionDepth

  /// In how many of them a gamma of 0, of half, of twice the right one, or of 1 would have been found,
  /// but for a probability of 10⁻⁶.
  public let judged: Int

  /// How many of them the subject declares.
  ///
  /// What is missing was refused, or not offered, or has so few blocks that more cases than the profile
  /// asks for would have been needed.
  public let declared: Int

  /// Those that were not judged: a value each, or the two of a pair.
  package let unjudged: [[OptionValue]]
}
