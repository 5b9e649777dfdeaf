public import DropBlockContract

/// The gamma for which the exact expected dropped share is the drop probability.
///
/// Source: specification section 4, rule `calibrated`, by the law of section 9.
public enum CalibratedGamma {
  /// T: gamma is T / 2³².
  ///
  /// - Parameters:
  ///   - map: Sᵢ, one to three sizes of 0 or more.
  ///   - block: bᵢ ≥ 1, one side per axis; sides beyond the map are clipped to it.
  ///   - seedGrid: Where a seed may fall.
  ///   - dropProbability: p, 0…1.
  /// - Returns: 0…2³²; 0 for a map without units.
  /// - Throws: What ``BlockGeometry/init(map:blockSize:seedGrid:)`` throws, or
  ///   ``DropBlockError/dropProbability(_:)``.
  public static func threshold(
    map: [Int], block: [Int], seedGrid: SeedGrid, dropProbability: Double
  ) throws(DropBlockError) -> Int {
    guard dropProbability >= 0, dropProbability <= 1 else {
      throw .dropProbability(dropProbability)
    }
    let geometry = try BlockGeometry(map: map, blockSize: block, seedGrid: seedGrid)
    return threshold(geometry: geometry, dropProbability: dropProbability)
  }

  /// T for a geometry whose block is clipped already, and for p in 0…1.
  static func threshold(geometry: BlockGeometry, dropProbability p: Double) -> Int {
    let histogram = CoverHistogram(geometry)
    guard !histogram.entries.isEmpty else { return 0 }

    // share ≥ p − 2⁻⁴⁰, said of the kept share: that one keeps its digits where the share nears 1.
    let mostKept = (1 - p) + 0x1p-40
    func suffices(_ threshold: Int) -> Bool { keptShare(histogram, threshold) <= mostKept }

    if suffices(0) { return 0 }
    var tooSmall = 0
    var sufficient = 1 << 32
    while sufficient - tooSmall > 1 {
      let middle = (tooSmall + sufficient) / 2
      if suffices(middle) { sufficient = middle } else { tooSmall = middle }
    }
    return sufficient
  }

  /// The mean over the units of a map of (1 − T / 2³²)^n.
  private static func keptShare(_ histogram: CoverHistogram, _ threshold: Int) -> Double {
    // 1 − T / 2³² is exact.
    let noSeed = Double((1 << 32) - threshold) / 4_294_967_296
    var kept = 0.0
    var units = 0
    for entry in histogram.entries {
      kept += Double(entry.units) * power(noSeed, entry.cover)
      units += entry.units
    }
    return kept / Double(units)
  }

  /// base^exponent by repeated squaring: multiplications only, so that every machine agrees.
  ///
  /// The relative error is below exponent · 2⁻⁵², while one step of T changes the power by
  /// exponent · 2⁻³² and more: the error cannot move T but by coincidence.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest % 2 == 1 { result *= square }
      square *= square
      rest /= 2
    }
    return result
  }
}
