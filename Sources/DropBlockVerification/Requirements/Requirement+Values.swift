import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// What kept and dropped units become.
  static let values = [
    Requirement(
      .values,
      demands:
        "A kept unit is x times one factor, rounded once; a dropped unit is +0, whatever x was.",
      source: "Specification, section 7",
      consequence: "NaN and infinity leak out of dropped units; results differ between machines.",
      .property(weight: 1.5) { examination, draw in
        let question = try examination.specialCase(&draw)
        let plain = try examination.plain(question)?.mask
        examination.investigation.knownMask = plain
        let result = try examination.ask(question).result(to: question)
        let mask = plain ?? result.revealed.mask
        let reading = try Reading(question, result, mask: mask)
        let fault =
          CaseFaults.zeros(reading, reading.forward)
          ?? CaseFaults.products(
            reading, reading.forward, examination.factorDemand,
            epsilon: examination.declaration.scaleEpsilon)
          // Where zeros of the input can't be taken for dropped units, they may not be counted so.
          ?? (plain == nil || examination.isExact
            ? nil : CaseFaults.factor(reading, epsilon: examination.declaration.scaleEpsilon))
        return fault.map(PropertyOutcome.fails) ?? .holds
      })
  ]
}

extension Examination {
  /// A case with special values in its input, where the subject lets its mask be known.
  fileprivate func specialCase(_ draw: inout Draw) throws(Rejection) -> SubjectCase {
    let (request, type) = try drawRequest(everywhere, as: everyType, &draw)
    let isMaskKnown = offers(.keyed) || declaration.reveals.contains(.mask)
    let input = try draw.tensor(
      count: request.shape.unitCount, as: type, isMaskKnown ? .any : .moderate)
    var question = SubjectCase(request, input: input)
    if offers(.inPlace) { question.inPlace = try draw.index(below: 4) == 3 }
    return question
  }

  /// What can be read off the same case with an input of ones; nil where a key repeats no answer.
  func plain(_ question: SubjectCase) throws -> Reading? {
    guard offers(.keyed) else { return nil }
    var plain = question
    plain.outputGradient = nil
    plain.input = TensorBits(
      repeating: 1, count: question.input.count, as: question.input.elementType)
    return try read(plain)
  }
}
