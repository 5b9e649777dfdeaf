/// Where a fault shows.
///
/// The property engine never leaves one site for another while it shrinks, and reports print its
/// ``name``, which does not change from run to run nor from version to version.
public enum FaultSite: Sendable, Hashable {
  // MARK: An answer by itself

  /// The answer has another number of units than the question.
  case outputSize, gradientSize, maskSize

  /// An admissible request was refused, or an inadmissible one was not.
  case refused, notRefused

  /// Units that ought to be numbers are NaN.
  case undefinedOutput

  /// Memory between the units was written.
  case strayWrites

  // MARK: The values of units

  case droppedValues, keptValues, scale, nothingKept, largeCount

  /// The output, or the gradient, of an identity.
  case output, gradient

  /// The number format of the output, or of the gradient.
  case outputFormat, gradientFormat

  // MARK: Masks

  case notAUnionOfBlocks, revealedMask, wholeMap, gridPositionNeverSeeded, blockNeverAlone
  case masksOver(Axes), sharedMask

  // MARK: The gradient

  case noGradient, gradientMask, gradientFactor, gradientValues, otherGradient, innerProducts

  // MARK: Random numbers

  case randomWords, randomState, otherAnswer, threads, partsOfABatch, countsOfParts
  case publishedWord, maskBeyond32Bits
  case goldenMask(named: String)

  // MARK: The reference's stages

  case stage(Stage)

  // MARK: Schedules, and what must be refused

  case scheduleRefused, scheduleCount, scheduleValue
  case inadmissible(String)

  // MARK: Means over many maps

  case droppedShare, position, pair, mask, partOfAMap
  case relation(Relation)

  /// The dropped share where options have some values.
  case shareOfOptions

  /// Two maps with one mask, and two stretches of units that are dropped alike.
  case twins, overlap

  /// A site that a requirement from outside this package names itself.
  case custom(String)

  /// A stage of the computation.
  public enum Stage: String, Sendable, Hashable, CaseIterable {
    case gamma, seeds, mask
    case keptCount = "kept count"
    case scale, output, gradient
  }

  /// The axes over which two maps of one call are apart.
  public enum Axes: String, Sendable, Hashable, CaseIterable {
    case firstChannels = "channels 0 and 1 of a sample"
    case secondChannels = "channels 1 and 2 of a sample"
    case fourthChannels = "channels 3 and 4 of a sample"
    case sixteenthChannels = "channels 15 and 16 of a sample"
    case outerChannels = "channels 0 and 16 of a sample"
    case firstSamples = "samples 0 and 1 of a channel"
    case alternateSamples = "samples 1 and 3 of a channel"
    case halfSamples = "samples 0 and 2 of a channel"
    case channelsAndSamples = "channels and samples"
  }

  /// The name in reports.
  public var name: String {
    switch self {
    case .outputSize: "output size"
    case .gradientSize: "gradient size"
    case .maskSize: "mask size"
    case .refused, .scheduleRefused: "refused"
    case .notRefused: "not refused"
    case .undefinedOutput: "undefined output"
    case .strayWrites: "stray writes"
    case .droppedValues: "dropped values"
    case .keptValues: "kept values"
    case .scale: "scale"
    case .nothingKept: "nothing kept"
    case .largeCount: "large count"
    case .output: "output"
    case .gradient: "gradient"
    case .outputFormat: "format of the output"
    case .gradientFormat: "format of the gradient"
    case .notAUnionOfBlocks: "not a union of blocks"
    case .revealedMask: "revealed mask"
    case .wholeMap: "whole map"
    case .gridPositionNeverSeeded: "grid position never seeded"
    case .blockNeverAlone: "block never alone"
    case .sharedMask: "shared mask"
    case .masksOver(let axes): "masks over \(axes.rawValue)"
    case .noGradient: "no gradient"
    case .gradientMask: "gradient mask"
    case .gradientFactor: "gradient factor"
    case .gradientValues: "gradient values"
    case .otherGradient: "other gradient"
    case .innerProducts: "inner products"
    case .randomWords: "random words"
    case .randomState: "random state"
    case .otherAnswer: "other answer"
    case .threads: "threads"
    case .partsOfABatch: "parts of a batch"
    case .countsOfParts: "counts of parts"
    case .publishedWord: "published word"
    case .maskBeyond32Bits: "mask beyond 32 bits"
    case .goldenMask(let name): "golden mask \(name)"
    case .stage(let stage): "stage \(stage.rawValue)"
    case .scheduleCount: "count"
    case .scheduleValue: "value"
    case .inadmissible(let what): what
    case .droppedShare: "dropped share"
    case .position: "position"
    case .pair: "pair"
    case .mask: "mask"
    case .partOfAMap: "part of a map"
    case .relation(let relation): relation.rawValue
    case .shareOfOptions: "dropped share of options"
    case .twins: "maps with one mask"
    case .overlap: "stretches that are alike"
    case .custom(let name): name
    }
  }

  /// How the maps are related that ought to have nothing in common; nil for any other site.
  var relation: Relation? {
    if case .relation(let relation) = self { relation } else { nil }
  }
}

extension FaultSite: CustomStringConvertible {
  /// The name in reports.
  public var description: String { name }
}
