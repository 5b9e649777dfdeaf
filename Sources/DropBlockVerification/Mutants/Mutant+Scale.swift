import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in counts and factors.
  static let scaleMutants = [
    Mutant(
      "count-over-sample", "Units are counted over each sample where the tensor was asked for.",
      .scaleFactor
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        guard request.configuration.scale == .tensor else { return Pipeline.factors(mask, request) }
        var first = request
        first.configuration.scale = .sample
        return Array(Pipeline.factors(mask, first).prefix(1))
      }
    },
    Mutant(
      "scale-by-probability", "Kept units are multiplied by 1 / (1 − p) instead of units / kept.",
      .scaleFactor
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        let factors = Pipeline.factors(mask, request)
        switch request.configuration.scale {
        case .fixed, .none: return factors
        case .tensor, .sample, .map:
          let p = min(request.configuration.dropProbability, 0.999)
          return factors.map { $0 == 0 ? 0 : 1 / (1 - p) }
        }
      }
    },
    Mutant(
      "scale-by-drop-probability",
      "Kept units are multiplied by 1 / p: p is taken for the probability of keeping.",
      .scaleFactor
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        let factors = Pipeline.factors(mask, request)
        switch request.configuration.scale {
        case .fixed, .none: return factors
        case .tensor, .sample, .map:
          let p = request.configuration.dropProbability
          return factors.map { $0 == 0 || p == 0 ? $0 : 1 / p }
        }
      }
    },
    Mutant(
      "overlaps-counted-twice", "Units under two blocks are counted as dropped twice.",
      .scaleFactor
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        guard request.configuration.scale == .tensor,
          let geometry = try? BlockGeometry(request),
          let gamma = try? Gamma.value(
            configuration: request.configuration, map: request.shape.spatial)
        else { return Pipeline.factors(mask, request) }
        let seeds = Pipeline.sample(gamma, request, geometry).count { $0 }
        let dropped = min(
          mask.count - 1, seeds * geometry.block.reduce(1, *))
        return [Double(mask.count) / Double(max(1, mask.count - dropped))]
      }
    },
    Mutant(
      "count-in-tensor-precision", "The kept count is held in the tensor's own format.",
      .scaleLargeCount
    ) { pipeline in
      pipeline.factors = { mask, request, type in
        switch request.configuration.scale {
        case .fixed, .none: return Pipeline.factors(mask, request)
        case .tensor, .sample, .map:
          let shape = request.shape
          let rule = request.configuration.scale
          let units = Double(ScaleScope.units(shape: shape, rule: rule))
          return KeptCount.counts(mask: mask, shape: shape, scale: rule).map {
            $0 == 0 ? 0 : units / TensorBits([Double($0)], as: type)[0]
          }
        }
      }
    },
    Mutant(
      "count-plus-one", "Kept units are counted from 1, so that nothing is divided by 0.",
      .scaleFactor
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        let rule = request.configuration.scale
        switch rule {
        case .fixed, .none: return Pipeline.factors(mask, request)
        case .tensor, .sample, .map:
          let units = Double(ScaleScope.units(shape: request.shape, rule: rule))
          return KeptCount.counts(mask: mask, shape: request.shape, scale: rule).map {
            units / Double($0 + 1)
          }
        }
      }
    },
    Mutant(
      "count-in-double", "The kept count is held in double precision.", .scaleLargeCount,
      equivalence: "Counts are integers, and below 2⁵³ for every tensor that fits into memory: a "
        + "Double holds each of them exactly, and they are divided as Doubles in any case."
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        let rule = request.configuration.scale
        let counts = KeptCount.counts(mask: mask, shape: request.shape, scale: rule).map {
          Int(Double($0))
        }
        return Scale.factors(counts: counts, shape: request.shape, rule: rule)
      }
    },
    Mutant(
      "nothing-kept-divides", "Where nothing is kept units / 0 is multiplied by 0.",
      .scaleNothingKept
    ) { pipeline in
      pipeline.factors = { mask, request, _ in
        Pipeline.factors(mask, request).map { $0 == 0 ? Double.infinity : $0 }
      }
      pipeline.unit = { unit in
        guard unit.isDropped else { return unit.x * unit.factor }
        return unit.factor.isInfinite ? .nan : 0
      }
    },
  ]

  /// Faults in what becomes of each unit.
  static let valueMutants = [
    Mutant("nan-leak", "Dropped units are x · 0, so NaN and infinities stay.", .values) {
      pipeline in
      pipeline.unit = { $0.isDropped ? $0.x * 0 : $0.x * $0.factor }
    },
    Mutant(
      "nan-leak-in-place", "In place dropped units are x · 0, so NaN and infinities stay.", .values
    ) { pipeline in
      pipeline.unit = { unit in
        guard unit.isDropped else { return unit.x * unit.factor }
        return unit.isInPlace && !unit.x.isFinite ? unit.x * 0 : 0
      }
    },
    Mutant(
      "zeros-counted-dropped",
      "Kept units are counted in the output, where zeros of the input are "
        + "missing.", .values
    ) { pipeline in
      pipeline.counted = { mask, input in zip(mask, input).map { $0 || $1 == 0 } }
    },
    Mutant("tail-unscaled", "The last units that fill no vector of eight are not scaled.", .values)
    {
      pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        return unit.index >= unit.count / 8 * 8 ? unit.x : unit.x * unit.factor
      }
    },
    Mutant(
      "inference-drops", "Units are dropped in inference too.", .identityInference
    ) { pipeline in
      pipeline.isIdentity = { $1 == 0 }
    },
    Mutant(
      "zero-draws", "With p = 0 random numbers are drawn all the same.", .identityZero
    ) { pipeline in
      pipeline.isIdentity = { request, _ in
        request.mode == .inference || request.shape.unitCount == 0
      }
    },
    Mutant("backward-fresh-mask", "The backward pass draws a mask of its own.", .backwardMask) {
      pipeline in
      pipeline.backward = {
        var request = $0
        request.key &+= 1
        return request
      }
    },
    Mutant("backward-unscaled", "The backward pass leaves the factor out.", .backwardAdjoint) {
      pipeline in
      pipeline.backward = {
        var request = $0
        request.configuration.scale = .none
        return request
      }
    },
    Mutant(
      "double-as-single", "In double precision the product is rounded to single.",
      .precisionFloat64
    ) {
      pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        let product = unit.x * unit.factor
        return unit.type == .float64 ? Double(Float(product)) : product
      }
    },
    Mutant(
      "bfloat16-truncated", "BFloat16 products are cut off instead of rounded.",
      .precisionBfloat16
    ) {
      pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        let product = unit.x * unit.factor
        guard unit.type == .bfloat16, product.isFinite else { return product }
        return Double(Float(bitPattern: Float(product).bitPattern & 0xFFFF_0000))
      }
    },
    Mutant(
      "float16-saturates", "Half-precision products beyond its range become its largest number.",
      .values
    ) { pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        let product = unit.x * unit.factor
        guard unit.type == .float16, unit.x.isFinite else { return product }
        return min(max(product, -65_504), 65_504)
      }
    },
    Mutant(
      "subnormals-flushed", "Products below the normal numbers of single precision become 0.",
      .values
    ) { pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        let product = unit.x * unit.factor
        let isTiny = unit.type == .float32 && abs(product) < 0x1p-126
        return isTiny ? (product.sign == .minus ? -0.0 : 0.0) : product
      }
    },
    Mutant(
      "float16-factor", "In half precision the factor is rounded to half first.",
      .precisionFloat16
    ) {
      pipeline in
      pipeline.unit = { unit in
        if unit.isDropped { return 0 }
        guard unit.type == .float16 else { return unit.x * unit.factor }
        return unit.x * Double(Float16(unit.factor))
      }
    },
  ]
}
