import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults that show only for some values of the options.
  static let optionMutants = [
    Mutant(
      "single-sample-kept", "Nothing is dropped where there is one sample.", .rateOptions
    ) { $0.dropsNothing { $0.shape.samples == 1 } },
    Mutant(
      "last-sample-kept", "Nothing is dropped in the last sample of two and more.", .rateOptions
    ) { pipeline in
      let mask = pipeline.mask
      pipeline.mask = { seeds, geometry, request in
        var mask = mask(seeds, geometry, request)
        guard request.shape.samples > 1 else { return mask }
        let perSample = mask.count / request.shape.samples
        for unit in mask.indices.suffix(perSample) { mask[unit] = false }
        return mask
      }
    },
    Mutant(
      "large-maps-kept", "Nothing is dropped on maps of 784 units and more.", .rateOptions
    ) { $0.dropsNothing { $0.shape.unitsPerMap >= 784 } },
    Mutant("small-p-kept", "Nothing is dropped where p is below 0.01.", .rateOptions) {
      $0.dropsNothing { $0.configuration.dropProbability < 0.01 }
    },
    Mutant("half-precision-kept", "Nothing is dropped in float16.", .rateOptions) { pipeline in
      let unit = pipeline.unit
      pipeline.unit = { $0.type == .float16 ? $0.x : unit($0) }
    },
    Mutant("large-p-dropped", "Everything is dropped where p is above 0.5.", .rateOptions) {
      $0.changesGamma { $0.configuration.dropProbability > 0.5 ? 1 : $1 }
    },
    Mutant("single-channel-doubled", "Gamma is doubled where there is one channel.", .rateOptions) {
      $0.changesGamma { $0.shape.channels == 1 ? min(2 * $1, 1) : $1 }
    },
    Mutant(
      "single-sample-rows", "Where there is one sample whole rows are dropped.", .rateOptions
    ) { pipeline in
      let mask = pipeline.mask
      pipeline.mask = { seeds, geometry, request in
        let mask = mask(seeds, geometry, request)
        let width = request.shape.spatial.last ?? 1
        guard request.shape.samples == 1, width > 0 else { return mask }
        return mask.indices.map { unit in
          mask[unit / width * width..<unit / width * width + width].contains(true)
        }
      }
    },
    Mutant(
      "fixed-seed-count",
      "A tensor has the mean number of seeds, rounded down, in places that are drawn.", .rateOptions
    ) { pipeline in
      pipeline.seeds = { gamma, request, geometry in
        let count = geometry.positionCount
        guard gamma < 1 else { return Array(repeating: true, count: count) }
        var mixer = KeyMixer(request.key, salt: 7)
        let order = (0..<count).map { (mixer.next(), $0) }.sorted { $0.0 < $1.0 }
        var seeds = Array(repeating: false, count: count)
        for (_, position) in order.prefix(Int(gamma * Double(count))) { seeds[position] = true }
        return seeds
      }
    },
  ]
}

extension Pipeline {
  /// Makes gamma 0 for some requests.
  fileprivate mutating func dropsNothing(
    where isKept: @escaping @Sendable (DropBlockRequest) -> Bool
  ) { changesGamma { isKept($0) ? 0 : $1 } }

  /// Puts another gamma in the place of the one of a request.
  fileprivate mutating func changesGamma(
    _ change: @escaping @Sendable (DropBlockRequest, Double) -> Double
  ) {
    let gamma = self.gamma
    self.gamma = { (request: DropBlockRequest) throws(DropBlockError) -> Double in
      change(request, try gamma(request))
    }
  }
}
