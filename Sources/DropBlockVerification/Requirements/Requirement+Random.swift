import DropBlockContract
import DropBlockGenerators

extension Requirement {
  /// One key, one answer.
  static let random = [
    Requirement(
      .randomKnownAnswers,
      demands:
        "Keys give the published words of Philox4x32-10 and the masks of the golden vectors, and "
        + "counters have all their bits.",
      source: "Salmon, Moraes, Dror, Shaw, SC 2011; specification, section 5; Vectors/",
      consequence: "A key drops other units than in every other implementation.",
      missing: Missing.exactness,
      .examples { examination in
        try [
          KnownAnswers.wordFailures, KnownAnswers.maskFailures, KnownAnswers.counterFailures,
        ].flatMap { answers in
          // Each ends with the first case that fails.
          let failures = try answers(examination)
          failures.forEach(examination.note)
          return failures
        }
      }),
    Requirement(
      .randomDeterminism,
      demands: "The same request gives the same answer, whatever was asked in between.",
      source: "Specification, section 5: no hidden state",
      consequence: "A run can't be repeated, and a checkpointed layer drops other units when it is "
        + "computed again.",
      missing: Missing.capability(.keyed),
      .property(weight: 0.75) { examination, draw in
        // Many maps and several repetitions: a hidden state has to show again when the case is replayed.
        let space = examination.space {
          $0.fewestChannels = 8
          $0.probabilities = .middling
        }
        let question = try examination.readableCase(space, &draw)
        var other = question
        other.request.key = ~question.request.key
        let answers = try examination.ask([
          question, other, question, other, question, other, question,
        ])
        let results = try [0, 2, 4, 6].map { try answers[$0].result(to: question) }
        let first = results[0]
        guard let second = results.first(where: { $0.output != first.output }) else {
          return .holds
        }
        let index = (0..<first.output.count).first {
          first.output.bitPattern(at: $0) != second.output.bitPattern(at: $0)
        }
        let unit = index ?? 0
        return .fails(
          Fault(
            .otherAnswer, on: question,
            .random(
              .otherAnswer(
                unit: unit, first: TensorElement(first.output, unit),
                second: TensorElement(second.output, unit)))))
      }),
    Requirement(
      .randomLarge,
      demands: "The same request gives the same answer on tensors of 10⁵ units and more, too.",
      source: "Specification, section 5: no hidden state",
      consequence: "What is drawn depends on which thread was first: a run can't be repeated.",
      missing: Missing.capability(.keyed),
      .examples { examination in try examination.judgeLargeTensors() }),
    Requirement(
      .randomSplit,
      demands:
        "A batch that begins at sample k of a larger one has that part's masks, and kept counts "
        + "add up.",
      source: "Specification, section 5",
      consequence: "A batch split over devices drops other units than the whole would.",
      missing: Missing.keyed(.firstSample),
      .property(weight: 0.75) { examination, draw in
        var space = examination.space { $0.fewestSamples = 2 }
        space.unitLimit = max(space.unitLimit, 64)
        var whole = try examination.readableCase(space, &draw)
        let first = Int(try draw.integer(in: 0...5000, towards: 0))
        whole.request.firstSample = first
        let cut = Int(
          try draw.integer(in: 1...Int64(whole.request.shape.samples - 1), towards: 1))
        return try examination.judgeSplit(whole, cut: cut)
      }),
    Requirement(
      .randomThreads,
      demands: "The answer does not depend on the number of threads.",
      source: "Specification, section 5",
      consequence: "Results change with the machine they run on.",
      missing: Missing.keyed(.threads),
      .examples { examination in try examination.judgeThreads() }),
  ]
}

extension Examination {
  /// Compares a batch with its two parts.
  fileprivate func judgeSplit(_ whole: SubjectCase, cut: Int) throws -> PropertyOutcome {
    let all = try read(whole)
    let units = whole.request.shape.channels * whole.request.shape.unitsPerMap
    var masks: [Bool] = []
    var counts = 0
    for range in [0..<cut, cut..<whole.request.shape.samples] {
      var part = whole
      part.request.shape.samples = range.count
      part.request.firstSample += range.lowerBound
      part.outputGradient = nil
      part.input = TensorBits(
        repeating: 1, count: range.count * units, as: whole.input.elementType)
      let reading = try read(part)
      masks += reading.mask
      // Counts are what the subject says, and may be anything.
      counts &+= (reading.result.revealed.keptCounts ?? []).reduce(0, &+)
    }
    if let unit = masks.indices.first(where: { masks[$0] != all.mask[$0] }) {
      return .fails(
        Fault(
          .partsOfABatch, on: whole,
          .random(
            .part(
              cut: cut, all.place(of: unit), isDroppedInPart: masks[unit],
              isDroppedInWhole: all.mask[unit]))))
    }
    if let whole = all.result.revealed.keptCounts, whole.reduce(0, &+) != counts {
      return .fails(
        Fault(
          .countsOfParts, on: all.question, .random(.partCounts(whole: whole, parts: counts))))
    }
    return .holds
  }

  /// Runs tensors large enough to be divided with 1, 2, 3 and 8 threads.
  fileprivate func judgeThreads() throws -> [Fault] {
    guard declaration.layouts.contains(where: { $0 != .strided }) else { throw CaseEnd.discarded }
    var mixer = KeyMixer(key, salt: 79)
    for sampler in declaration.samplers + (isExact ? [] : [.sparse]) {
      for layout in declaration.layouts where layout != .strided {
        var shape = Shape(samples: 5, channels: 67, spatial: map([29, 31]))
        var configuration = configuration(block: 5, p: 0.2, on: shape.spatial)
        configuration.sampler = sampler
        if layout == .channelsLast { shape.layout = .channelsLast }
        var question = SubjectCase(
          DropBlockRequest(configuration, shape: shape, key: mixer.next()),
          input: InputPattern.scattered.tensor(count: shape.unitCount, as: plainType, word: key))
        question.wantsStages = false
        var outputs: [TensorBits] = []
        for threads in [1, 2, 3, 8] {
          question.threads = threads
          outputs.append(try ask(question).result(to: question).output)
          guard outputs[0] != outputs[outputs.count - 1] else { continue }
          return [Fault(.threads, on: question, .random(.threads(threads)))]
        }
      }
    }
    return []
  }
}
