import DropBlockContract
import DropBlockGenerators

extension Challenge {
  /// Makes the file: hello, the requests in the order in which they are to be answered, and stop.
  ///
  /// - Parameters:
  ///   - progress: Called with the share of the work that is done.
  ///   - write: Takes the next bytes.
  /// - Returns: How large it is.
  /// - Throws: ``ChallengeError/tooLarge(limit:)``, ``ChallengeError/noCase(_:)``, a
  ///   ``VerificationRunError`` where the run can't be made, and what `write` throws.
  package func record(
    limit: Int = Challenge.byteLimit, progress: (Double) -> Void = { _ in },
    _ write: ([UInt8]) throws -> Void
  ) throws -> Size {
    // Told at once: to find it out takes minutes.
    guard try leastByteCount() <= Double(limit) else { throw ChallengeError.tooLarge(limit: limit) }
    var size = Size()
    func put(_ bytes: [UInt8]) throws {
      size.bytes += bytes.count
      guard size.bytes <= limit else { throw ChallengeError.tooLarge(limit: limit) }
      try write(bytes)
    }
    try put(hello)
    try ask(progress: progress) { exchange, _ in
      for request in exchange.requests {
        try put(request.bytes)
        size.cases += request.caseCount
        size.requests += request.caseCount > 0 ? 1 : 0
      }
    }
    try put(ProtocolEncoder.stop)
    return size
  }

  /// Asks all that is in the challenge, in order.
  ///
  /// - Parameter take: Takes what is asked, and the number of its first request; an error ends it.
  func ask(
    progress: (Double) -> Void, _ take: (Exchange, Int) throws -> Void
  ) throws {
    var failure: (any Error)?
    try withoutActuallyEscaping(take) { take in
      let subject = RecordingSubject(declaration, identifier: identifier) { exchange, number in
        do { try take(exchange, number) } catch { failure = error }
        return failure == nil
      }
      let run = run(of: subject)
      try run.validate()
      if let token {
        try ask(token, run)
      } else {
        let whole = Double(2 * requirements.count)
        // Twice: those who refuse even blocks are asked otherwise here and there.
        for refuses in [false, true] {
          subject.refusesEvenBlocks = refuses
          subject.beginRun()
          run.askEverything({ progress((Double($0) + (refuses ? whole / 2 : 0)) / whole) }) {
            subject.isOver
          }
        }
      }
      if let failure { throw failure }
    }
  }

  /// No fewer bytes than this have the surveys alone, all of whose maps are asked for.
  private func leastByteCount() throws -> Double {
    let run = run(of: RecordingSubject(declaration, identifier: identifier) { _, _ in false })
    try run.validate()
    guard token == nil else { return 0 }
    let examination = run.examination()
    var plans = Set<SurveyPlan>()
    var bytes = 0.0
    for requirement in run.requirements where requirement.missing(examination) == nil {
      guard case .hypotheses(let hypotheses, _) = requirement.judgement else { continue }
      for hypothesis in try hypotheses(examination)
      where plans.insert(hypothesis.survey.plan).inserted {
        let survey = hypothesis.survey
        let width =
          examination.plainType == .float64 ? 8.0 : examination.plainType == .float32 ? 4 : 2
        bytes += Double(survey.plan.maps) * Double(survey.probabilities.count) * width
      }
    }
    return bytes
  }

  private func ask(_ token: Token, _ run: VerificationRun) throws {
    let (_, verdict) = try run.replay(token)
    switch verdict.outcome {
    case .inconclusive(let doubt): throw ChallengeError.noCase(doubt.words)
    case .notOffered(let lack): throw ChallengeError.noCase("the subject \(lack.words)")
    case .holds, .violated, .failed: break
    }
  }
}
