import DropBlockContract
import DropBlockGenerators

/// What can be wrong with one answered case, each fault by itself; nil where nothing is.
enum CaseFaults {
  /// The result of an answer, or why there is none.
  static func result(_ answer: SubjectAnswer, to question: SubjectCase) throws(CaseEnd)
    -> SubjectResult
  {
    switch answer {
    case .result(let result):
      guard result.output.count == question.input.count else {
        throw .fails(
          failure(
            "output size", question,
            "\(question.input.count) units went in, \(result.output.count) came out"))
      }
      if let incoming = question.outputGradient, let gradient = result.inputGradient,
        gradient.count != incoming.count
      {
        throw .fails(
          failure(
            "gradient size", question,
            "\(incoming.count) units went in, \(gradient.count) came out"))
      }
      if let mask = result.revealed.mask, mask.count != question.input.count {
        throw .fails(
          failure(
            "mask size", question,
            "the tensor has \(question.input.count) units, the revealed mask \(mask.count)"))
      }
      return result
    case .refused(let message):
      throw .fails(failure("refused", question, "an admissible request was refused: \(message)"))
    case .unsupported: throw .discarded
    }
  }

  /// Dropped units that belong to no wholly dropped block.
  static func blocks(_ reading: Reading) -> PropertyFailure? {
    for map in reading.maps {
      if let unit = BlockUnion.strayUnit(in: reading.mask[map], reading.geometry) {
        return failure(
          "not a union of blocks", reading.question,
          """
          dropped, but in no wholly dropped block: \(reading.place(of: map.lowerBound + unit))
          \(MaskPicture.draw(reading.mask[map], map: reading.question.request.shape.spatial, mark: unit))
          """)
      }
    }
    return nil
  }

  /// A revealed mask that is not the one to be seen in the output.
  static func revealedMask(_ reading: Reading) -> PropertyFailure? {
    guard let revealed = reading.result.revealed.mask else { return nil }
    guard let unit = reading.mask.indices.first(where: { reading.mask[$0] != revealed[$0] }) else {
      return nil
    }
    return failure(
      "revealed mask", reading.question,
      "\(reading.place(of: unit)): revealed as \(revealed[unit] ? "dropped" : "kept"), "
        + "but the output is \(reading.result.output[unit])")
  }

  /// Kept units that are not x times one factor with one rounding, in some scope.
  ///
  /// Of a subject with the normative random stream the factor is known to the bit; of any other it
  /// must only be the same for the whole scope.
  static func products(
    _ reading: Reading, of output: Tensor, from input: Tensor, exact: Bool, epsilon: Double
  ) -> PropertyFailure? {
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      if exact {
        let factor = reading.demandedFactor(in: scope, epsilon: epsilon)
        for unit in scope where !reading.mask[unit] {
          let expected = product(input[unit], factor, as: output.elementType)
          if !same(expected, output, unit) {
            return mismatch(reading, unit, input, output, expected, "\(factor)")
          }
        }
      } else if case .none(let unit) = reading.factors(in: scope, of: output, from: input) {
        return failure(
          "kept values", reading.question,
          """
          \(reading.place(of: unit)): no single factor explains this kept unit and those before it
            input \(input[unit])
            got   \(output[unit])
          """)
      }
    }
    return nil
  }

  /// Kept units that are not x times units / kept to within four units in the last place.
  ///
  /// Enough to see that every unit stands where it belongs and has its scope's factor; how products
  /// are rounded is what `values`, and how exact the factor is what `scale.factor` is about.
  static func nearProducts(
    _ reading: Reading, of output: Tensor, from input: Tensor, epsilon: Double
  ) -> PropertyFailure? {
    let slack = 4 * Rounding.relativeStep(output.elementType)
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      let factor = reading.demandedFactor(in: scope, epsilon: epsilon)
      let wrong = scope.first {
        !reading.mask[$0] && !(abs(output[$0] / input[$0] - factor) <= factor * slack)
      }
      if let unit = wrong {
        return mismatch(reading, unit, input, output, input[unit] * factor, "\(factor)")
      }
    }
    return nil
  }

  /// Dropped units that are not +0.
  static func zeros(_ reading: Reading, of output: Tensor, from input: Tensor) -> PropertyFailure? {
    guard
      let unit = reading.mask.indices.first(where: {
        reading.mask[$0] && output.bitPattern(at: $0) != 0
      })
    else { return nil }
    return failure(
      "dropped values", reading.question,
      """
      \(reading.place(of: unit)): dropped, so +0 is demanded
        input \(input[unit])
        got   \(output[unit]) (bits \(hexadecimal(output, unit)))
      \(output[unit] == 0
        ? "-0 is what x · 0 gives, which also lets NaN and infinity through"
        : "the dropped unit's value leaks")
      """)
  }

  /// A factor that is not units / kept of the declared scope.
  ///
  /// Of a subject without the normative stream it may be off by one unit in the last place of the
  /// tensor's format: such subjects hold the factor in that format.
  static func factor(_ reading: Reading, epsilon: Double) -> PropertyFailure? {
    let output = reading.result.output
    for scope in reading.scopes where reading.keptCount(in: scope) > 0 {
      guard
        case .within(let fitting) = reading.factors(
          in: scope, of: output, from: reading.question.input)
      else { continue }
      let demanded = reading.demandedFactor(in: scope, epsilon: epsilon)
      let slack = demanded * Rounding.relativeStep(output.elementType)
      if fitting.upperBound < demanded - slack || fitting.lowerBound > demanded + slack {
        return failure(
          "scale", reading.question,
          """
          in units \(scope.lowerBound)..<\(scope.upperBound): \(scope.count) units, \
          \(reading.keptCount(in: scope)) kept
            expected factor \(demanded)
            got a factor in \(fitting.lowerBound) ... \(fitting.upperBound)
          """, magnitude: abs(fitting.lowerBound - demanded) / max(slack, 0x1p-1000))
      }
    }
    return nil
  }

  /// x · factor with the factor rounded once and the product rounded once, as the specification says.
  static func product(_ x: Double, _ factor: Double, as type: ElementType) -> Double {
    switch type {
    case .float64: x * factor
    case .float32: Double(Float(x) * Float(factor))
    case .float16: Float16(nearest: x * Double(Float(factor))).doubleValue
    case .bfloat16: BFloat16(nearest: x * Double(Float(factor))).doubleValue
    }
  }

  /// Whether an element has a value, NaN being one value and the zeros two.
  private static func same(_ expected: Double, _ tensor: Tensor, _ unit: Int) -> Bool {
    let got = tensor[unit]
    if expected.isNaN { return got.isNaN }
    return got == expected && got.sign == expected.sign
  }

  private static func mismatch(
    _ reading: Reading, _ unit: Int, _ input: Tensor, _ output: Tensor, _ expected: Double,
    _ factor: String
  ) -> PropertyFailure {
    let bits = Tensor([expected], as: output.elementType)
    return failure(
      "kept values", reading.question,
      """
      \(reading.place(of: unit)): kept, so input · \(factor) is demanded, rounded once
        input    \(input[unit])
        expected \(expected) (bits \(hexadecimal(bits, 0)))
        got      \(output[unit]) (bits \(hexadecimal(output, unit)))
      """)
  }

  /// The bits of an element.
  static func hexadecimal(_ tensor: Tensor, _ index: Int) -> String {
    let digits = String(tensor.bitPattern(at: index), radix: 16)
    let width = tensor.elementType.byteCount * 2
    return "0x" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A failure that shows its case.
  static func failure(
    _ site: String, _ question: SubjectCase, _ message: String, magnitude: Double = 1
  ) -> PropertyFailure {
    PropertyFailure(
      site: site, kind: "violated", magnitude: magnitude,
      message: "\(CaseDescription.describe(question))\n\(message)")
  }
}

/// Why a case ends before it is judged.
enum CaseEnd: Error {
  case discarded
  case fails(PropertyFailure)
}
