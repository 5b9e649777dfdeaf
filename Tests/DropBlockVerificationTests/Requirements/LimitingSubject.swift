import DropBlockContract
import DropBlockReference

@testable import DropBlockVerification

/// A layer without blocks, with a random stream of its own: dropout of units, of maps or of samples.
final class LimitingSubject: Subject {
  /// What is dropped together.
  enum Part: CaseIterable { case unit, map, sample, batch }

  var declaration = SubjectDeclaration(name: "limiting", version: "0")
  private let part: Part

  /// The factor of kept units, by p.
  var factor: (Double) -> Double = { p in 1 / (1 - p) }

  /// The probability that is realised, by the one that is asked for.
  var probability: (Double) -> Double = { $0 }

  /// A layer that declares what it does.
  init(_ part: Part) {
    self.part = part
    declaration.blocks = part == .unit ? .one : .map
    declaration.scales = [.expectation]
    declaration.sharings = [
      part == .sample ? .channels : part == .batch ? [.channels, .samples] : []
    ]
    declaration.elementTypes = [.float32, .float16, .float64]
    declaration.ranks = [2, 1]
    declaration.layouts = [.channelsFirst, .channelsLast]
    declaration.capabilities = [.keyed, .backward, .emptyTensors]
  }

  func run(_ cases: [SubjectCase]) -> [SubjectAnswer] {
    cases.map { question in
      do {
        try question.request.validate()
        guard question.input.count == question.request.shape.unitCount else {
          return .refused("\(question.input.count) elements")
        }
        return .result(answer(question))
      } catch {
        return .refused("\(error)")
      }
    }
  }

  func values(_ schedule: ScheduleCase) -> ScheduleAnswer { .unsupported("none") }

  private func answer(_ question: SubjectCase) -> SubjectResult {
    let request = question.request
    let p = request.configuration.dropProbability
    var result = SubjectResult(output: question.input)
    result.inputGradient = question.outputGradient
    guard request.mode == .training, p > 0 else { return result }
    let length =
      switch part {
      case .unit: 1
      case .map: request.shape.unitsPerMap
      case .sample: request.shape.channels * request.shape.unitsPerMap
      case .batch: max(request.shape.unitCount, 1)
      }
    var mixer = KeyMixer(request.key, salt: 5)
    let drawn = (0..<(question.input.count / max(length, 1))).map { _ in
      Double(mixer.next() >> 11) * 0x1p-53 < probability(p)
    }
    func pass(_ tensor: TensorBits) -> TensorBits {
      TensorBits(
        (0..<tensor.count).map { unit in
          drawn[unit / length]
            ? 0 : Rounding.product(tensor[unit], factor(p), as: tensor.elementType)
        }, as: tensor.elementType)
    }
    result.output = pass(question.input)
    result.inputGradient = question.outputGradient.map(pass)
    return result
  }
}
