import DropBlockContract
import DropBlockGenerators

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
      demands: "Where nothing is kept the output is all zeros, never NaN or infinite.",
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
        return .holds
      }),
    Requirement(
      .scaleLargeCount,
      demands:
        "The factor is right also when more than 65,504, 2¹⁶ or 2²⁴ units are kept, in every "
        + "number format.",
      source: "Specification, section 7: counts are integers",
      consequence: "In half precision a count above 65,504 is infinite and the output all zeros; "
        + "in single precision a count above 2²⁴ stops growing.",
      .examples { examination in try examination.judgeLargeCounts() }),
  ]
}

extension Examination {
  /// Runs one tensor beyond the range of half precision in every format and, in the fuller profiles,
  /// one beyond 2²⁴ units in single precision.
  fileprivate func judgeLargeCounts() throws -> [Fault] {
    let rank = declaration.ranks.contains(2) ? 2 : declaration.ranks[0]
    let side = rank == 1 ? [12_100] : rank == 2 ? [110, 110] : [10, 11, 110]
    var shapes = declaration.elementTypes.map {
      ($0, Shape(samples: 1, channels: 8, spatial: side))
    }
    if profile.countsBeyondFloat {
      let type = plainType
      shapes.append((type, Shape(samples: 2, channels: 704, spatial: side)))
    }
    var faults: [Fault] = []
    var discarded = 0
    for (type, shape) in shapes {
      var configuration = configuration(block: 3, p: 0.05)
      if declaration.scales.contains(.tensor) { configuration.scale = .tensor }
      var question = SubjectCase(
        DropBlockRequest(configuration, shape: shape, key: key),
        input: TensorBits(repeating: 1, count: shape.unitCount, as: type))
      question.wantsStages = false
      do {
        let result = try ask(question).result(to: question)
        if result.output.isNaNThroughout {
          faults.append(.largeCount(question, .undefined))
          continue
        }
        let reading = try Reading(question, result)
        let kept = reading.mask.count { !$0 }
        if kept == 0 {
          faults.append(.largeCount(question, .zeros))
        } else if let fault = CaseFaults.factor(reading, epsilon: declaration.scaleEpsilon)
          ?? (isExact
            ? CaseFaults.products(
              reading, of: reading.result.output, from: question.input, .normative,
              epsilon: declaration.scaleEpsilon) : nil)
        {
          faults.append(fault)
          note(fault)
        }
      } catch CaseEnd.fails(let fault) {
        faults.append(fault)
      } catch CaseEnd.discarded {
        discarded += 1
      }
    }
    if discarded == shapes.count { throw CaseEnd.discarded }
    return faults
  }
}

extension Fault {
  /// A tensor of ones with more units than its format can count.
  fileprivate static func largeCount(
    _ question: SubjectCase, _ output: Evidence.LargeCount.Output
  ) -> Fault {
    let count = Evidence.LargeCount(
      output: output, units: question.input.count, type: question.input.elementType)
    return Fault(.largeCount, on: question, .answer(.largeCount(count)))
  }
}
