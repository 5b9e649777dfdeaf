import DropBlockContract

/// A correct subject with a fault of a chosen size: what an experiment of power looks for.
///
/// Its answers to cases in single precision are changed after the fact; everything else is passed on.
final class DistortedSubject: Subject {
  let declaration: SubjectDeclaration
  private let original: any Subject
  private let fault: PlantedFault
  private var random: KeyMixer

  init(_ original: any Subject, _ fault: PlantedFault, key: UInt64) {
    self.original = original
    self.fault = fault
    declaration = original.declaration
    random = KeyMixer(key, salt: 0xFA17)
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
    if fault.refuses(&random) { return cases.map { _ in .refused("a fault that was planted") } }
    let asked = cases.map { question in
      var changed = question
      fault.question(&changed)
      return changed
    }
    var answers = try original.run(asked)
    var outputs: [DistortedMaps] = []
    for (question, answer) in zip(cases, answers) {
      guard case .result(let result) = answer, case .float32(let bits) = result.output else {
        return answers
      }
      outputs.append(DistortedMaps(bits: bits, shape: question.request.shape))
    }
    fault.answers(&outputs, &random)
    for index in answers.indices {
      guard case .result(var result) = answers[index] else { continue }
      result.output = .float32(outputs[index].bits)
      answers[index] = .result(result)
    }
    return answers
  }

  func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    if fault.refuses(&random) { return .refused("a fault that was planted") }
    return try original.values(schedule)
  }
}

/// The maps of one output, to be changed.
struct DistortedMaps {
  /// The bit patterns of single precision: 0 where a unit is dropped.
  var bits: [UInt32]

  /// The shape of the tensor.
  let shape: Shape

  /// Whether a unit of a map is dropped.
  func isDropped(_ unit: Int, of map: Int) -> Bool {
    bits[map * shape.unitsPerMap + unit] == 0
  }

  /// Drops or keeps a unit of a map; of a kept unit no more is said than that it is not 0.
  mutating func set(_ unit: Int, of map: Int, isDropped: Bool) {
    bits[map * shape.unitsPerMap + unit] = isDropped ? 0 : Float(1).bitPattern
  }

  /// Gives a map the mask of another.
  mutating func copy(_ map: Int, from other: DistortedMaps, _ otherMap: Int) {
    let units = shape.unitsPerMap
    for unit in 0..<units {
      bits[map * units + unit] = other.bits[otherMap * units + unit]
    }
  }

  /// The number of maps.
  var count: Int { shape.samples * shape.channels }
}

/// A fault of a chosen size.
struct PlantedFault: Sendable {
  /// Changes what is asked for.
  var question: @Sendable (inout SubjectCase) -> Void = { _ in }

  /// Changes the answers to a batch of cases.
  var answers: @Sendable (inout [DistortedMaps], inout KeyMixer) -> Void = { _, _ in }

  /// Whether a batch of cases, or a schedule, is refused.
  var refuses: @Sendable (inout KeyMixer) -> Bool = { _ in false }
}

extension KeyMixer {
  /// Whether something of a probability happens.
  mutating func happens(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
}
