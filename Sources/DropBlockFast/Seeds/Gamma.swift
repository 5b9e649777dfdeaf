import DropBlockContract

extension Geometry {
  /// Gamma of a training request: the rule, times the factor, cut at 1 (specification, section 4).
  ///
  /// Maps of fewer than three axes have sides and sizes of 1 in front; a factor of 1 changes no
  /// product.
  func gamma(_ configuration: DropBlockConfiguration) -> Double {
    let p = configuration.dropProbability
    let gamma: Double
    switch configuration.gammaRule {
    case .paper:
      let positions = Extent(map, block) { $0 - $1 + 1 }
      gamma = ((p / Self.product(block)) * Self.product(map)) / Self.product(positions)
    case .blockVolume:
      gamma = p / Self.product(block)
    case .calibrated:
      let threshold = CoverProfile.calibratedThreshold(coverProfiles, dropProbability: p)
      gamma = Double(threshold) * 0x1p-32
    case .fixed(let given):
      gamma = given
    }
    return min(gamma * configuration.gammaFactor, 1)
  }

  /// The cover profiles of the three axes.
  var coverProfiles: [CoverProfile] {
    (0..<3).map { axis in
      CoverProfile(
        map: map.values[axis], block: block.values[axis], grid: grid.values[axis],
        offset: offset.values[axis])
    }
  }

  private static func product(_ extent: Extent) -> Double {
    (Double(extent.depth) * Double(extent.height)) * Double(extent.width)
  }
}
