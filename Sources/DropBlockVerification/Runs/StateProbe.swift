import DropBlockContract

/// Asks call after call on one small tensor, to say what masks depend on that they ought not to.
///
/// A requirement that is red has shown that there is something; a row of calls shows what it is: half of
/// them with one key, and half with a key each. Where the subject takes no key, they are all alike.
struct StateProbe {
  /// How many calls there are of each kind.
  private static let calls = 16

  /// What was seen; nil where the calls look as they should, or were not answered.
  static func fault(_ examination: Examination) -> KnownFault? {
    // One draw for a whole tensor is the same in every second call.
    guard
      examination.declaration.blocks != .map
        || examination.declaration.sharings.first != [.channels, .samples]
    else { return nil }
    let isKeyed = examination.offers(.keyed)
    let known = examination.spreadExchanges + examination.keptExchanges
    var mixer = KeyMixer(examination.key, salt: 97)
    let first = key(&mixer, examination)
    let keys = (0..<2 * calls).map { $0 < calls ? first : key(&mixer, examination) }
    guard let masks = try? masks(keys, examination) else { return nil }
    let asked = isKeyed ? masks : Array(masks.prefix(calls))
    guard asked.contains(where: { $0.contains(true) }) else { return dropsNoMore(examination) }
    if let fault = fault(in: asked, isKeyed: isKeyed) {
      // Few masks may be what is left of many, as where a mask is never cleared.
      if case .keysCollide = fault, let other = otherwiseInNewProcess(known, examination) {
        return other
      }
      return .state(fault)
    }
    guard isKeyed, let inputs = try? masksOfInputs(first, examination) else { return nil }
    // The first input is asked once more in the end: a mask that has changed in between is no input's.
    if inputs.first == inputs.last, Set(inputs).count > 1 { return .state(.maskDependsOnInput) }
    return otherwiseInNewProcess(known, examination)
  }

  /// Asks requests of the run again, in another order, of a subject that remembers nothing; nil where they
  /// drop what they dropped.
  private static func otherwiseInNewProcess(
    _ exchanges: [(question: SubjectCase, result: SubjectResult)], _ examination: Examination
  ) -> KnownFault? {
    let known = Array(exchanges.reversed())
    guard !known.isEmpty, examination.subject.startAnew(),
      let answers = try? examination.ask(known.map(\.question))
    else { return nil }
    let all = known.count
    let changes = zip(known, answers).map { exchange, answer in
      guard case .result(let result) = answer else { return Change.mask }
      return change(exchange.question, exchange.result.output, result.output)
    }
    func count(_ some: [Change]) -> Int { changes.count { some.contains($0) } }
    if count([.mask]) > 0 {
      return .state(.answerDependsOnOthers(requests: count([.mask]), of: all))
    }
    // Alone it is all that is known.
    if count([.factor]) == 0, count([.everything]) > 0 {
      return .state(.answerDependsOnOthers(requests: count([.everything]), of: all))
    }
    let others = count([.factor, .everything])
    return others > 0 ? .state(.factorDependsOnOthers(requests: others, of: all)) : nil
  }

  /// What has changed in an answer.
  ///
  /// Where all is 0 in one of two answers, everything may be dropped, or multiplied by 0.
  private enum Change { case nothing, mask, factor, everything }

  /// By what part of itself an output may differ by rounding.
  private static let slack = 0.01

  /// What has changed from one answer to the next.
  private static func change(
    _ question: SubjectCase, _ before: TensorBits, _ after: TensorBits
  ) -> Change {
    let units = (0..<min(question.input.count, before.count, after.count)).filter {
      question.input[$0] != 0 && question.input[$0].isFinite
    }
    let isOff = { (output: TensorBits) in units.allSatisfy { output[$0] == 0 } }
    if isOff(before) != isOff(after) { return .everything }
    if units.contains(where: { (before[$0] == 0) != (after[$0] == 0) }) { return .mask }
    let isSame = units.allSatisfy { unit in
      let (one, other) = (before[unit], after[unit])
      return one == other || one.isNaN && other.isNaN || abs(one - other) <= slack * abs(one)
    }
    return isSame ? .nothing : .factor
  }

  /// What became of requests in which units were dropped; nil where they are still, or never were.
  private static func dropsNoMore(_ examination: Examination) -> KnownFault? {
    let questions = examination.firstDrops
    guard !questions.isEmpty, let answers = try? examination.ask(questions),
      !zip(questions, answers).contains(where: Interview.showsDrop)
    else { return nil }
    return .state(.dropsNoMore(requests: questions.count))
  }

  private static func fault(in masks: [[Bool]], isKeyed: Bool) -> StateFault? {
    if Set(masks).count == 1 {
      return .everyCallAlike(calls: masks.count, keys: isKeyed ? calls + 1 : 0)
    }
    let same = Array(masks.prefix(calls))
    if isKeyed, Set(same).count == 1 {
      let others = Array(masks.dropFirst(calls - 1))
      let different = Set(others).count
      return different == others.count
        ? nil : .keysCollide(different: different, calls: others.count)
    }
    for period in 2...calls / 2
    where masks.indices.dropLast(period).allSatisfy({ masks[$0] == masks[$0 + period] }) {
      return .masksRepeat(every: period, calls: masks.count)
    }
    let different = Set(same).count
    if !isKeyed {
      return different == calls ? nil : .masksReturn(different: different, calls: calls)
    }
    return different == calls
      ? .keyIsIgnored(calls: calls) : .keyIsIgnoredInPart(different: different, calls: calls)
  }

  /// A tensor of so many units, or of so many maps where maps are dropped whole, that no two masks are
  /// equal by chance.
  private static func shape(_ examination: Examination) -> Shape {
    examination.declaration.blocks == .map
      ? Shape(samples: 64, channels: 64, spatial: examination.map([3, 2]))
      : Shape(samples: 2, channels: 3, spatial: examination.map([9, 8]))
  }

  /// The masks of a row of calls.
  private static func masks(_ keys: [UInt64], _ examination: Examination) throws -> [[Bool]] {
    let shape = shape(examination)
    let configuration = examination.configuration(block: 1, p: 0.5, on: shape.spatial)
    let questions = keys.map { key in
      var question = SubjectCase(
        DropBlockRequest(configuration, shape: shape, key: key),
        input: TensorBits(repeating: 1, count: shape.unitCount, as: examination.plainType))
      question.wantsStages = false
      return question
    }
    return try masks(questions, examination)
  }

  /// The masks of one request with other inputs: all alike, of both signs, of many sizes.
  private static func masksOfInputs(
    _ key: UInt64, _ examination: Examination
  ) throws -> [[Bool]] {
    let shape = shape(examination)
    let request = DropBlockRequest(
      examination.configuration(block: 1, p: 0.5, on: shape.spatial), shape: shape, key: key)
    let inputs: [(Int) -> Double] = [
      { _ in 1 }, { _ in -1 }, { $0 % 3 == 0 ? -1 : 1 }, { Double(1 + $0 % 16) / 4 },
      { $0 % 5 == 0 ? 8 : 0.125 }, { _ in 1 },
    ]
    let questions = inputs.map { value in
      var question = SubjectCase(
        request, input: TensorBits((0..<shape.unitCount).map(value), as: examination.plainType))
      question.wantsStages = false
      return question
    }
    return try masks(questions, examination)
  }

  private static func masks(
    _ questions: [SubjectCase], _ examination: Examination
  ) throws -> [[Bool]] {
    try zip(questions, try examination.ask(questions)).map { question, answer in
      let output = try answer.result(to: question).output
      return (0..<output.count).map { output[$0] == 0 }
    }
  }

  /// A key; a stream of the subject's own may take no more than 31 bits.
  private static func key(_ mixer: inout KeyMixer, _ examination: Examination) -> UInt64 {
    examination.isExact ? mixer.next() : mixer.next() >> 34
  }
}
