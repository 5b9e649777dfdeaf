/// What one request decides before it touches the tensor, stage by stage.
///
/// For an identity (inference, or gamma 0) nothing is seeded, nothing is dropped, every unit is kept
/// and every scale is 1.
public struct DropBlockStages: Sendable, Hashable {
  /// The probability that one grid position is a seed, 0…1.
  public var gamma: Double

  /// The sizes of the seed grid: samples, channels (1 where shared), then one size per spatial axis;
  /// all zero for an empty tensor.
  public var seedGrid: [Int]

  /// True where a block starts; row-major over ``seedGrid``.
  public var seeds: [Bool]

  /// True where a unit is dropped; logical order over the whole tensor, shared masks repeated.
  public var mask: [Bool]

  /// Units not dropped, per scope of the scale rule: one for the tensor (also for fixed and no
  /// scale), or one per sample, or one per map.
  public var keptCounts: [Int]

  /// The factor of each scope, before it is rounded to the tensor's precision; 0 where units exist
  /// and none is kept.
  public var scales: [Double]

  /// How many 32-bit random words were drawn; 0 for an identity.
  ///
  /// Not part of the semantics: an engine may draw more words than it uses.
  public var randomWords: Int

  /// Creates the stages of one request.
  public init(
    gamma: Double, seedGrid: [Int], seeds: [Bool], mask: [Bool], keptCounts: [Int],
    scales: [Double], randomWords: Int
  ) {
    self.gamma = gamma
    self.seedGrid = seedGrid
    self.seeds = seeds
    self.mask = mask
    self.keptCounts = keptCounts
    self.scales = scales
    self.randomWords = randomWords
  }
}

/// What a forward or backward call reports: the kept counts and scales of its scopes.
public struct Kept: Sendable, Hashable {
  /// Units not dropped, per scope; see ``DropBlockStages/keptCounts``.
  public var counts: [Int]

  /// The factor of each scope; see ``DropBlockStages/scales``.
  public var scales: [Double]

  /// Creates a report.
  public init(counts: [Int], scales: [Double]) {
    self.counts = counts
    self.scales = scales
  }
}
