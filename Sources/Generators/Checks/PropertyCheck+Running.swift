extension PropertyCheck {
  /// Runs the cases of the corpus, then draws cases until enough hold, one fails, or too many are
  /// discarded.
  ///
  /// - Parameters:
  ///   - progress: Called with the number of cases that hold, after each of them.
  ///   - found: Called with a failure before it is shrunk, so that a crash cannot lose it.
  ///   - property: Draws its inputs and says whether it holds for them. It must depend on its
  ///     draws alone. A ``Rejection`` discards the case.
  /// - Throws: Any other error the property throws, while cases are drawn, and a ``StorageError``
  ///   for the journal. An error thrown while a failure is shrunk ends the shrinking and is kept in
  ///   ``Counterexample/interruption``.
  public func run(
    progress: ((Int) -> Void)? = nil, found: ((Token, PropertyFailure) -> Void)? = nil,
    _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> PropertyReport {
    var record = RunRecord(of: self)
    let journal = try openJournal(&record)
    let report: PropertyReport
    if let known = try runCorpus(&record, journal, found, property) {
      report = .fails(known)
    } else {
      report = try runRandom(record, journal, progress, found, property)
    }
    // An error leaves it behind: it names the case.
    journal?.remove()
    return report
  }

  /// The journal, after a look at what an earlier run left there.
  func openJournal(_ record: inout RunRecord) throws(StorageError) -> OpenJournal? {
    guard let journal else { return nil }
    record.leftBehind = try Journal.lastCase(in: journal.path)
    return try OpenJournal(journal, property: name)
  }

  private func runRandom(
    _ start: RunRecord, _ journal: OpenJournal?, _ progress: ((Int) -> Void)?,
    _ found: ((Token, PropertyFailure) -> Void)?,
    _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> PropertyReport {
    let propertyHash = TextHash.long(name)
    let wanted = Swift.max(cases, 1)
    let (product, isOverflow) = wanted.multipliedReportingOverflow(
      by: Swift.max(discardsPerCase, 0))
    let discardLimit = isOverflow ? Int.max : Swift.max(product, 1_000)
    var record = start
    var held = 0
    var discarded = 0
    var caseIndex = firstCase
    while held < wanted {
      try journal?.write(key: key, caseIndex: caseIndex)
      var draw = Draw(key: key, caseIndex: caseIndex, propertyHash: propertyHash)
      var rejection: Rejection?
      let outcome: PropertyOutcome
      do {
        outcome = try property(&draw)
      } catch let error as Rejection {
        outcome = .discarded
        rejection = error
      }
      switch outcome {
      case .holds:
        held += 1
        record.count(draw, caseIndex: caseIndex)
        progress?(held)
      case .discarded:
        discarded += 1
        record.count(discarded: draw, by: Rejection.Source(rejection))
        // After a thousand discards and no case that holds, no budget makes a pass of the run.
        let isHopeless = rejection?.isImpossible == true || (held == 0 && discarded >= 1_000)
        if isHopeless || discarded > discardLimit {
          return .exhausted(cases: held, discarded: discarded, run: record)
        }
      case .fails(let failure):
        let failing = FoundCase(draw, failure, key, caseIndex, name: name)
        save(failing, &record)
        found?(failing.token, failure)
        var counterexample = shrink(failing, record, journal, property)
        saveSmallest(of: failing, &counterexample)
        return .fails(counterexample)
      }
      caseIndex &+= 1
    }
    if record.isUncovered { return .uncovered(cases: held, discarded: discarded, run: record) }
    if record.corpus?.problems.isEmpty == false {
      return .damaged(cases: held, discarded: discarded, run: record)
    }
    return .holds(cases: held, discarded: discarded, run: record)
  }
}
