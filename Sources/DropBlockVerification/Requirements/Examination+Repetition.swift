import DropBlockContract

/// What has to come out again when it is asked again.
extension Examination {
  /// Asks large tensors several times, with others in between.
  func judgeLargeTensors() throws -> [Fault] {
    var mixer = KeyMixer(key, salt: 83)
    var faults: [Fault] = []
    var answered = 0
    let questions = largeTensors(&mixer)
    for (number, question) in questions.enumerated() {
      progress(Double(number) / Double(questions.count))
      var other = question
      other.request.key = ~question.request.key
      do {
        let answers = try ask([question, other, question, question])
        let results = try [0, 2, 3].map { try answers[$0].result(to: question) }
        answered += 1
        for later in results.dropFirst() {
          guard let unit = Self.firstDifference(results[0].output, later.output) else { continue }
          let evidence = Evidence.Random.otherAnswer(
            unit: unit, first: TensorElement(results[0].output, unit),
            second: TensorElement(later.output, unit))
          faults.append(Fault(.otherAnswer, on: question, .random(evidence)))
          break
        }
      } catch CaseEnd.discarded {
        continue
      }
    }
    if answered == 0 { throw CaseEnd.discarded }
    return faults
  }

  /// Tensors of 10⁵ units, and in the fuller profiles also of 10⁶.
  ///
  /// There every number format and every layout without gaps has one. Threads are left to the subject,
  /// and where they can be chosen they are 2 as well.
  private func largeTensors(_ mixer: inout KeyMixer) -> [SubjectCase] {
    let isFull = profile.optionDepth == .pairs
    var variants: [(type: ElementType, layout: LayoutName, units: Int)] = [
      (plainType, plainLayout, 100_000)
    ]
    if isFull {
      variants += declaration.elementTypes.filter { $0 != plainType }.map {
        ($0, plainLayout, 100_000)
      }
      variants += declaration.layouts.filter { $0 != plainLayout && $0 != .strided }.map {
        (plainType, $0, 100_000)
      }
      variants.append((plainType, plainLayout, 1_000_000))
    }
    let map = map([31, 29])
    return variants.flatMap { variant -> [SubjectCase] in
      let samples = 8
      let channels = variant.units / (samples * map.reduce(1, *)) + 1
      var shape = Shape(samples: samples, channels: channels, spatial: map)
      if variant.layout == .channelsLast { shape.layout = .channelsLast }
      let threads: [Int?] = offers(.threads) ? [nil, 2] : [nil]
      return threads.map { threads in
        var question = SubjectCase(
          DropBlockRequest(
            configuration(block: 5, p: 0.2, on: map), shape: shape, key: drawnKey(&mixer)),
          input: InputPattern.scattered.tensor(
            count: shape.unitCount, as: variant.type, word: key))
        question.threads = threads
        question.wantsStages = false
        return question
      }
    }
  }

  /// A layout without gaps; channels first where it is offered.
  private var plainLayout: LayoutName {
    let dense = declaration.layouts.filter { $0 != .strided }
    return dense.contains(.channelsFirst) ? .channelsFirst : dense.first ?? .channelsFirst
  }

  /// A key; a stream of the subject's own may take no more than 31 bits, and not the highest of them.
  private func drawnKey(_ mixer: inout KeyMixer) -> UInt64 {
    isExact ? mixer.next() : mixer.next() >> 34
  }

  /// How many cases there are to have been before the first ones are asked again.
  private static let leastCases = 2_000

  /// How many questions are asked before anything is judged.
  private static let openingQuestions = 16

  /// Asks the first questions of the run: cases in which units are dropped, which are asked again at its end.
  ///
  /// Identities are judged first, and are hundreds of calls. A subject that drops less and less in its first
  /// hundred, or more and more, would have ended that before anybody asked for a mask.
  func askOpeningQuestions() {
    section = .opening
    var mixer = KeyMixer(key, salt: 85)
    let shape = Shape(samples: 2, channels: 3, spatial: map([7, 5]))
    for number in 0..<Self.openingQuestions {
      var question = SubjectCase(
        DropBlockRequest(
          configuration(block: number % 2 == 0 ? 3 : 1, p: 0.3, on: shape.spatial), shape: shape,
          key: drawnKey(&mixer)),
        input: TensorBits(repeating: 1, count: shape.unitCount, as: plainType))
      question.wantsStages = false
      do {
        _ = try ask(question)
      } catch {
        openingFailure = error
        return
      }
    }
  }

  /// Asks the first questions of the run again.
  func judgeFirstQuestionsAgain() throws -> [Fault] {
    // Who fails in the first calls alone fails nowhere else.
    if let openingFailure { throw openingFailure }
    try passTheTime()
    guard !firstExchanges.isEmpty else { throw CaseEnd.discarded }
    // Of answers in a file some were asked for once only.
    let again = firstExchanges.filter { sectioned?.hasAnswer(to: [$0.question]) ?? true }
    if again.isEmpty { throw Undecided(.notAsked(firstExchanges.count)) }
    for (question, first) in again.prefix(asksEverything ? .max : Self.firstsAskedAgain) {
      // The same one may be among them several times.
      guard sectioned?.hasAnswer(to: [question]) ?? true else { continue }
      let later = try ask(question).result(to: question)
      let unit =
        Self.firstDifference(first.output, later.output)
        ?? first.inputGradient.flatMap { before in
          later.inputGradient.flatMap { Self.firstDifference(before, $0) }
        }
      guard let unit else { continue }
      let isOutput = first.output != later.output
      let (before, after) =
        isOutput
        ? (first.output, later.output)
        : (first.inputGradient ?? first.output, later.inputGradient ?? later.output)
      let evidence = Evidence.Random.laterAnswer(
        unit: unit, first: TensorElement(before, unit), later: TensorElement(after, unit),
        cases: casesRun)
      return [Fault(.otherAnswer, on: question, .random(evidence))]
    }
    return []
  }

  /// Asks small cases until there have been enough.
  private func passTheTime() throws {
    var mixer = KeyMixer(key, salt: 84)
    // How many were asked before depends on what was decided early.
    let least = Self.leastCases + (asksEverything ? casesRun : 0)
    let shape = Shape(samples: 2, channels: 3, spatial: map([7, 5]))
    repeat {
      progress(Double(casesRun) / Double(Self.leastCases))
      let questions = (0..<50).map { _ in
        var question = SubjectCase(
          DropBlockRequest(
            configuration(block: 3, p: 0.3, on: shape.spatial), shape: shape,
            key: drawnKey(&mixer)),
          input: TensorBits(repeating: 1, count: shape.unitCount, as: plainType))
        question.wantsStages = false
        return question
      }
      for (question, answer) in zip(questions, try ask(questions)) {
        _ = try answer.result(to: question)
      }
    } while casesRun < least
  }

  /// The first element in which two tensors differ; nil where they are the same, bit for bit.
  private static func firstDifference(_ one: TensorBits, _ other: TensorBits) -> Int? {
    guard one != other else { return nil }
    guard one.count == other.count else { return min(one.count, other.count) - 1 }
    return (0..<one.count).first { one.bitPattern(at: $0) != other.bitPattern(at: $0) }
  }
}
