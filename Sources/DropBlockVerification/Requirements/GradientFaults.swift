import DropBlockContract

/// What can be wrong with the gradient of one answered case whose mask is known.
enum GradientFaults {
  /// A gradient of a dropped unit that is not +0, or one of a kept unit that is not the output's times
  /// the factor.
  ///
  /// - Parameters:
  ///   - reading: The case with its mask.
  ///   - isExact: Whether the factor is known to the bit.
  ///   - forward: A case with the same mask, of whose output the factor is read where it is not known.
  static func values(_ reading: Reading, isExact: Bool, forward: Reading) -> Fault? {
    let question = reading.question
    guard let incoming = question.outputGradient, let gradient = reading.result.inputGradient,
      gradient.count == incoming.count
    else { return Fault(.noGradient, on: question, .answer(.noGradient)) }
    let leaking = reading.mask.indices.first {
      reading.mask[$0] && gradient.bitPattern(at: $0) != 0
    }
    if let unit = leaking {
      return Fault(
        .gradientValues, on: question,
        .gradient(
          .notZero(
            reading.place(of: unit), given: incoming[unit], got: TensorElement(gradient, unit))))
    }
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      let factors =
        isExact
        ? exact(reading.demandedFactor(in: scope, epsilon: 0))
        : seen(in: scope, of: forward, as: gradient.elementType)
      let wrong = scope.first { unit in
        guard !reading.mask[unit] else { return false }
        return isExact
          ? !isProduct(incoming[unit], factors.lowerBound, gradient[unit], gradient.elementType)
          : !admits(factors, incoming[unit], gradient[unit], gradient.elementType)
      }
      if let unit = wrong {
        let product = Evidence.Product(
          place: reading.place(of: unit), input: question.input[unit], given: incoming[unit],
          factors: factors, got: TensorElement(gradient, unit))
        return Fault(.gradientValues, on: question, .gradient(.product(product)))
      }
    }
    return nil
  }

  /// What units whose input is 0 can't have become, if their gradients are right: dropped outside of
  /// any wholly dropped block, or so many of them that the factor is another.
  static func zeroUnits(_ reading: Reading, epsilon: Double) -> Fault? {
    let question = reading.question
    for map in reading.maps {
      if let unit = BlockUnion.strayUnit(in: reading.mask[map], reading.geometry),
        question.input[map.lowerBound + unit] == 0
      {
        let picture = Evidence.MarkedMap(
          map: question.request.shape.spatial, mask: Array(reading.mask[map]), unit: unit)
        return Fault(
          .gradientMask, on: question,
          .gradient(.stray(reading.place(of: map.lowerBound + unit), picture)))
      }
    }
    if case .values(.factor(let factor))? = CaseFaults.factor(reading, epsilon: epsilon)?.evidence {
      return Fault(.gradientMask, on: question, .gradient(.count(factor)))
    }
    return nil
  }

  /// One factor alone.
  private static func exact(_ factor: Double) -> ClosedRange<Double> { factor...factor }

  /// The factors that the output of a scope admits, and what a second rounding may make of them.
  private static func seen(
    in scope: Range<Int>, of reading: Reading, as type: ElementType
  ) -> ClosedRange<Double> {
    guard
      case .within(let factors) = reading.factors(
        in: scope, of: reading.result.output, from: reading.question.input)
    else { return 0...(.infinity) }
    let slack = 4 * Rounding.relativeStep(type)
    return factors.lowerBound * (1 - slack)...factors.upperBound * (1 + slack)
  }

  /// Whether a gradient is the exact product, rounded once; NaN is one value, and the zeros are two.
  private static func isProduct(
    _ given: Double, _ factor: Double, _ got: Double, _ type: ElementType
  ) -> Bool {
    let product = Rounding.product(given, factor, as: type)
    return product.isNaN ? got.isNaN : got == product && got.sign == product.sign
  }

  /// Whether some factor of a range gives the gradient.
  private static func admits(
    _ factors: ClosedRange<Double>, _ given: Double, _ got: Double, _ type: ElementType
  ) -> Bool {
    Rounding.factors(of: given, giving: got, as: type).map(factors.overlaps) ?? false
  }
}
