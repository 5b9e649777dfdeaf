import DropBlockContract
import DropBlockReference
import DropBlockGenerators

extension Requirement {
  /// Agreement with the reference, stage by stage.
  static let stages = [
    Requirement(
      .stagesEqual,
      demands: "Seeds, mask, kept count, scale and output equal the reference's, to the bit.",
      source: "Specification, sections 3 to 7",
      consequence: "Two implementations that should be interchangeable are not.",
      missing: Missing.exactness,
      .property(weight: 3) { examination, draw in
        let gradient = examination.offers(.backward) ? try draw.boolean() : false
        var space = examination.space()
        space.layouts = examination.declaration.layouts
        var question = try examination.readableCase(space, gradient: gradient, &draw)
        if examination.offers(.firstSample) {
          question.request.firstSample = Int(try draw.integer(in: 0...9000, towards: 0))
        }
        return try StageComparison.judge(question, examination)
      })
  ]
}

/// The first stage at which an answer leaves the reference's.
enum StageComparison {
  static func judge(
    _ question: SubjectCase, _ examination: Examination
  ) throws -> PropertyOutcome {
    let result = try examination.ask(question).result(to: question)
    let reading = try Reading(question, result)
    let expected = try ReferenceEngine().stages(question.request)
    let fault =
      examination.strayWrites(reading) ?? gamma(expected, reading) ?? seeds(expected, reading)
      ?? mask(expected, reading) ?? counts(expected, reading) ?? scales(expected, reading)
      ?? tensor(.output, question.input, result.output, expected, reading)
      ?? gradient(expected, reading)
    return fault.map(PropertyOutcome.fails) ?? .holds
  }

  private static func gamma(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    guard let got = reading.result.revealed.gamma, got != expected.gamma else { return nil }
    return Fault(
      .stage(.gamma), on: reading.question,
      .stage(
        .gamma(
          expected: TensorElement(expected.gamma, as: .float64),
          got: TensorElement(got, as: .float64))),
      magnitude: abs(got - expected.gamma) / max(expected.gamma.ulp, 0x1p-1000))
  }

  private static func seeds(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    guard let got = reading.result.revealed.seeds, got != expected.seeds else { return nil }
    let different = zip(got, expected.seeds).enumerated().first { $0.element.0 != $0.element.1 }
    let seeds = Evidence.Seeds(
      grid: expected.seedGrid, expected: .init(expected.seeds), got: .init(got),
      position: different?.offset ?? min(got.count, expected.seeds.count),
      difference: different.map {
        .init(place: UnitPlace($0.offset, in: expected.seedGrid), isMissing: $0.element.1)
      })
    return Fault(.stage(.seeds), on: reading.question, .stage(.seeds(seeds)))
  }

  private static func mask(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    // With the scale 0 (nothing kept) or a fixed scale of 0 all units read as dropped.
    let got = reading.result.revealed.mask ?? reading.mask
    guard let unit = expected.mask.indices.first(where: { expected.mask[$0] != got[$0] }) else {
      return nil
    }
    let units = reading.question.request.shape.unitsPerMap
    let map = unit / units * units..<unit / units * units + units
    let maps = Evidence.MapDifference(
      map: reading.question.request.shape.spatial, expected: Array(expected.mask[map]),
      got: Array(got[map]), unit: unit % units)
    return Fault(
      .stage(.mask), on: reading.question, .stage(.mask(reading.place(of: unit), maps)))
  }

  private static func counts(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    guard let got = reading.result.revealed.keptCounts, got != expected.keptCounts else {
      return nil
    }
    let difference = difference(expected.keptCounts, got, reading) {
      .keptCount($0, expected: $1, got: $2)
    }
    return Fault(.stage(.keptCount), on: reading.question, .stage(difference))
  }

  private static func scales(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    guard let got = reading.result.revealed.scales, got != expected.scales else { return nil }
    let difference = difference(expected.scales, got, reading) {
      .scale($0, expected: TensorElement($1, as: .float64), got: TensorElement($2, as: .float64))
    }
    return Fault(.stage(.scale), on: reading.question, .stage(difference))
  }

  /// The first difference of two lists with an entry for each scope.
  private static func difference<Value: Equatable>(
    _ expected: [Value], _ got: [Value], _ reading: Reading,
    _ evidence: (Evidence.Scope, Value, Value) -> Evidence.Stage
  ) -> Evidence.Stage {
    guard expected.count == got.count,
      let index = expected.indices.first(where: { expected[$0] != got[$0] })
    else { return .scopes(expected: expected.count, got: got.count) }
    let channels = reading.question.request.shape.channels
    let scope: Evidence.Scope =
      switch reading.question.request.configuration.scale {
      case .sample: .sample(index)
      case .map: .map(sample: index / channels, channel: index % channels)
      case .tensor, .fixed, .none: .tensor
      }
    return evidence(scope, expected[index], got[index])
  }

  private static func gradient(_ expected: DropBlockStages, _ reading: Reading) -> Fault? {
    guard let incoming = reading.question.outputGradient, let got = reading.result.inputGradient
    else { return nil }
    return tensor(.gradient, incoming, got, expected, reading)
  }

  /// The first unit of a tensor that is not the reference's, bit for bit.
  private static func tensor(
    _ stage: FaultSite.Stage, _ input: TensorBits, _ got: TensorBits, _ stages: DropBlockStages,
    _ reading: Reading
  ) -> Fault? {
    let isIdentity = reading.question.request.mode == .inference || stages.gamma == 0
    let scopeLength = max(1, input.count / max(1, stages.scales.count))
    for unit in 0..<input.count {
      let factor = stages.scales[min(unit / scopeLength, stages.scales.count - 1)]
      let value =
        isIdentity
        ? input[unit]
        : stages.mask[unit] ? 0 : Rounding.product(input[unit], factor, as: input.elementType)
      // Readable inputs hold no NaN, so equal values of equal sign have equal bits.
      if got[unit] == value, got[unit].sign == value.sign, got.elementType == input.elementType {
        continue
      }
      return Fault(
        .stage(stage), on: reading.question,
        .stage(
          .element(
            stage == .gradient ? .backward : .forward, reading.place(of: unit), given: input[unit],
            expected: TensorElement(value, as: input.elementType), got: TensorElement(got, unit))))
    }
    return nil
  }
}
