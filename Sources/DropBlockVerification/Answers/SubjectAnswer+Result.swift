extension SubjectAnswer {
  /// The result of an answer, or why there is none.
  func result(to question: SubjectCase) throws(CaseEnd) -> SubjectResult {
    switch self {
    case .result(let result):
      guard result.output.count == question.input.count else {
        throw .fails(
          Fault(
            .outputSize, on: question,
            .answer(.size(given: question.input.count, got: result.output.count))))
      }
      if let incoming = question.outputGradient, let gradient = result.inputGradient,
        gradient.count != incoming.count
      {
        throw .fails(
          Fault(
            .gradientSize, on: question,
            .answer(.size(given: incoming.count, got: gradient.count))))
      }
      if let mask = result.revealed.mask, mask.count != question.input.count {
        throw .fails(
          Fault(
            .maskSize, on: question,
            .answer(.maskSize(units: question.input.count, revealed: mask.count))))
      }
      return result
    case .refused(let message):
      throw .fails(Fault(.refused, on: question, .answer(.refused(message))))
    case .unsupported: throw .discarded
    }
  }
}

/// Why a case ends before it is judged.
enum CaseEnd: Error {
  case discarded
  case fails(Fault)
}

extension TensorBits {
  /// Whether every element is NaN: what some subjects make of a tensor of which nothing is kept, and
  /// what `scale.nothing-kept` is about.
  var isNaNThroughout: Bool { count > 0 && (0..<count).allSatisfy { self[$0].isNaN } }
}
