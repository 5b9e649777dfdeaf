import DropBlockContract
import DropBlockGenerators
import DropBlockReference

extension Requirement {
  /// What kept units are multiplied by.
  static let scale = [
    Requirement(
      .scaleFactor,
      demands: "The factor is units / kept over the declared scope.",
      source: "Paper, Algorithm 1, line 7; specification, section 7",
      consequence: "Activations change their mean, so that training and inference see different "
        + "statistics.",
      .property(weight: 1.5) { examination, draw in
        let question = try examination.readableCase(examination.space(), &draw)
        let reading = try examination.read(question)
        let fault = CaseFaults.factor(reading, epsilon: examination.declaration.scaleEpsilon)
        return fault.map(PropertyOutcome.fails) ?? .holds
      }),
    Requirement(
      .scaleNothingKept,
      demands: "Where gamma is 1 nothing is kept, and where nothing is kept the output is all "
        + "zeros, never NaN or infinite.",
      source: "Specification, section 7",
      consequence: "One unlucky mask turns the loss into NaN, and the run is lost.",
      .property(weight: 0.5) { examination, draw in
        // Block size 1 has gamma p under every rule; a block of the map's size has it under the paper's.
        let space = examination.space {
          $0.capabilities.remove(.gammaFactor)
          $0.blocks = examination.isExact ? .oneOrWhole : .one
          $0.probabilities = .one
        }
        let question = try examination.readableCase(
          space, as: examination.everyType, &draw)
        let result = try examination.ask(question).result(to: question)
        let output = result.output
        if let unit = (0..<output.count).first(where: { !output[$0].isFinite }) {
          return .fails(
            Fault(.nothingKept, on: question, .answer(.notFinite(unit: unit, output[unit]))))
        }
        // A smaller gamma than 1 may leave a unit by chance.
        let gamma = try Gamma.value(
          configuration: question.request.configuration, map: question.request.shape.spatial)
        if gamma == 1, let unit = (0..<output.count).first(where: { output[$0] != 0 }) {
          let place = UnitPlace(unit, in: question.request.shape)
          return .fails(
            Fault(
              .nothingKept, on: question,
              .masks(.keptAtGammaOne(place, output: TensorElement(output, unit)))))
        }
        return .holds
      }),
    Requirement(
      .scaleFewKept,
      demands: "The factor is right also where one unit of many is kept, and in a tensor of one "
        + "unit.",
      source: "Specification, section 7: units / kept, down to 1",
      consequence: "Small maps at a high drop probability come out too weak, or as NaN.",
      .property(weight: 0.5) { examination, draw in
        let question = try examination.fewKeptCase(&draw)
        let reading = try examination.read(question)
        let epsilon = examination.declaration.scaleEpsilon
        let fault =
          examination.isExact
          ? CaseFaults.factor(reading, epsilon: epsilon)
            ?? CaseFaults.products(reading, reading.forward, .normative, epsilon: epsilon)
          : CaseFaults.nearProducts(
            reading, reading.forward, epsilon: epsilon, step: Rounding.countStep)
        return fault.map(PropertyOutcome.fails) ?? .holds
      }),
    Requirement(
      .scaleLargeCount,
      demands: "The factor is right also when more than 65,504 units are kept, in every number "
        + "format, or more than 2²⁴.",
      source: "Specification, section 7: counts are integers",
      consequence: "In half precision a count above 65,504 is infinite and the output all zeros; "
        + "in single precision a count above 2²⁴ stops growing.",
      missing: Missing.count,
      .examples { examination in try examination.judgeLargeCounts() }),
  ]
}

extension Examination {
  /// A case in which about two units of a scope are kept, or a tensor of one unit.
  fileprivate func fewKeptCase(_ draw: inout Draw) throws(Rejection) -> SubjectCase {
    // A block of one unit has the gamma that is asked for under every rule.
    let space = space {
      $0.capabilities.remove(.gammaFactor)
      $0.blocks = .one
      $0.probabilities = .few
    }
    var question = try readableCase(space, as: everyType, &draw)
    guard try draw.index(below: 4) == 3 else { return question }
    question.request.shape.samples = 1
    question.request.shape.channels = 1
    question.request.shape.spatial = question.request.shape.spatial.map { _ in 1 }
    question.input = TensorBits([question.input[0]], as: question.input.elementType)
    RequestSpace.keepFew(
      of: question.request.shape, declaration.blocks, &question.request.configuration)
    return question
  }
}
