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
    let result = try CaseFaults.result(try examination.ask(question), to: question)
    let reading = try Reading(question, result)
    let expected = try ReferenceEngine().stages(question.request)
    let fault =
      examination.strayWrites(reading) ?? gamma(expected, reading) ?? seeds(expected, reading)
      ?? mask(expected, reading) ?? counts(expected, reading) ?? scales(expected, reading)
      ?? tensor("output", question.input, result.output, expected, reading)
      ?? gradient(expected, reading)
    return fault.map(PropertyOutcome.fails) ?? .holds
  }

  private static func gamma(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure? {
    guard let got = reading.result.revealed.gamma, got != expected.gamma else { return nil }
    return CaseFaults.failure(
      "stage gamma", reading.question,
      """
        expected \(bits(expected.gamma))
        got      \(bits(got)), \(Digits.of(got / expected.gamma, 6)) times as much
      """,
      magnitude: abs(got - expected.gamma) / max(expected.gamma.ulp, 0x1p-1000))
  }

  private static func seeds(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure? {
    guard let got = reading.result.revealed.seeds, got != expected.seeds else { return nil }
    let different = zip(got, expected.seeds).enumerated().first { $0.element.0 != $0.element.1 }
    return CaseFaults.failure(
      "stage seeds", reading.question,
      """
      seed grid \(expected.seedGrid): expected \(expected.seeds.count { $0 }) seeds of \
      \(expected.seeds.count) positions, got \(got.count { $0 }) of \(got.count)
      first difference at grid position \(different?.offset ?? min(got.count, expected.seeds.count))\
      \(different.map { seedPlace($0.offset, expected.seedGrid, isExpected: $0.element.1) } ?? "")
      """)
  }

  private static func mask(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure? {
    // With the scale 0 (nothing kept) or a fixed scale of 0 all units read as dropped.
    let got = reading.result.revealed.mask ?? reading.mask
    guard let unit = expected.mask.indices.first(where: { expected.mask[$0] != got[$0] }) else {
      return nil
    }
    let units = reading.question.request.shape.unitsPerMap
    let map = unit / units * units..<unit / units * units + units
    return CaseFaults.failure(
      "stage mask", reading.question,
      """
      first difference: \(reading.place(of: unit))
      \(MaskPicture.compare(
        expected: expected.mask[map], got: got[map], map: reading.question.request.shape.spatial,
        mark: unit % units))
      """)
  }

  private static func counts(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure? {
    guard let got = reading.result.revealed.keptCounts, got != expected.keptCounts else {
      return nil
    }
    return CaseFaults.failure(
      "stage kept count", reading.question,
      difference(expected.keptCounts, got, reading) { "\($0)" })
  }

  private static func scales(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure? {
    guard let got = reading.result.revealed.scales, got != expected.scales else { return nil }
    return CaseFaults.failure(
      "stage scale", reading.question, difference(expected.scales, got, reading, bits))
  }

  /// A number with its bits.
  private static func bits(_ value: Double) -> String {
    "\(value) (bits \(CaseFaults.hexadecimal(Tensor([value], as: .float64), 0)))"
  }

  /// Where a seed lies, counted along the axes of the seed grid.
  private static func seedPlace(_ index: Int, _ grid: [Int], isExpected: Bool) -> String {
    let place = MaskPicture.indices(of: index, in: grid)
    let position = place.dropFirst(2).map(String.init).joined(separator: ", ")
    return ": sample \(place[0]), channel \(place[1]), position (\(position)), where "
      + (isExpected ? "a seed is missing" : "no seed belongs")
  }

  /// The first difference of two lists with an entry for each scope.
  private static func difference<Value: Equatable>(
    _ expected: [Value], _ got: [Value], _ reading: Reading, _ words: (Value) -> String
  ) -> String {
    guard expected.count == got.count,
      let index = expected.indices.first(where: { expected[$0] != got[$0] })
    else { return "  expected \(expected.count) of them\n  got      \(got.count)" }
    let scope =
      switch reading.question.request.configuration.scale {
      case .sample: "sample \(index)"
      case .map:
        "sample \(index / reading.question.request.shape.channels), channel "
          + "\(index % reading.question.request.shape.channels)"
      case .tensor, .fixed, .none: "the whole tensor"
      }
    return """
      \(scope):
        expected \(words(expected[index]))
        got      \(words(got[index]))
      """
  }

  private static func gradient(_ expected: DropBlockStages, _ reading: Reading) -> PropertyFailure?
  {
    guard let incoming = reading.question.outputGradient, let got = reading.result.inputGradient
    else { return nil }
    return tensor("gradient", incoming, got, expected, reading)
  }

  /// The first unit of a tensor that is not the reference's, bit for bit.
  private static func tensor(
    _ name: String, _ input: Tensor, _ got: Tensor, _ stages: DropBlockStages, _ reading: Reading
  ) -> PropertyFailure? {
    let isIdentity = reading.question.request.mode == .inference || stages.gamma == 0
    let scopeLength = max(1, input.count / max(1, stages.scales.count))
    for unit in 0..<input.count {
      let factor = stages.scales[min(unit / scopeLength, stages.scales.count - 1)]
      let value =
        isIdentity
        ? input[unit]
        : stages.mask[unit] ? 0 : CaseFaults.product(input[unit], factor, as: input.elementType)
      // Readable inputs hold no NaN, so equal values of equal sign have equal bits.
      if got[unit] == value, got[unit].sign == value.sign, got.elementType == input.elementType {
        continue
      }
      let expected = Tensor([value], as: input.elementType)
      return CaseFaults.failure(
        "stage \(name)", reading.question,
        """
        first difference: \(reading.place(of: unit))
          input    \(input[unit])
          expected \(value) (bits \(CaseFaults.hexadecimal(expected, 0)))
          got      \(got[unit]) (bits \(CaseFaults.hexadecimal(got, unit)))
        """)
    }
    return nil
  }
}
