public import DropBlockContract

/// Gamma, the probability that one grid position is a seed.
///
/// Source: specification section 4; the paper's equation 1.
public enum Gamma {
  /// Gamma as a configuration asks for it on maps of the given sizes.
  ///
  /// - Parameters:
  ///   - configuration: Rule, block size, drop probability and factor.
  ///   - map: Sᵢ, one to three sizes of 0 or more.
  /// - Returns: A probability, 0…1; 0 for a map without units.
  /// - Throws: What ``DropBlockRequest/validate()`` throws for such a map.
  public static func value(
    configuration: DropBlockConfiguration, map: [Int]
  ) throws(DropBlockError) -> Double {
    let shape = Shape(samples: 1, channels: 1, spatial: map)
    try DropBlockRequest(configuration, shape: shape, key: 0).validate()
    if shape.unitCount == 0 { return 0 }

    let sides = try configuration.blockSize.sides(rank: shape.rank)
    let geometry = try BlockGeometry(
      map: map, blockSize: sides, seedGrid: configuration.seedGrid)
    let p = configuration.dropProbability

    var gamma: Double
    switch configuration.gammaRule {
    case .paper:
      // Vᵢ is that of the valid grid, whichever grid the seeds fall on.
      let fitting = zip(map, geometry.block).map { size, side in size - side + 1 }
      gamma = ((p / product(geometry.block)) * product(map)) / product(fitting)
    case .blockVolume:
      gamma = p / product(geometry.block)
    case .calibrated:
      let threshold = CalibratedGamma.threshold(geometry: geometry, dropProbability: p)
      gamma = Double(threshold) / 4_294_967_296
    case .fixed(let given):
      gamma = given
    }
    gamma = gamma * configuration.gammaFactor
    return min(gamma, 1)
  }

  /// The gamma that a sampler realises when it is asked for `gamma`.
  ///
  /// - Parameters:
  ///   - gamma: A probability, 0…1.
  ///   - sampler: T / 2³² for `bernoulli`, 1 − Q / 2⁶⁴ for `sparse`.
  /// - Returns: The probability of a seed at each grid position, exact.
  public static func realised(_ gamma: Double, by sampler: Sampler) -> Double {
    switch sampler {
    case .bernoulli: Double(BernoulliSampler.threshold(gamma: gamma)) / 4_294_967_296
    case .sparse: 1 - (1 - gamma)
    }
  }

  private static func product(_ sizes: [Int]) -> Double {
    var product = 1.0
    for size in sizes { product = product * Double(size) }
    return product
  }
}
