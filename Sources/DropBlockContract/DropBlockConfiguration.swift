/// Everything a caller decides about a DropBlock layer before it sees a tensor.
///
/// The defaults are the paper's Algorithm 1: seeds where the whole block fits, gamma by equation 1,
/// a mask of its own for every channel of every sample, one scale for the whole tensor.
public struct DropBlockConfiguration: Sendable, Hashable {
  /// b, the side of the dropped block.
  public var blockSize: BlockSize

  /// p, the share of units the caller asks to drop, 0…1.
  ///
  /// Not used by ``GammaRule/fixed(_:)``.
  public var dropProbability: Double

  /// Where a seed may fall.
  public var seedGrid: SeedGrid = .valid

  /// How gamma follows from p.
  public var gammaRule: GammaRule = .paper

  /// A factor on gamma, finite and at least 0; the product is cut at 1.
  public var gammaFactor: Double = 1

  /// Which maps have the same mask.
  public var sharing: MaskSharing = []

  /// What kept units are multiplied by.
  public var scale: ScaleRule = .tensor

  /// How seeds are drawn from the key.
  public var sampler: Sampler = .sparse

  /// What happens to a block that is larger than its map.
  public var oversizedBlock: OversizedBlock = .clipped

  /// Creates the paper's configuration for a block size and a drop probability.
  public init(blockSize: BlockSize, dropProbability: Double) {
    self.blockSize = blockSize
    self.dropProbability = dropProbability
  }
}

/// The positions at which a seed may fall.
public enum SeedGrid: Sendable, Hashable {
  /// Only where the whole block lies inside the map (the paper's figure 2): Vᵢ = Sᵢ − b′ᵢ + 1
  /// positions per axis; the seed is the block's lowest corner.
  case valid

  /// Every position of the map; blocks are cut at the border.
  case whole(Anchor)
}

/// Which unit of its block a seed is, on the ``SeedGrid/whole(_:)`` grid.
public enum Anchor: String, Sendable, Hashable, CaseIterable {
  /// A block covers s − ⌊b′/2⌋ … s − ⌊b′/2⌋ + b′ − 1: an even block reaches further down.
  case lowerCentre

  /// A block covers s − ⌊(b′−1)/2⌋ … s − ⌊(b′−1)/2⌋ + b′ − 1: an even block reaches further up.
  case upperCentre

  /// A block covers s … s + b′ − 1.
  case corner
}

/// How gamma, the probability that one grid position is a seed, follows from p.
public enum GammaRule: Sendable, Hashable {
  /// p / Πb′ᵢ · ΠSᵢ / Π(Sᵢ − b′ᵢ + 1): the paper's equation 1, per axis, on either grid.
  case paper

  /// p / Πb′ᵢ.
  case blockVolume

  /// The smallest T / 2³² for which the exact expected dropped share reaches p.
  case calibrated

  /// The given gamma, 0…1.
  case fixed(Double)
}

/// Which maps have the same mask; an empty set gives every map its own.
public struct MaskSharing: OptionSet, Sendable, Hashable {
  /// The bits of the set.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// All channels of a sample have the same mask.
  public static let channels = MaskSharing(rawValue: 1)

  /// All samples have the same mask, channel by channel.
  public static let samples = MaskSharing(rawValue: 2)
}

/// What kept units are multiplied by.
public enum ScaleRule: Sendable, Hashable {
  /// units / kept over the whole tensor (the paper).
  case tensor

  /// units / kept over each sample.
  case sample

  /// units / kept over each map.
  case map

  /// The given factor, finite and at least 0.
  case fixed(Double)

  /// Nothing: kept units keep their value.
  case none
}

/// How seeds are drawn from the key; both follow the same law.
public enum Sampler: String, Sendable, Hashable, CaseIterable {
  /// One 32-bit word per grid position.
  case bernoulli

  /// One 64-bit word per seed: the gaps between seeds are drawn.
  case sparse
}

/// What happens to a block that is larger than its map.
public enum OversizedBlock: String, Sendable, Hashable, CaseIterable {
  /// The side is min(b, S), per axis.
  case clipped

  /// The request is refused.
  case refused
}
