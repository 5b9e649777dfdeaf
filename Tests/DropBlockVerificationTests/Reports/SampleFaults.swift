import DropBlockContract

@testable import DropBlockVerification

/// A case of two channels of 2 × 3 units, with what stands before every fault of it.
enum SampleFaults {
  static let question = SubjectCase(
    DropBlockRequest(
      DropBlockConfiguration(blockSize: 2, dropProbability: 0.25),
      shape: Shape(samples: 1, channels: 2, spatial: [2, 3]), key: 5),
    input: TensorBits(repeating: 1, count: 12, as: .float32))

  static let heading =
    "1 samples × 2 channels × map 2×3, block 2, p 0.25, sparse, key 0x5, float32, "
    + "input 1.0 1.0 1.0 1.0 …\n"

  static let plan = SurveyPlan(
    configuration: question.request.configuration, map: [2, 3], maps: 4096)

  /// The place of unit 10: the fifth of the second channel.
  static let place = UnitPlace(10, in: question.request.shape)

  /// 1.5 in single precision.
  static let element = TensorElement(1.5, as: .float32)

  /// The message of a fault of the case, without its heading.
  static func message(_ evidence: Evidence, at site: FaultSite = .scale) -> String {
    let message = Fault(site, on: question, evidence).message
    return message.hasPrefix(heading) ? String(message.dropFirst(heading.count)) : message
  }
}
