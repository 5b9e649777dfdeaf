import DropBlockGenerators
import DropBlockVerification

extension Requirement {
  /// A requirement of this package, beside the suite's own.
  static let keepsSigns = Requirement(
    "dropper.sign", demands: "No unit changes its sign.",
    source: "the design of the dropper", consequence: "The layer before learns the wrong way."
  ) { subject, draw in
    let question = try subject.drawCase(&draw)
    let output = try subject.result(of: question).output
    for unit in 0..<output.count where output[unit] * question.input[unit] < 0 {
      return .fails(Fault("sign", on: question, "unit \(unit) became \(output[unit])"))
    }
    return .holds
  }
}
