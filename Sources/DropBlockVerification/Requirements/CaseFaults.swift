import DropBlockContract
import DropBlockGenerators

/// What can be wrong with one answered case, each fault by itself; nil where nothing is.
enum CaseFaults {
  /// Dropped units that belong to no wholly dropped block.
  static func blocks(_ reading: Reading) -> Fault? {
    for map in reading.maps {
      if let unit = BlockUnion.strayUnit(in: reading.mask[map], reading.geometry) {
        let picture = Evidence.MarkedMap(
          map: reading.question.request.shape.spatial, mask: Array(reading.mask[map]), unit: unit)
        return Fault(
          .notAUnionOfBlocks, on: reading.question,
          .masks(.stray(reading.place(of: map.lowerBound + unit), picture)))
      }
    }
    return nil
  }

  /// Maps that are to share a mask, and do not.
  static func sharing(_ reading: Reading) -> Fault? {
    let sharing = reading.question.request.configuration.sharing
    guard !sharing.isEmpty, !reading.isIdentity else { return nil }
    let channels = max(reading.question.request.shape.channels, 1)
    for (index, map) in reading.maps.enumerated() {
      let (sample, channel) = index.quotientAndRemainder(dividingBy: channels)
      let first =
        (sharing.contains(.samples) ? 0 : sample) * channels
        + (sharing.contains(.channels) ? 0 : channel)
      let other = reading.maps[first]
      guard
        let unit = map.indices.first(where: {
          reading.mask[$0] != reading.mask[$0 - map.lowerBound + other.lowerBound]
        })
      else { continue }
      return Fault(
        .sharedMask, on: reading.question,
        .masks(
          .unlikeShared(
            reading.place(of: unit), isDropped: reading.mask[unit],
            other: reading.place(of: unit - map.lowerBound + other.lowerBound))))
    }
    return nil
  }

  /// A revealed mask that is not the one to be seen in the output.
  static func revealedMask(_ reading: Reading) -> Fault? {
    guard let revealed = reading.result.revealed.mask else { return nil }
    guard let unit = reading.mask.indices.first(where: { reading.mask[$0] != revealed[$0] }) else {
      return nil
    }
    return Fault(
      .revealedMask, on: reading.question,
      .masks(
        .revealed(
          reading.place(of: unit), isDropped: revealed[unit], output: reading.result.output[unit])))
  }

  /// Kept units that are not what went into a pass times one factor with one rounding, in some scope.
  ///
  /// Of a subject with the normative random stream the factor is known to the bit; of any other it
  /// must only be the same for the whole scope.
  static func products(
    _ reading: Reading, _ passage: Passage, _ demand: FactorDemand, epsilon: Double
  ) -> Fault? {
    let (given, got) = (passage.given, passage.got)
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      switch demand {
      case .normative:
        let factor = reading.demandedFactor(in: scope, epsilon: epsilon)
        for unit in scope where !reading.mask[unit] {
          let expected = Rounding.product(given[unit], factor, as: got.elementType)
          if !same(expected, got, unit) {
            let demand = TensorElement(expected, as: got.elementType)
            return mismatch(reading, unit, passage, factor, .rounded(demand))
          }
        }
      case .common:
        if case .none(let unit, let other) = reading.factors(in: scope, of: got, from: given) {
          let kept = { Evidence.Kept($0, at: reading.place(of: $0), given, got) }
          return Fault(
            .keptValues, on: reading.question,
            .values(
              other.map { .noCommonFactor(kept($0), kept(unit)) } ?? .noFactor(kept(unit))))
        }
      }
    }
    return nil
  }

  /// Kept units that are not what went into a pass times units / kept to within four units in the last
  /// place.
  ///
  /// Enough to see that every unit stands where it belongs and has its scope's factor; how products
  /// are rounded is what `values`, and how exact the factor is what `scale.factor` is about.
  ///
  /// - Parameter step: What a unit in the last place is taken for.
  static func nearProducts(
    _ reading: Reading, _ passage: Passage, epsilon: Double,
    step: (ElementType) -> Double = Rounding.relativeStep
  ) -> Fault? {
    let (given, got) = (passage.given, passage.got)
    let slack = 4 * step(got.elementType)
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      let factor = reading.demandedFactor(in: scope, epsilon: epsilon)
      let wrong = scope.first {
        !reading.mask[$0] && !(abs(got[$0] / given[$0] - factor) <= factor * slack)
      }
      if let unit = wrong {
        return mismatch(
          reading, unit, passage, factor, .near(given[unit] * factor, within: slack))
      }
    }
    return nil
  }

  /// Dropped units that are not +0, or whose gradients are not.
  static func zeros(_ reading: Reading, _ passage: Passage) -> Fault? {
    guard
      let unit = reading.mask.indices.first(where: {
        reading.mask[$0] && passage.got.bitPattern(at: $0) != 0
      })
    else { return nil }
    let place = reading.place(of: unit)
    let (given, got) = (passage.given[unit], TensorElement(passage.got, unit))
    return Fault(
      .droppedValues, on: reading.question,
      passage.pass == .forward
        ? .values(.notZero(place, input: given, got: got))
        : .gradient(.notZero(place, given: given, got: got)))
  }

  /// A factor that is not units / kept of the declared scope.
  ///
  /// Of a subject without the normative stream it may be off by one unit in the last place of the
  /// tensor's format: such subjects hold the factor in that format.
  static func factor(_ reading: Reading, epsilon: Double) -> Fault? {
    let output = reading.result.output
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      guard
        case .within(let fitting) = reading.factors(
          in: scope, of: output, from: reading.question.input)
      else { continue }
      let demanded = reading.demandedFactor(in: scope, epsilon: epsilon)
      let slack = demanded * Rounding.relativeStep(output.elementType)
      if fitting.upperBound < demanded - slack || fitting.lowerBound > demanded + slack {
        let factor = Evidence.Factor(
          scope: scope, kept: reading.keptCount(in: scope), expected: demanded, got: fitting)
        return Fault(
          .scale, on: reading.question, .values(.factor(factor)),
          magnitude: abs(fitting.lowerBound - demanded) / max(slack, 0x1p-1000))
      }
    }
    return nil
  }

  /// Whether an element has a value, NaN being one value and the zeros two.
  private static func same(_ expected: Double, _ tensor: TensorBits, _ unit: Int) -> Bool {
    let got = tensor[unit]
    if expected.isNaN { return got.isNaN }
    return got == expected && got.sign == expected.sign
  }

  private static func mismatch(
    _ reading: Reading, _ unit: Int, _ passage: Passage, _ factor: Double,
    _ demand: Evidence.Multiple.Demand
  ) -> Fault {
    let multiple = Evidence.Multiple(
      pass: passage.pass, place: reading.place(of: unit), given: passage.given[unit],
      factor: factor, demand: demand, got: TensorElement(passage.got, unit))
    let site = passage.pass == .backward ? FaultSite.gradientValues : .keptValues
    return Fault(site, on: reading.question, .values(.multiple(multiple)))
  }
}

extension Evidence.Kept {
  /// A kept unit of a tensor, and the factors that explain it.
  init(_ unit: Int, at place: UnitPlace, _ input: TensorBits, _ output: TensorBits) {
    self.init(
      place: place, input: input[unit], got: TensorElement(output, unit),
      factors: Rounding.factors(of: input[unit], giving: output[unit], as: output.elementType))
  }
}

/// What the factor of kept units has to be.
enum FactorDemand {
  /// The one that the specification gives, known to the bit: of a subject with the normative stream.
  case normative

  /// Any, as long as it is one for the whole scope.
  case common
}

extension Examination {
  /// What the subject's factors have to be.
  var factorDemand: FactorDemand { isExact ? .normative : .common }
}
