import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// The cases in which DropBlock does nothing.
  static let identity = [
    Requirement(
      .identityInference,
      demands: "In inference the output is the input, bit for bit, and no random number is drawn.",
      source: "Paper, Algorithm 1, line 2; specification, section 4",
      consequence: "Evaluation results change from run to run, and are worse than they should be.",
      .property(weight: 1) { examination, draw in
        var question = try examination.identityCase(&draw, .any)
        question.request.mode = .inference
        return try examination.judgeIdentity(question)
      }),
    Requirement(
      .identityZero,
      demands: "With drop probability 0 the output is the input, bit for bit, and no random number "
        + "is drawn.",
      source: "Specification, section 4; the paper's schedule starts at keep_prob 1",
      consequence: "A schedule's first steps already perturb the network or its random stream.",
      .property(weight: 1) { examination, draw in
        try examination.judgeIdentity(try examination.identityCase(&draw, .zero))
      }),
  ]
}

extension Examination {
  fileprivate func identityCase(
    _ draw: inout Draw, _ probabilities: RequestSpace.Probabilities
  ) throws(Rejection) -> SubjectCase {
    var space = space()
    space.probabilities = probabilities
    let (request, type) = try drawRequest(space, as: everyType, &draw)
    let count = request.shape.unitCount
    var question = SubjectCase(
      request, input: try draw.tensor(count: count, as: type, .any))
    if offers(.backward) {
      question.outputGradient = try draw.tensor(count: count, as: type, .any)
    }
    return question
  }

  fileprivate func judgeIdentity(_ question: SubjectCase) throws -> PropertyOutcome {
    let result = try ask(question).result(to: question)
    if let fault = Self.change(.forward, from: question.input, to: result.output, question)
      ?? Self.change(
        .backward, from: question.outputGradient, to: result.inputGradient, question)
    {
      return .fails(fault)
    }
    if let words = result.revealed.randomWords, words != 0 {
      return .fails(Fault(.randomWords, on: question, .random(.wordsDrawn(words))))
    }
    if offers(.continues), offers(.keyed), let fault = try disturbance(question) {
      return .fails(fault)
    }
    return .holds
  }

  /// The first element that is not the same, bit for bit.
  private static func change(
    _ pass: Pass, from input: TensorBits?, to output: TensorBits?, _ question: SubjectCase
  ) -> Fault? {
    guard let input, let output else { return nil }
    let site: FaultSite = pass == .forward ? .output : .gradient
    guard input.elementType == output.elementType, input.count == output.count else {
      return Fault(
        site, on: question,
        .answer(.formatOfIdentity(given: input.elementType, got: output.elementType)))
    }
    guard input != output else { return nil }
    let index = (0..<input.count).first {
      input.bitPattern(at: $0) != output.bitPattern(at: $0)
    }
    guard let index else { return nil }
    return Fault(
      site, on: question,
      .values(
        .changed(
          pass, index: index, expected: TensorElement(input, index),
          got: TensorElement(output, index))))
  }

  /// Whether an identity between two calls changes what the later one drops.
  private func disturbance(_ question: SubjectCase) throws -> Fault? {
    var training = question
    training.outputGradient = nil
    training.request.mode = .training
    training.request.configuration.dropProbability = 0.5
    training.request.configuration.gammaFactor = 1
    training.input = TensorBits(
      repeating: 1, count: question.input.count, as: question.input.elementType)
    var following = training
    following.continues = true
    var between = question
    between.continues = true
    let alone = try ask([training, following])
    let disturbed = try ask([training, between, following])
    guard case .result(let without) = alone[1], case .result(let after) = disturbed[2],
      after.output != without.output
    else { return nil }
    return Fault(.randomState, on: question, .random(.stateMoved))
  }
}
