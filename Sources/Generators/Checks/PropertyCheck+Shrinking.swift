extension PropertyCheck {
  /// Runs the case of a token, and shrinks it further if it fails.
  ///
  /// Where a budget ended the shrinking, ``Counterexample/token`` goes on from the best case so far.
  /// From exact choices on, the deviation of a failure keeps its power of two: a little less each
  /// time would add up. The corpus is neither read nor written.
  ///
  /// - Parameters:
  ///   - token: The case.
  ///   - property: The property, as in ``run(progress:found:_:)``.
  /// - Returns: ``PropertyReport/holds(cases:discarded:run:)`` of one case when it passes now,
  ///   and ``PropertyReport/exhausted(cases:discarded:run:)`` when it is discarded.
  /// - Throws: ``TokenError/property(expected:got:)``, ``TokenError/stale``, a ``StorageError`` for
  ///   the journal, and what the property throws besides ``Rejection``.
  public func resume(
    _ token: Token, _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> PropertyReport {
    var record = RunRecord(of: self)
    let journal = try openJournal(&record)
    try journal?.write(token)
    let replayed = try replay(token, name: name, property)
    guard !replayed.isStale else {
      journal?.remove()
      throw TokenError.stale
    }
    let report: PropertyReport
    switch replayed.outcome {
    case .holds:
      for label in replayed.labels { record.labels[label] = 1 }
      report = .holds(cases: 1, discarded: 0, run: record)
    case .discarded:
      record.rejections[replayed.rejectionSource] = 1
      report = .exhausted(cases: 0, discarded: 1, run: record)
    case .fails(let failure):
      let found = FoundCase(replayed, failure, token, .token)
      report = .fails(shrink(found, record, journal, property))
    }
    journal?.remove()
    return report
  }

  /// A case that fails, and how it came up.
  struct FoundCase {
    let choices: ChoiceSequence
    let failure: PropertyFailure
    let labels: [String]
    let token: Token
    let origin: Counterexample.Origin
    let caseIndex: UInt64

    init(
      _ draw: Draw, _ failure: PropertyFailure, _ key: UInt64, _ caseIndex: UInt64, name: String
    ) {
      choices = draw.recorded
      self.failure = failure
      labels = draw.labels
      token = Token(key: key, caseIndex: caseIndex, choices: choices, property: name)
      origin = .random
      self.caseIndex = caseIndex
    }

    init(
      _ replayed: ReplayReport, _ failure: PropertyFailure, _ token: Token,
      _ origin: Counterexample.Origin
    ) {
      choices = replayed.choices
      self.failure = failure
      labels = replayed.labels
      self.token = token
      self.origin = origin
      if case .seeded(_, let index) = token.payload { caseIndex = index } else { caseIndex = 0 }
    }

    /// The least bucket of a failure that shrinking may come to.
    var leastBucket: Int {
      if case .exact = token.payload { failure.magnitudeBucket } else { 0 }
    }
  }

  /// Ends the shrinking when its time is over.
  private struct TimeIsUp: Error {}

  /// Makes a failure simple and puts everything about it together.
  func shrink(
    _ found: FoundCase, _ record: RunRecord, _ journal: OpenJournal?,
    _ property: (inout Draw) throws -> PropertyOutcome
  ) -> Counterexample {
    let end = shrinkSeconds.map { seconds in
      // Some thirty years stand for infinity.
      ContinuousClock.now + .seconds(seconds > 0 ? Swift.min(seconds, 1e9) : 0)
    }
    return withoutActuallyEscaping(property) { property in
      var isTimeUp = false
      let watched = { (draw: inout Draw) throws -> PropertyOutcome in
        if let end, ContinuousClock.now >= end {
          isTimeUp = true
          throw TimeIsUp()
        }
        try journal?.write(script: draw.script, shrunkFrom: found.token)
        let outcome = try property(&draw)
        guard case .fails(let failure) = outcome, failure.magnitudeBucket < found.leastBucket
        else { return outcome }
        return .holds
      }
      var shrinker = Shrinker(
        found.choices, found.failure, labels: found.labels,
        budget: Swift.max(shrinkEvaluations, 0), property: watched)
      shrinker.run()
      return Counterexample(
        smallest: shrinker.failure, first: found.failure, worst: shrinker.worst.failure,
        origin: found.origin, caseIndex: found.caseIndex,
        token: Token(exact: shrinker.best, property: name), caseToken: found.token,
        worstToken: Token(exact: shrinker.worst.choices, property: name),
        // The one that came too late was not made.
        evaluations: shrinker.evaluations - (isTimeUp ? 1 : 0),
        shrinkFinished: !shrinker.hasEnded, isTimeUp: isTimeUp,
        interruption: isTimeUp ? nil : shrinker.interruption, choices: shrinker.best,
        labels: shrinker.labels, run: record)
    }
  }
}

extension ReplayReport {
  /// Who discarded the case, if it was discarded.
  var rejectionSource: Rejection.Source { Rejection.Source(rejection) }
}
