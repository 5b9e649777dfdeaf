import DropBlockContract

/// How long a run will take, or nearly: told before it begins.
///
/// A few calls of the declared defaults are asked and timed; a call costs a constant, and each unit more.
/// How many calls of how many units a run asks follows from its profile and the declaration. Nothing but
/// what is told depends on it: the same key asks the same cases on a slow machine and on a fast one.
package struct ExpectedTime: Sendable, Hashable {
  /// What a call costs by itself, and each unit of it, in seconds.
  package let perCall: Double
  package let perUnit: Double

  /// How many calls the run will ask, and of how many units in all, or nearly.
  package let calls: Double
  package let units: Double

  /// How long they take together.
  package var seconds: Double { calls * perCall + units * perUnit }
}

extension VerificationRun {
  /// Times a few calls and adds up what the run will ask.
  ///
  /// The subject's random state goes on where it has one, as it does in any call.
  ///
  /// - Returns: nil where the subject answers none of the calls, or is not one that can be judged: why,
  ///   the run says.
  package func expectedTime() -> ExpectedTime? {
    let examination = examination()
    do {
      try validate()
      guard let cost = try examination.timedCalls() else { return nil }
      let work = try work(examination)
      return ExpectedTime(
        perCall: cost.perCall, perUnit: cost.perUnit, calls: work.calls, units: work.units)
    } catch {
      return nil
    }
  }

  /// How many calls are asked, and of how many units in all.
  private func work(_ examination: Examination) throws -> (calls: Double, units: Double) {
    var (calls, units) = (0.0, 0.0)
    var plans = Set<SurveyPlan>()
    let isFull = profile.optionDepth == .pairs
    func add(_ number: Double, of size: Double) {
      calls += number
      units += number * size
    }
    for requirement in requirements where requirement.missing(examination) == nil {
      switch requirement.judgement {
      case .property(let weight, _):
        // A case asks once, or up to seven times; drawn sizes lie below the limit.
        let cases = Double(cases(of: requirement, weight: weight, examination))
        add(cases * 1.8, of: Double(profile.unitsPerCase) * 0.35)
      case .hypotheses(let hypotheses, _):
        for hypothesis in try hypotheses(examination)
        where plans.insert(hypothesis.survey.plan).inserted {
          // A correct subject is confirmed before the last map, where there are many.
          let survey = hypothesis.survey
          let maps = Double(survey.plan.maps) * (isFull ? 0.6 : 1)
          add(
            max(maps / Double(survey.mapsPerCall), 4),
            of: Double(survey.mapsPerCall * survey.probabilities.count))
        }
      case .frequencies, .examples:
        switch requirement.id {
        case .rateOptions: add(isFull ? 2_500 : 200, of: 25_000)
        case .independenceMaps: add(160, of: isFull ? 20_000 : 8_000)
        case .randomLarge: add(isFull ? 48 : 8, of: isFull ? 250_000 : 100_000)
        case .scaleLargeCount where profile.countsBeyondFloat: add(8, of: 2_500_000)
        default: add(30, of: 500)
        }
      }
    }
    return (calls, units)
  }
}

extension Examination {
  /// For how long calls are timed, at least, where larger ones could be asked.
  private static let enough = 0.2

  /// What a call of the declared defaults costs by itself, and each unit of it; nil where none is
  /// answered.
  fileprivate func timedCalls() throws -> (perCall: Double, perUnit: Double)? {
    let plan = mainPlan
    var mixer = KeyMixer(key, salt: 89)
    // The first calls pay for what is set up once.
    guard let small = try secondsPerCall(plan, channels: 1, &mixer),
      let first = try secondsPerCall(plan, channels: 1, &mixer)
    else { return nil }
    let perCall = min(small, first)
    let units = plan.map.reduce(1, *)
    var slope = 0.0
    var channels = 4
    while channels <= 256 {
      guard let larger = try secondsPerCall(plan, channels: channels, &mixer) else { break }
      slope = max(larger - perCall, 0) / Double(units * (channels - 1))
      if larger * 4 > Self.enough { break }
      channels *= 4
    }
    return (perCall, slope)
  }

  /// The mean time of four calls, with reading the mask; nil where one is not answered.
  private func secondsPerCall(
    _ plan: SurveyPlan, channels: Int, _ mixer: inout KeyMixer
  ) throws -> Double? {
    let shape = Shape(samples: 1, channels: channels, spatial: plan.map)
    let input = TensorBits(repeating: 1, count: shape.unitCount, as: plainType)
    let questions = (0..<4).map { _ in
      var question = SubjectCase(
        DropBlockRequest(plan.configuration, shape: shape, key: mixer.next()), input: input)
      question.wantsStages = false
      return question
    }
    let start = ContinuousClock.now
    for (question, answer) in zip(questions, try ask(questions)) {
      guard case .result = answer else { return nil }
      _ = MaskWords(zerosOf: try answer.result(to: question).output, units: shape.unitsPerMap)
    }
    return VerificationRun.seconds(since: start) / Double(questions.count)
  }
}
