import DropBlockContract

extension Examination {
  /// Asks cases in which every value of every option comes up, alone or with every other, and holds each
  /// answer to the law of its own request.
  func judgeOptions() throws -> FrequencyReport {
    let cases = OptionCases(declaration)
    var plan = optionPlan(cases)
    var source = OptionCaseSource(cases, key: key)
    var evidence = OptionEvidence(cases)
    var report = FrequencyReport(maps: 0, failures: [])
    let level = -ledger.logPart(share: 1)
    var asked = 0
    var last: (question: SubjectCase, answer: SubjectAnswer)?
    // The cases that were judged, without their inputs, which are ones.
    var judged: [SubjectCase] = []
    while let wanted = plan.next() {
      guard let drawn = try source.draw(wanted) else {
        plan.fail(wanted)
        continue
      }
      let answer = try ask(drawn.question)
      guard case .result = answer else {
        // What is refused or not offered is not judged here, unless everything is.
        last = (drawn.question, answer)
        plan.fail(wanted)
        continue
      }
      let output = try answer.result(to: drawn.question).output
      // Where nothing is kept some subjects give NaN throughout, which `scale.nothing-kept` is about:
      // such a call is dropped whole, and to leave it out would favour those who bet on what is kept.
      // Where that can't happen by chance it is no mask.
      let isUndefined = output.isNaNThroughout
      guard !isUndefined || drawn.law.logEverything > Self.leastLogEverything else {
        undefinedCases += 1
        plan.fail(wanted)
        continue
      }
      asked += 1
      let zeros = TensorBits(repeating: 0, count: output.count, as: output.elementType)
      let dropped = drawn.maps(of: isUndefined ? zeros : output)
      let values = cases.values(of: drawn.question, keys: drawn.keys)
      report.maps += dropped.count
      evidence.add(dropped, drawn.law, values, isUndefined: isUndefined)
      plan.take(wanted, values, drawn.law.power)
      progress(plan.share)
      judged.append(drawn.question.withoutInput)
    }
    // All cases are asked, also where one would do: the more there are, the surer is what they share.
    if evidence.logEvidence >= level, let found = evidence.strongest(level) {
      let question = judged[found.call].withOnes
      report.failures = [Fault(.shareOfOptions, on: question, .options(found.options))]
    }
    optionCoverage = OptionCoverage(
      depth: profile.optionDepth, judged: plan.reached, declared: plan.count,
      unjudged: plan.unreached)
    if asked == 0 {
      if let last { _ = try last.answer.result(to: last.question) }
      throw CaseEnd.discarded
    }
    ledger.accepts(logEvidence: evidence.logEvidence, share: 1)
    report.held = .options(profile.optionDepth, plan.reached, of: plan.count, cases: asked)
    return report
  }

  /// ln of the least probability with which a call is dropped whole by chance.
  private static let leastLogEverything = -40.0

  /// The plan of the cases, by the part of the budget that they have.
  private func optionPlan(_ cases: OptionCases) -> OptionPlan {
    let depth = profile.optionDepth
    return OptionPlan(
      cases, depth: depth,
      logThreshold: OptionEvidence(cases).logThreshold(
        -ledger.logPart(share: 1), depth: depth == .values ? 1 : 2))
  }

  /// What `judgeOptions` would find out about a subject that refuses nothing, without asking it.
  func plannedOptions() throws -> OptionSensitivity {
    let cases = OptionCases(declaration)
    var plan = optionPlan(cases)
    var source = OptionCaseSource(cases, key: key)
    var drawnCases = 0
    while let wanted = plan.next() {
      guard let drawn = try source.draw(wanted) else {
        plan.fail(wanted)
        continue
      }
      drawnCases += 1
      plan.take(wanted, cases.values(of: drawn.question, keys: drawn.keys), drawn.law.power)
    }
    return OptionSensitivity(
      depth: profile.optionDepth, targets: plan.targets, unreached: plan.unreached,
      cases: drawnCases)
  }
}

extension SubjectCase {
  /// The case without the elements of its input.
  fileprivate var withoutInput: SubjectCase {
    var question = self
    question.input = TensorBits([], as: input.elementType)
    return question
  }

  /// The case with ones for its input.
  fileprivate var withOnes: SubjectCase {
    var question = self
    question.input = TensorBits(
      repeating: 1, count: request.shape.unitCount, as: input.elementType)
    return question
  }
}
