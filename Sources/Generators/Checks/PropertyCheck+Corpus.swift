extension PropertyCheck {
  /// Runs every case of the corpus, and shrinks the first that fails.
  func runCorpus(
    _ record: inout RunRecord, _ journal: OpenJournal?,
    _ found: ((Token, PropertyFailure) -> Void)?,
    _ property: (inout Draw) throws -> PropertyOutcome
  ) throws -> Counterexample? {
    guard let corpus else { return nil }
    var report = CorpusReport(file: corpus.path(of: name))
    var failing: [FoundCase] = []
    let file = known(in: corpus, &report)
    for (line, entry) in file?.entries ?? [] {
      try journal?.write(entry.token)
      let replayed = try replay(entry.token, name: name, property)
      let status: CorpusReport.Status
      switch replayed.outcome {
      case _ where replayed.isStale: status = .stale
      case .holds: status = .passes
      case .discarded: status = .discarded(replayed.rejectionSource)
      case .fails(let failure):
        status = .fails(failure)
        failing.append(FoundCase(replayed, failure, entry.token, .corpus(line: line)))
      }
      report.cases.append(.init(line: line, entry: entry, status: status))
    }
    record.corpus = report
    guard let first = failing.first else { return nil }
    found?(first.token, first.failure)
    var counterexample = shrink(first, record, journal, property)
    saveSmallest(of: first, others: failing.dropFirst(), &counterexample)
    return counterexample
  }

  /// The property's file; nil when there is none, or none that can be read.
  private func known(in corpus: Corpus, _ report: inout CorpusReport) -> CorpusFile? {
    do {
      guard let file = try corpus.file(of: name) else { return nil }
      report.problems = file.problems.map { line, reason in
        CorpusProblem(file: report.file, line: line, property: name, reason: reason)
      }
      return file
    } catch {
      report.problems = [
        CorpusProblem(
          file: report.file, line: 0, property: name, reason: .unreadable(error.problem))
      ]
      return nil
    }
  }

  /// Writes a failure down as it was found.
  func save(_ found: FoundCase, _ record: inout RunRecord) {
    guard let corpus, var report = record.corpus else { return }
    let entry = corpus.entry(Token(exact: found.choices, property: name), found.failure)
    // No case that fails is in the way: the run would have ended with it.
    let room =
      report.cases.filter { $0.status == .stale }
      + report.cases.filter { if case .discarded = $0.status { true } else { false } }
      + report.cases.filter { $0.status == .passes }
    report.found = entry
    report.saving = saving(in: corpus) { file in
      file.put(entry, inPlaceOf: nil)
      for known in room where file.entries.count > Corpus.entryLimit {
        guard known.entry.token != entry.token else { continue }
        file.remove(known.entry.token)
        report.dropped.append(known.entry)
      }
    }
    if report.saving != .written { report.dropped = [] }
    record.corpus = report
  }

  /// Writes the smallest case in the place of the one that was found, and drops larger ones of
  /// the same failure.
  func saveSmallest(
    of found: FoundCase, others: ArraySlice<FoundCase> = [], _ counterexample: inout Counterexample
  ) {
    guard let corpus, var report = counterexample.run.corpus else { return }
    var previous = found.token
    if case .random = found.origin { previous = Token(exact: found.choices, property: name) }
    var entry = corpus.entry(counterexample.token, counterexample.smallest)
    if previous == entry.token,
      let known = report.cases.first(where: { $0.entry.token == previous })
    {
      entry = known.entry
    }
    // Of each failure the first of the smallest.
    var kept = [
      (choices: counterexample.choices, failure: counterexample.smallest, token: entry.token)
    ]
    var dropped: [Token] = []
    for other in others where other.token != previous && other.token != entry.token {
      let place = kept.firstIndex { $0.failure.hasIdentity(of: other.failure) }
      guard let place else {
        kept.append((other.choices, other.failure, other.token))
        continue
      }
      if Shrinker.isSmaller(other.choices.choices, than: kept[place].choices.choices) {
        dropped.append(kept[place].token)
        kept[place] = (other.choices, other.failure, other.token)
      } else {
        dropped.append(other.token)
      }
    }
    let isBeaten = dropped.contains(entry.token)
    report.found = isBeaten ? nil : entry
    let isKnown = previous == entry.token && dropped.isEmpty
    if !isKnown || report.saving != nil && report.saving != .written {
      report.saving = saving(in: corpus) { file in
        if isBeaten { file.remove(previous) } else { file.put(entry, inPlaceOf: previous) }
        for token in dropped { file.remove(token) }
      }
      if report.saving == .written {
        report.dropped += report.cases.map(\.entry).filter {
          dropped.contains($0.token) || (isBeaten && $0.token == previous)
        }
      }
    }
    counterexample.run.corpus = report
  }

  private func saving(
    in corpus: Corpus, _ change: (inout CorpusFile) -> Void
  ) -> CorpusReport.Saving {
    guard !corpus.isReadOnly else { return .readOnly }
    do {
      try corpus.change(name, change)
      return .written
    } catch {
      return .failed(error)
    }
  }
}

extension PropertyFailure {
  /// Whether the other has the same site, kind and power of two of its magnitude.
  fileprivate func hasIdentity(of other: PropertyFailure) -> Bool {
    site == other.site && kind == other.kind && magnitudeBucket == other.magnitudeBucket
  }
}
