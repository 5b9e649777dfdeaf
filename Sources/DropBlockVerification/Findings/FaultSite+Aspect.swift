/// What a fault shows: the part of the layer's work that came out wrong.
package enum FaultAspect: Sendable, Hashable, CaseIterable {
  /// Whether there is an answer, of the right size and format.
  case answer

  /// What an identity changes.
  case identity

  /// What dropped units become, and special values.
  case droppedValues

  /// What kept units are multiplied by.
  case factor

  /// The backward pass.
  case gradient

  /// What the gradient of dropped units is.
  case droppedGradient

  /// Which units make up a mask.
  case blocks

  /// How often units are dropped.
  case rates

  /// Which maps have one mask.
  case sharing

  /// What comes out when the same is asked again.
  case repetition

  /// The normative random stream.
  case stream

  /// The values of a schedule.
  case schedule

  /// What a requirement from outside this package is about.
  case custom
}

extension FaultSite {
  /// What the fault shows.
  package var aspect: FaultAspect {
    switch self {
    case .outputSize, .gradientSize, .maskSize, .refused, .notRefused, .strayWrites, .outputFormat,
      .gradientFormat, .noGradient, .inadmissible:
      .answer
    case .output, .gradient, .randomWords, .randomState: .identity
    case .droppedValues, .undefinedOutput: .droppedValues
    case .keptValues, .scale, .largeCount, .stage(.keptCount), .stage(.scale), .stage(.output):
      .factor
    case .gradientMask, .gradientFactor, .gradientValues, .otherGradient, .innerProducts,
      .stage(.gradient):
      .gradient
    case .notAUnionOfBlocks, .revealedMask, .wholeMap, .gridPositionNeverSeeded, .blockNeverAlone,
      .stage(.mask):
      .blocks
    case .droppedShare, .position, .pair, .mask, .partOfAMap, .shareOfOptions, .nothingKept,
      .stage(.gamma):
      .rates
    case .masksOver, .sharedMask, .relation, .twins, .overlap: .sharing
    case .otherAnswer, .threads: .repetition
    case .partsOfABatch, .countsOfParts, .publishedWord, .maskBeyond32Bits, .goldenMask,
      .stage(.seeds):
      .stream
    case .scheduleRefused, .scheduleCount, .scheduleValue: .schedule
    case .custom: .custom
    }
  }
}
