import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// The gradient where a plain case says nothing of it.
  static let gradients = [
    Requirement(
      .backwardValues,
      demands: "The gradient of a dropped unit is +0, and that of a kept one g times the factor, "
        + "whatever g and the input are.",
      source: "Specification, section 7",
      consequence: "One infinite gradient of a dropped unit turns a layer's weights into NaN, or "
        + "units that a ReLU has set to 0 learn nothing.",
      missing: Missing.capability(.backward),
      .property(weight: 1) { examination, draw in
        let isMaskKnown =
          examination.offers(.keyed) || examination.declaration.reveals.contains(.mask)
        let fault =
          isMaskKnown
          ? try examination.judgeSpecialGradient(&draw) : try examination.judgeZeros(&draw)
        return fault.map(PropertyOutcome.fails) ?? .holds
      }),
    Requirement(
      .backwardRepeated,
      demands: "The same case gives the same gradient, whatever was asked in between.",
      source: "Specification, sections 5 and 7: no hidden state",
      consequence: "A training run can't be repeated.",
      missing: Missing.keyed(.backward),
      .property(weight: 0.5) { examination, draw in
        // As in `random.determinism`: a hidden state has to show again when the case is replayed.
        let space = examination.space {
          $0.fewestChannels = 8
          $0.probabilities = .middling
        }
        let question = try examination.readableCase(space, gradient: true, &draw)
        return try examination.judgeRepetition(question)
      }),
    Requirement(
      .backwardLater,
      demands: "The gradient is that of its own forward pass, also after another one.",
      source: "Specification, section 7",
      consequence: "Where a layer is used twice, or under gradient accumulation, gradients belong "
        + "to another pass.",
      missing: { examination in
        examination.offers(.backward)
          ? Missing.capability(.laterForward)(examination) : .capability(.backward)
      },
      .property(weight: 0.5) { examination, draw in
        let space = examination.space { $0.probabilities = .middling }
        var question = try examination.readableCase(space, gradient: true, &draw)
        question.laterKey = try draw.word()
        let reading = try examination.read(question)
        return try examination.judgeGradient(reading).map(PropertyOutcome.fails) ?? .holds
      }),
  ]
}

extension Examination {
  /// Judges any gradient of any input, where the mask can be known without them.
  fileprivate func judgeSpecialGradient(_ draw: inout Draw) throws -> Fault? {
    let (request, type) = try drawRequest(everywhere, as: everyType, &draw)
    let count = request.shape.unitCount
    let input = try draw.tensor(count: count, as: type, .any)
    var question = SubjectCase(
      request, input: input, outputGradient: try draw.tensor(count: count, as: type, .any))
    if offers(.inPlace) { question.inPlace = try draw.index(below: 4) == 3 }
    let plain = try plain(question)
    let result = try ask(question).result(to: question)
    guard let mask = plain?.mask ?? result.revealed.mask else { throw CaseEnd.discarded }
    let reading = try Reading(question, result, mask: mask)
    return GradientFaults.values(reading, isExact: isExact, forward: plain ?? reading)
  }

  /// Judges gradients of inputs with zeros, where the mask is to be read off the output.
  ///
  /// The gradient tells what became of the units whose input is 0; their output does not.
  fileprivate func judgeZeros(_ draw: inout Draw) throws -> Fault? {
    let (request, type) = try drawRequest(everywhere, as: everyType, &draw)
    let count = request.shape.unitCount
    let plain = try draw.tensor(count: count, as: type, .moderate)
    let readable = try draw.tensor(count: count, as: type, .moderate)
    let any = try draw.tensor(count: count, as: type, .any)
    let period = 2 + (try draw.index(below: 7))
    let zeros = TensorBits([0, -0.0], as: type)
    let input = plain.replacing { unit in
      unit % period == period - 1 ? zeros.bitPattern(at: unit / period % 2) : nil
    }
    let gradient = any.replacing { unit in
      input[unit] == 0 ? readable.bitPattern(at: unit) : nil
    }
    var question = SubjectCase(request, input: input, outputGradient: gradient)
    if offers(.inPlace) { question.inPlace = try draw.index(below: 4) == 3 }
    let result = try read(question).result
    guard let got = result.inputGradient else {
      return Fault(.noGradient, on: question, .answer(.noGradient))
    }
    let mask = (0..<count).map { input[$0] == 0 ? got[$0] == 0 : result.output[$0] == 0 }
    let reading = try Reading(question, result, mask: mask)
    return GradientFaults.values(reading, isExact: isExact, forward: reading)
      ?? GradientFaults.zeroUnits(reading, epsilon: declaration.scaleEpsilon)
  }

  /// Asks a case several times, and others in between.
  fileprivate func judgeRepetition(_ question: SubjectCase) throws -> PropertyOutcome {
    var other = question
    other.request.key = ~question.request.key
    let answers = try ask([question, other, question, other, question, other, question])
    let gradients = try [0, 2, 4, 6].map { try answers[$0].result(to: question).inputGradient }
    guard let first = gradients[0] else {
      return .fails(Fault(.noGradient, on: question, .answer(.noGradient)))
    }
    for case let second? in gradients.dropFirst() where second != first {
      let unit = (0..<first.count).first { first.bitPattern(at: $0) != second.bitPattern(at: $0) }
      return .fails(
        Fault(
          .otherGradient, on: question,
          .gradient(
            .another(
              UnitPlace(unit ?? 0, in: question.request.shape),
              first: TensorElement(first, unit ?? 0), second: TensorElement(second, unit ?? 0)))))
    }
    return .holds
  }
}
