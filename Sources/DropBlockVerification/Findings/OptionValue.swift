package import DropBlockContract

/// A value of an option, or a range of them, that a case may have.
package enum OptionValue: Sendable, Hashable {
  /// The number format.
  case elementType(ElementType)

  /// The number of spatial axes.
  case rank(Int)

  /// The memory layout.
  case layout(LayoutName)

  /// The number of samples, of channels, and of the units of a map.
  case samples(ClosedRange<Int>), channels(ClosedRange<Int>), units(ClosedRange<Int>)

  /// What a tensor without units has none of.
  case isEmpty(Extent)

  /// Whether the sides of the map are equal, where there are several.
  case isSquare(Bool)

  /// The block's side in relation to the map's.
  case block(Side)

  /// The drop probability.
  case dropProbability(Rate)

  /// The rule for gamma.
  case gammaRule(GammaRuleName)

  /// Where seeds may fall.
  case seedGrid(SeedGrid)

  /// What is shared.
  case sharing(MaskSharing)

  /// The rule for the scale.
  case scale(ScaleRuleName)

  /// The normative sampler.
  case sampler(Sampler)

  /// The number of threads; nil where it is left to the subject.
  case threads(Int?)

  /// Whether the output replaces the input.
  case inPlace(Bool)

  /// How the key was made.
  case keys(KeyPattern)

  /// A size of a tensor that may be 0.
  package enum Extent: String, Sendable, Hashable, CaseIterable {
    case samples, channels, map
  }

  /// A block's side in relation to the map's.
  package enum Side: String, Sendable, Hashable, CaseIterable {
    case one, even, odd, whole, unequal
  }

  /// A range of drop probabilities.
  package enum Rate: Sendable, Hashable, CaseIterable {
    case belowHundredth, belowTenth, belowHalf, belowOne, one
  }

  /// How programs make keys.
  package enum KeyPattern: String, Sendable, Hashable, CaseIterable {
    /// Any number.
    case random

    /// The number of the step.
    case step

    /// The step, and a thousand for each replica.
    case stepByReplica

    /// The replica in the high half, the step in the low one.
    case replicaAboveStep
  }
}

/// How many options at a time are looked at.
public enum OptionDepth: String, Sendable, Hashable, CaseIterable {
  /// Every value of every option.
  case values

  /// Every two values of every two options.
  case pairs
}
