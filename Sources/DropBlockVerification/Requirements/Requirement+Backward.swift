import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// The gradient.
  static let backward = [
    Requirement(
      .backwardMask,
      demands: "The gradient of the input is that of the output under the same mask and factor.",
      source: "Specification, section 7",
      consequence: "The gradient is that of another network than the one that ran forward.",
      missing: Missing.capability(.backward),
      .property(weight: 1) { examination, draw in
        let question = try examination.readableCase(examination.space(), gradient: true, &draw)
        let reading = try examination.read(question)
        return try examination.judgeGradient(reading).map(PropertyOutcome.fails) ?? .holds
      }),
    Requirement(
      .backwardAdjoint,
      demands: "⟨f(x), g⟩ = ⟨x, f*(g)⟩ to within the rounding of the products.",
      source: "Specification, section 7",
      consequence: "Gradient checks fail, and optimisers follow a wrong direction.",
      missing: Missing.capability(.backward),
      .property(weight: 0.5) { examination, draw in
        let question = try examination.readableCase(examination.space(), gradient: true, &draw)
        return try examination.judgeAdjoint(question)
      }),
  ]
}

extension Examination {
  /// Holds a gradient against the mask and the factor that are to be read off the output.
  func judgeGradient(_ reading: Reading) throws -> Fault? {
    let question = reading.question
    guard let backward = reading.backward else {
      return Fault(.noGradient, on: question, .answer(.noGradient))
    }
    let gradient = backward.got
    // A kept unit's gradient is not zero: every readable number times a factor of at least 0.3 is not.
    if let unit = (0..<gradient.count).first(where: {
      !reading.mask[$0] && gradient[$0] == 0 || reading.mask[$0] && gradient[$0] != 0
    }) {
      let units = question.request.shape.unitsPerMap
      let map = unit / units * units..<unit / units * units + units
      let maps = Evidence.MapDifference(
        map: question.request.shape.spatial, expected: Array(reading.mask[map]),
        got: map.map { gradient[$0] == 0 }, unit: unit % units)
      return Fault(
        .gradientMask, on: question,
        .gradient(
          .mask(
            reading.place(of: unit), isDropped: reading.mask[unit], gradient: gradient[unit], maps))
      )
    }
    if isExact {
      return CaseFaults.zeros(reading, backward)
        ?? CaseFaults.products(reading, backward, .normative, epsilon: declaration.scaleEpsilon)
    }
    if let fault = CaseFaults.nearProducts(
      reading, backward, epsilon: declaration.scaleEpsilon)
    {
      return fault
    }
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      guard
        case .within(let forward) = reading.factors(
          in: scope, of: reading.result.output, from: question.input),
        case .within(let back) = reading.factors(in: scope, of: gradient, from: backward.given)
      else { continue }
      // Products may be rounded differently; what must agree is the factor behind them.
      let slack = 4 * Rounding.relativeStep(gradient.elementType) * forward.upperBound
      if forward.upperBound < back.lowerBound - slack
        || back.upperBound < forward.lowerBound - slack
      {
        return Fault(
          .gradientFactor, on: question, .gradient(.factor(output: forward, gradient: back)))
      }
    }
    return nil
  }

  /// Compares the two inner products.
  ///
  /// Each product of a pass is off by at most half a unit in the last place, so the two sums differ by
  /// at most the relative step times Σ|x·g·f|; both sums are taken in Double, whose own rounding is
  /// covered by the count of terms.
  fileprivate func judgeAdjoint(_ question: SubjectCase) throws -> PropertyOutcome {
    let result = try read(question).result
    guard let incoming = question.outputGradient, let gradient = result.inputGradient,
      gradient.count == incoming.count
    else {
      return .fails(Fault(.noGradient, on: question, .answer(.noGradient)))
    }
    var forward = 0.0
    var backward = 0.0
    var magnitude = 0.0
    for unit in 0..<incoming.count {
      let left = result.output[unit] * incoming[unit]
      let right = question.input[unit] * gradient[unit]
      forward += left
      backward += right
      magnitude += abs(left) + abs(right)
    }
    let step =
      Rounding.relativeStep(result.output.elementType) + Double(incoming.count) * 0x1p-52
    guard abs(forward - backward) <= magnitude * step else {
      return .fails(
        Fault(
          .innerProducts, on: question,
          .gradient(
            .innerProducts(forward: forward, backward: backward, admissible: magnitude * step)),
          magnitude: abs(forward - backward) / max(magnitude * step, 0x1p-1000)))
    }
    return .holds
  }
}
