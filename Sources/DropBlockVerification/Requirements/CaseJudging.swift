import DropBlockContract
import DropBlockGenerators

/// The road every case of a property takes: draw, ask, read, judge.
extension Examination {
  /// Draws a case whose mask can be read off its output.
  func readableCase(
    _ space: RequestSpace, as types: [ElementType]? = nil, gradient: Bool = false,
    _ draw: inout Draw
  ) throws(Rejection) -> SubjectCase {
    let (request, type) = try drawRequest(space, as: types ?? judgedTypes, &draw)
    let count = request.shape.unitCount
    let input = try draw.tensor(count: count, as: type, .moderate)
    var question = SubjectCase(request, input: input)
    if gradient {
      question.outputGradient = try draw.tensor(count: count, as: type, .moderate)
    }
    if offers(.inPlace) { question.inPlace = try draw.index(below: 4) == 3 }
    return question
  }

  /// The declared number formats, single precision first.
  var everyType: [ElementType] {
    [plainType] + declaration.elementTypes.filter { $0 != plainType }
  }

  /// Requests in every layout, for requirements on the values of elements: each number format and each
  /// layout may have a loop of its own.
  var everywhere: RequestSpace {
    space { space in
      space.layouts += declaration.layouts.filter { !space.layouts.contains($0) }
    }
  }

  /// The number formats of requirements that are about something else: all of an exact subject's.
  var judgedTypes: [ElementType] { isExact ? everyType : [plainType] }

  /// Asks a case and reads its answer.
  func read(_ question: SubjectCase) throws -> Reading {
    let result = try ask(question).result(to: question)
    try refuseUndefined(result.output)
    return try Reading(question, result)
  }

  /// Ends a case whose output is NaN throughout, and counts it.
  private func refuseUndefined(_ output: TensorBits) throws {
    guard !isExact, output.isNaNThroughout else { return }
    undefinedCases += 1
    throw CaseEnd.discarded
  }

  /// Everything that can be wrong with a case: what the requirements about shapes ask for.
  func wholeCase(_ question: SubjectCase) throws -> PropertyOutcome {
    try judgeWhole(question, try ask(question).result(to: question))
  }

  /// Everything that can be wrong with an answered case.
  func judgeWhole(_ question: SubjectCase, _ result: SubjectResult) throws -> PropertyOutcome {
    try refuseUndefined(result.output)
    let reading = try Reading(question, result)
    let epsilon = declaration.scaleEpsilon
    guard isExact else {
      let fault =
        strayWrites(reading) ?? CaseFaults.blocks(reading) ?? CaseFaults.sharing(reading)
        ?? CaseFaults.revealedMask(reading)
        ?? CaseFaults.nearProducts(reading, reading.forward, epsilon: epsilon)
        ?? gradientFault(reading)
      return fault.map(PropertyOutcome.fails) ?? .holds
    }
    let fault =
      strayWrites(reading) ?? CaseFaults.blocks(reading) ?? CaseFaults.sharing(reading)
      ?? CaseFaults.revealedMask(reading)
      ?? CaseFaults.zeros(reading, reading.forward)
      ?? CaseFaults.products(reading, reading.forward, factorDemand, epsilon: epsilon)
      ?? CaseFaults.factor(reading, epsilon: epsilon)
    return fault.map(PropertyOutcome.fails) ?? .holds
  }

  /// What is wrong with a gradient, if one was asked for, apart from its last digits.
  private func gradientFault(_ reading: Reading) -> Fault? {
    reading.backward.flatMap {
      CaseFaults.nearProducts(reading, $0, epsilon: declaration.scaleEpsilon)
    }
  }

  /// Elements outside the tensor that were written.
  func strayWrites(_ reading: Reading) -> Fault? {
    guard reading.result.strayWrites > 0 else { return nil }
    return Fault(
      .strayWrites, on: reading.question, .answer(.strayWrites(reading.result.strayWrites)))
  }

  /// Judges a case drawn from a space by everything that can be wrong with it.
  static func wholeCases(
    _ adjust: @escaping @Sendable (inout RequestSpace) -> Void
  ) -> @Sendable (Examination, inout Draw) throws -> PropertyOutcome {
    { examination, draw in
      let question = try examination.readableCase(examination.space(adjust), &draw)
      return try examination.wholeCase(question)
    }
  }
}
