public import DropBlockContract
import DropBlockPlatform

/// What a gamma delivers, exactly: the probability of every unit and every pair of units of a map.
///
/// A unit that n grid positions cover is kept when none of them is a seed, with probability
/// (1 − gamma)^n. Everything here follows from that; blocks may overlap as they like.
///
/// All probabilities are evaluated through ln(1 − gamma), so that they keep their relative accuracy
/// (about 10⁻¹⁵) however small gamma is.
///
/// Source: specification section 9.
public struct ExactLaw: Sendable, Hashable {
  /// The most units a map may have: 2²⁴.
  public static let maximumUnits = 1 << 24

  /// The block, and the grid on which it starts.
  public let geometry: BlockGeometry

  /// The probability that one grid position is a seed, 0…1.
  public let gamma: Double

  /// How many units there are of each cover count.
  let histogram: CoverHistogram

  /// ln(1 − gamma): 0 … −∞.
  let logarithmOfNoSeed: Double

  /// The law of one map.
  ///
  /// - Parameters:
  ///   - map: Sᵢ, one to three sizes of 0 or more; at most ``maximumUnits`` units.
  ///   - blockSize: bᵢ ≥ 1, one side per axis; sides beyond the map are clipped to it.
  ///   - seedGrid: Where a seed may fall.
  ///   - gamma: The probability that one grid position is a seed, 0…1.
  /// - Throws: ``DropBlockError/gamma(_:)``, ``DropBlockError/rank(_:)``,
  ///   ``DropBlockError/size(axis:_:)``, ``DropBlockError/tooManyUnits(_:)``,
  ///   ``DropBlockError/mapTooLarge(_:most:)``,
  ///   ``DropBlockError/blockAxes(given:needed:)`` or ``DropBlockError/blockSize(_:)``.
  public init(
    map: [Int], blockSize: [Int], seedGrid: SeedGrid = .valid, gamma: Double
  ) throws(DropBlockError) {
    guard gamma >= 0, gamma <= 1 else { throw .gamma(gamma) }
    geometry = try BlockGeometry(map: map, blockSize: blockSize, seedGrid: seedGrid)
    guard map.reduce(1, *) <= Self.maximumUnits else {
      throw .mapTooLarge(map, most: Self.maximumUnits)
    }
    self.gamma = gamma
    histogram = CoverHistogram(geometry)
    logarithmOfNoSeed = .log(onePlus: -gamma)
  }

  /// The law of every map of a request, at the gamma that its sampler realises.
  ///
  /// In inference that gamma is 0.
  ///
  /// - Throws: What ``DropBlockRequest/validate()`` throws, and
  ///   ``DropBlockError/mapTooLarge(_:most:)`` for a map of more than ``maximumUnits`` units.
  public init(request: DropBlockRequest) throws(DropBlockError) {
    try request.validate()
    let configuration = request.configuration
    let map = request.shape.spatial
    let sides = try configuration.blockSize.sides(rank: map.count)
    var realised = 0.0
    if request.mode == .training {
      let gamma = try Gamma.value(configuration: configuration, map: map)
      realised = Gamma.realised(gamma, by: configuration.sampler)
    }
    try self.init(map: map, blockSize: sides, seedGrid: configuration.seedGrid, gamma: realised)
  }
}

extension ExactLaw {
  /// The share of a map's units that is dropped in the mean, 0…1; 0 for a map without units.
  public var expectedShare: Double {
    var dropped = 0.0
    var units = 0
    for entry in histogram.entries {
      dropped += Double(entry.units) * probability(cover: entry.cover)
      units += entry.units
    }
    return units == 0 ? 0 : dropped / Double(units)
  }

  /// n(u): how many grid positions cover each unit of a map, row-major.
  public var coverCounts: [Int] {
    // An axis without units leaves nothing to list, however long the other axes are.
    guard geometry.map.allSatisfy({ $0 > 0 }) else { return [] }
    let axes = geometry.map.indices.map { axis in
      (0..<geometry.map[axis]).map { geometry.cover(axis: axis, unit: $0) }
    }
    var counts = [1]
    for axis in axes {
      counts = counts.flatMap { count in axis.map { count * $0 } }
    }
    return counts
  }

  /// P(u dropped) for each unit of a map, row-major.
  public var probabilities: [Double] { coverCounts.map { probability(cover: $0) } }

  /// P(u dropped).
  ///
  /// - Parameter unit: Its place, one coordinate per axis, counted from 0.
  /// - Returns: A probability; 0 where the map has no such unit.
  public func probability(at unit: [Int]) -> Double {
    contains(unit) ? probability(cover: cover(unit)) : 0
  }

  /// 1 − (1 − gamma)^n, with all its digits also where it is near 0.
  func probability(cover n: Int) -> Double {
    // Subtracted, not negated: 0 is +0.
    0 - .expMinusOne(Double(n) * logarithmOfNoSeed)
  }

  /// n(u), a product over the axes.
  func cover(_ unit: [Int]) -> Int {
    var product = 1
    for (axis, place) in unit.enumerated() { product *= geometry.cover(axis: axis, unit: place) }
    return product
  }

  /// Whether the map has a unit at that place.
  func contains(_ unit: [Int]) -> Bool {
    unit.count == geometry.map.count
      && zip(unit, geometry.map).allSatisfy { $0 >= 0 && $0 < $1 }
  }
}
