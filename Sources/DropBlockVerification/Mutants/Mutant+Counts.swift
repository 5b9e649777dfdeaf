import DropBlockContract
import DropBlockReference

extension Mutant {
  /// Faults in counts that are very large, or very small.
  static let countMutants = [
    Mutant(
      "count-stops",
      "Kept units are counted by ones in single precision, which stops at 2²⁴.", .scaleLargeCount
    ) { pipeline in
      pipeline.factors = counting { kept, _, _ in min(Double(kept), 0x1p24) }
    },
    Mutant(
      "count-half-volumes",
      "Of maps with three axes kept units are counted in half precision: beyond 65,504 the factor is "
        + "NaN.", .scaleLargeCount
    ) { pipeline in
      pipeline.factors = counting { kept, request, type in
        request.shape.rank == 3 ? half(kept, type) : Double(kept)
      }
    },
    Mutant(
      "count-half-shared",
      "Where channels share a mask, kept units are counted in half precision: beyond 65,504 the "
        + "factor is NaN.", .scaleLargeCount
    ) { pipeline in
      pipeline.factors = counting { kept, request, type in
        request.configuration.sharing.contains(.channels) ? half(kept, type) : Double(kept)
      }
    },
    Mutant(
      "count-at-least-two", "Fewer than two kept units are counted as two.", .scaleFewKept
    ) { pipeline in
      pipeline.factors = counting { kept, _, _ in max(Double(kept), 2) }
    },
    Mutant(
      "one-unit-left", "With p = 1 the first unit of the tensor is kept all the same.",
      .scaleNothingKept
    ) { pipeline in
      pipeline.mask = { seeds, geometry, request in
        var mask = BlockMask.grow(seeds: seeds, geometry: geometry, shape: request.shape)
        if request.configuration.dropProbability == 1, mask.allSatisfy({ $0 }), !mask.isEmpty {
          mask[0] = false
        }
        return mask
      }
    },
  ]

  /// A count of a half-precision tensor in its own format; NaN where that is infinite.
  private static func half(_ kept: Int, _ type: ElementType) -> Double {
    guard type == .float16 else { return Double(kept) }
    let count = Double(Float16(kept))
    return count.isInfinite ? .nan : count
  }

  /// units / kept with a count of its own.
  private static func counting(
    _ count: @escaping @Sendable (Int, DropBlockRequest, ElementType) -> Double
  ) -> @Sendable ([Bool], DropBlockRequest, ElementType) -> [Double] {
    { mask, request, type in
      let rule = request.configuration.scale
      switch rule {
      case .fixed, .none: return Pipeline.factors(mask, request)
      case .tensor, .sample, .map:
        let units = Double(ScaleScope.units(shape: request.shape, rule: rule))
        return KeptCount.counts(mask: mask, shape: request.shape, scale: rule).map {
          $0 == 0 ? 0 : units / count($0, request, type)
        }
      }
    }
  }
}
