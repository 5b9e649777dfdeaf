import DropBlockContract

extension Examination {
  /// Runs tensors beyond the range of half precision in every format and, in the fuller profiles,
  /// tensors beyond 2²⁴ units in single precision.
  func judgeLargeCounts() throws -> [Fault] {
    var faults: [ElementType: Fault] = [:]
    var isFewKept: Doubt?
    var asked = 0
    let largest = profile.countsBeyondFloat ? LargeTensor.beyondSingle(self) : []
    // One fault of a format is enough.
    for tensor in LargeTensor.beyondHalf(self) + largest
    where faults[tensor.type] == nil || asksEverything {
      do {
        faults[tensor.type] = try judge(tensor)
        asked += 1
      } catch CaseEnd.fails(let fault) {
        faults[tensor.type] = fault
      } catch CaseEnd.discarded {
        continue
      } catch let undecided as Undecided {
        isFewKept = undecided.doubt
      }
    }
    if !faults.isEmpty { return declaration.elementTypes.compactMap { faults[$0] } }
    if let isFewKept { throw Undecided(isFewKept) }
    if asked == 0 { throw CaseEnd.discarded }
    return []
  }

  /// What is wrong with the output of ones.
  private func judge(_ tensor: LargeTensor) throws -> Fault? {
    let request = tensor.request
    var question = SubjectCase(
      request,
      input: TensorBits(repeating: 1, count: request.shape.unitCount, as: tensor.type))
    question.wantsStages = false
    let output = try ask(question).result(to: question).output
    if output[0].isNaN, output.isNaNThroughout {
      return .largeCount(question, .undefined, unitsOfScope: request.shape.unitCount)
    }
    let length = request.unitsOfScope
    let scopes = stride(from: 0, to: request.shape.unitCount, by: length).map { $0..<$0 + length }
    let values = scopes.map(output.keptValues)
    if values.allSatisfy({ $0.kept == 0 }) {
      return .largeCount(question, .zeros, unitsOfScope: length)
    }
    for (scope, seen) in zip(scopes, values) {
      if let fault = judge(question, output, scope, seen) {
        note(fault)
        return fault
      }
    }
    if let least = values.map(\.kept).min(), least <= tensor.limit {
      throw Undecided(.tooFewKept(least, limit: tensor.limit))
    }
    return nil
  }

  private func judge(
    _ question: SubjectCase, _ output: TensorBits, _ scope: Range<Int>, _ seen: KeptValues
  ) -> Fault? {
    guard let first = seen.first else { return nil }
    let place = { UnitPlace($0, in: question.request.shape) }
    let value = output[first]
    guard !value.isNaN || seen.other != nil else {
      return .largeCount(question, .undefinedWhereKept(seen.kept), unitsOfScope: scope.count)
    }
    if let other = seen.other {
      let kept = [first, other].map { Evidence.Kept($0, at: place($0), question.input, output) }
      let alone = kept.first { $0.factors == nil }
      return Fault(
        .keptValues, on: question,
        .values(alone.map { .noFactor($0) } ?? .noCommonFactor(kept[0], kept[1])))
    }
    let type = output.elementType
    let factor: Double =
      switch question.request.configuration.scale {
      case .fixed(let factor): factor
      case .none: 1
      case .tensor, .sample, .map:
        Double(scope.count) / (Double(seen.kept) + declaration.scaleEpsilon)
      }
    let slack = factor * (isExact ? Rounding.relativeStep(type) : Rounding.countStep(type))
    let fitting = Rounding.factors(of: 1, giving: value, as: type) ?? value...value
    if fitting.upperBound < factor - slack || fitting.lowerBound > factor + slack {
      return Fault(
        .scale, on: question,
        .values(.factor(.init(scope: scope, kept: seen.kept, expected: factor, got: fitting))),
        magnitude: abs(fitting.lowerBound - factor) / max(slack, 0x1p-1000))
    }
    let product = Rounding.product(1, factor, as: type)
    guard isExact, value != product else { return nil }
    return Fault(
      .keptValues, on: question,
      .values(
        .multiple(
          .init(
            pass: .forward, place: place(first), given: 1, factor: factor,
            demand: .rounded(TensorElement(product, as: type)), got: TensorElement(output, first)))
      ))
  }
}

/// What the units of a scope are that are not 0.
struct KeptValues: Equatable {
  /// How many there are.
  var kept = 0

  /// The first of them.
  var first: Int?

  /// The first of them that has other bits.
  var other: Int?
}

extension TensorBits {
  /// What the elements of a range are that are not 0, of either sign.
  func keptValues(in range: Range<Int>) -> KeptValues {
    switch self {
    case .float16(let bits), .bfloat16(let bits): Self.kept(bits, range)
    case .float32(let bits): Self.kept(bits, range)
    case .float64(let bits): Self.kept(bits, range)
    }
  }

  private static func kept<Word: FixedWidthInteger>(_ words: [Word], _ range: Range<Int>)
    -> KeptValues
  {
    var seen = KeptValues()
    var value: Word = 0
    let span = words.span
    for index in range where span[index] << 1 != 0 {
      seen.kept += 1
      if seen.first == nil {
        (seen.first, value) = (index, span[index])
      } else if span[index] != value, seen.other == nil {
        seen.other = index
      }
    }
    return seen
  }
}

extension DropBlockRequest {
  /// How many units a scope of the scale rule has.
  fileprivate var unitsOfScope: Int {
    switch configuration.scale {
    case .tensor, .fixed, .none: shape.unitCount
    case .sample: shape.channels * shape.unitsPerMap
    case .map: shape.unitsPerMap
    }
  }
}

extension Fault {
  /// A tensor of ones with more units than its format can count.
  fileprivate static func largeCount(
    _ question: SubjectCase, _ output: Evidence.LargeCount.Output, unitsOfScope: Int
  ) -> Fault {
    let count = Evidence.LargeCount(
      output: output, units: question.input.count, unitsOfScope: unitsOfScope,
      type: question.input.elementType)
    return Fault(.largeCount, on: question, .answer(.largeCount(count)))
  }
}
