import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in gamma.
  static let rateMutants = [
    Mutant(
      "gamma-without-grid-correction",
      "Gamma is p / b² under every rule: the factor for the smaller "
        + "seed grid is left out.", .rateShare
    ) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        var request = request
        if request.configuration.gammaRule == .paper {
          request.configuration.gammaRule = .blockVolume
        }
        return try Gamma.value(
          configuration: request.configuration, map: request.shape.spatial)
      }
    },
    Mutant(
      "gamma-one-side", "Gamma is divided by one side of the block instead of its area.",
      .rateShare
    ) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        let gamma = try Gamma.value(
          configuration: request.configuration, map: request.shape.spatial)
        if case .fixed = request.configuration.gammaRule { return gamma }
        return min(1, gamma * Double(try BlockGeometry(request).block[0]))
      }
    },
    Mutant(
      "fixed-asks-for-p", "With a fixed gamma, p = 0 is taken for an identity all the same.",
      .stagesEqual
    ) { pipeline in
      let isIdentity = pipeline.isIdentity
      pipeline.isIdentity = { isIdentity($0, $1) || $0.configuration.dropProbability == 0 }
    },
    Mutant("keep-for-drop", "The drop probability is taken for the keep probability.", .rateShare) {
      pipeline in
      pipeline.request = {
        var request = $0
        let p = request.configuration.dropProbability
        if p > 0, p < 1 { request.configuration.dropProbability = 1 - p }
        return request
      }
    },
    Mutant("gamma-two-percent-high", "Gamma is 2 % too large.", .stagesEqual) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        min(
          1,
          1.02
            * (try Gamma.value(
              configuration: request.configuration, map: request.shape.spatial)))
      }
    },
    Mutant(
      "block-one-larger", "Blocks are one unit larger than asked for, along every axis.",
      .rateShare
    ) { pipeline in
      pipeline.geometry = { (request: DropBlockRequest) throws(DropBlockError) -> BlockGeometry in
        var geometry = try BlockGeometry(request)
        geometry.block = zip(geometry.block, geometry.map).map { min($0 + 1, $1) }
        geometry.positions = zip(geometry.positions, zip(geometry.block, geometry.map)).map {
          min($0, max($1.1 - $1.0 + 1, 1))
        }
        return Pipeline.renumbered(geometry, request)
      }
    },
    Mutant(
      "single-blocks-doubled", "Block size 1 is taken for 2.", .blockOne
    ) { pipeline in
      pipeline.request = {
        var request = $0
        if request.configuration.blockSize == .uniform(1) { request.configuration.blockSize = 2 }
        return request
      }
    },
    Mutant(
      "whole-maps-halved", "A block of the map's size is dropped half as often as it should.",
      .blockWhole
    ) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        let gamma = try Gamma.value(
          configuration: request.configuration, map: request.shape.spatial)
        return try BlockGeometry(request).positionsPerMap == 1 ? gamma / 2 : gamma
      }
    },
    Mutant(
      "oversized-unclipped", "Gamma is computed from a block size larger than the map.",
      .blockClipped
    ) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        let gamma = try Gamma.value(
          configuration: request.configuration, map: request.shape.spatial)
        if case .fixed = request.configuration.gammaRule { return gamma }
        let sides = try request.configuration.blockSize.sides(rank: request.shape.rank)
        let volume = sides.reduce(1.0) { $0 * Double($1) }
        let clipped = try BlockGeometry(request).block.reduce(1.0) { $0 * Double($1) }
        return volume > clipped ? gamma * clipped / volume : gamma
      }
    },
    Mutant("gamma-in-single", "Gamma is rounded to single precision.", .stagesEqual) { pipeline in
      pipeline.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
        Double(
          Float(try Gamma.value(configuration: request.configuration, map: request.shape.spatial)))
      }
    },
    Mutant("gamma-factor-ignored", "The factor on gamma has no effect.", .stagesEqual) {
      pipeline in
      pipeline.request = {
        var request = $0
        // Only an admissible one: others are still refused.
        let factor = request.configuration.gammaFactor
        if factor >= 0, factor.isFinite { request.configuration.gammaFactor = 1 }
        return request
      }
    },
    Mutant(
      "inadmissible-clamped", "A drop probability outside 0…1 is clamped instead of refused.",
      .inputRefused
    ) { pipeline in
      pipeline.request = {
        var request = $0
        let p = request.configuration.dropProbability
        request.configuration.dropProbability = p.isNaN ? 0 : min(1, max(0, p))
        return request
      }
    },
  ]
}

extension Pipeline {
  /// A geometry whose positions have changed, numbered anew for the request's place in its batch.
  static func renumbered(
    _ geometry: BlockGeometry, _ request: DropBlockRequest
  ) -> BlockGeometry {
    var geometry = geometry
    if geometry.firstPosition > 0 {
      geometry.firstPosition =
        request.firstSample * geometry.channels * geometry.positionsPerMap
    }
    return geometry
  }
}
