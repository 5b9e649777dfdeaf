import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// Number formats other than single precision.
  static let precision = [
    (ElementType.float16, RequirementID.precisionFloat16), (.bfloat16, .precisionBfloat16),
    (.float64, .precisionFloat64),
  ].map { type, id in
    Requirement(
      id,
      demands: "A \(type.rawValue) tensor gives a \(type.rawValue) output, rounded once.",
      source: "Specification, section 7",
      consequence: "Mixed-precision training changes its formats, or loses digits in the factor.",
      missing: Missing.type(type),
      .property(weight: 0.75) { examination, draw in
        let question = try examination.readableCase(
          examination.space(), as: [type], gradient: examination.offers(.backward), &draw)
        let answer = try examination.ask(question)
        let result = try answer.result(to: question)
        if let fault = Examination.wrongFormat(result, question) { return .fails(fault) }
        return try examination.judgeWhole(question, result)
      }, isAboutForm: true)
  }
}

extension Examination {
  /// A result in another number format than the input.
  static func wrongFormat(
    _ result: SubjectResult, _ question: SubjectCase
  ) -> Fault? {
    let expected = question.input.elementType
    let formats =
      [(FaultSite.outputFormat, result.output)]
      + (result.inputGradient.map { [(.gradientFormat, $0)] } ?? [])
    for (site, tensor) in formats where tensor.elementType != expected {
      return Fault(
        site, on: question, .answer(.format(expected: expected, got: tensor.elementType)))
    }
    return nil
  }
}
