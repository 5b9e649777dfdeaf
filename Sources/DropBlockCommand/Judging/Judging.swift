import DropBlockContract
import DropBlockGenerators
import DropBlockVerification

/// Runs the suite on a subject and reports what comes out.
enum Judging {
  /// Judges a subject as the arguments say.
  static func run(
    _ subject: any Subject, _ selection: SubjectSelection, _ arguments: Arguments,
    _ console: any Console
  ) throws -> ExitCode {
    try run([(subject, selection)], arguments, console)
  }

  /// Judges one subject after the other, with the same key, into the same reports.
  ///
  /// - Returns: The code of the one that came off worst.
  static func run(
    _ subjects: [(subject: any Subject, selection: SubjectSelection)], _ arguments: Arguments,
    _ console: any Console
  ) throws -> ExitCode {
    let key = try arguments.value(JudgingOptions.key)
    let requirements = try JudgingOptions.requirements(arguments)
    let profile = try arguments.value(JudgingOptions.profile)
    let options = try arguments.value(JudgingOptions.judgedAs)
    let corpus = try JudgingOptions.pastFailures(arguments)
    // Opened first: an unwritable file must not cost a whole run.
    let (records, document) = try files(arguments, console)

    var summaries: [VerificationSummary] = []
    for (index, (subject, selection)) in subjects.enumerated() {
      if index > 0 { console.line() }
      var run = VerificationRun(
        subject, by: requirements, profile: profile, key: key, replayLine: selection.replayLine)
      run.options = options
      run.corpus = corpus
      run.profile = selection.execution.fitting(try JudgingOptions.profile(arguments, for: run))
      let whole = (before: index * requirements.count, all: subjects.count * requirements.count)
      let report = TerminalReport(
        width: console.terminal.width, hasColour: console.terminal.hasColour,
        isFull: try arguments.value(JudgingOptions.full), wraps: console.terminal.isInteractive)
      do {
        summaries.append(
          try judge(run, selection.execution, report, of: whole, records, console))
      } catch {
        try tell("\(error)", "", of: subject.declaration.name, records, document)
        throw error
      }
    }
    try records.commit("")
    try document?.write(Array(JUnitReport.document(summaries).utf8))
    try document?.commit()
    return .worst(summaries.map { code($0.conclusion) })
  }

  /// Judges a subject that need not be asked any more.
  ///
  /// - Parameters:
  ///   - name: What it is called where it can't be judged.
  ///   - make: The run, and the one case of it that is looked at; nil for all.
  static func run(
    named name: String, _ arguments: Arguments, _ console: any Console,
    _ make: () throws -> (run: VerificationRun, case: ReplayRequest?)
  ) throws -> ExitCode {
    let (records, document) = try files(arguments, console)
    let report = TerminalReport(
      width: console.terminal.width, hasColour: console.terminal.hasColour,
      isFull: try arguments.value(JudgingOptions.full), wraps: console.terminal.isInteractive)
    let summary: VerificationSummary
    do {
      let (run, request) = try make()
      let whole = (before: 0, all: request == nil ? run.requirements.count : 1)
      summary = try judge(
        run, .eager, report, of: whole, replaying: request, records, console)
    } catch {
      try tell("\(error)", "", of: name, records, document)
      throw error
    }
    try records.commit("")
    try document?.commit(Array(JUnitReport.document([summary]).utf8))
    return code(summary.conclusion)
  }

  /// The files that the arguments name, opened.
  private static func files(
    _ arguments: Arguments, _ console: any Console
  ) throws -> (records: RecordFile, document: OutputFile?) {
    let jsonl = try arguments.value(JudgingOptions.jsonl)
    let junit = try arguments.value(JudgingOptions.junit)
    if let jsonl, let junit, OutputFile.isSame(jsonl, junit) {
      throw UsageError("--jsonl and --junit name the same file, '\(jsonl)'")
    }
    return (try RecordFile(jsonl, console), try junit.map { try OutputFile($0) })
  }

  /// Writes into the files that the arguments name that a program could not be judged at all: what an
  /// earlier run left there would pass for this one's.
  static func record(
    _ failure: SubjectFailure, _ selection: SubjectSelection, _ arguments: Arguments,
    _ console: any Console
  ) throws {
    let (records, document) = try files(arguments, console)
    try tell(
      "the subject \(failure)", failure.standardError,
      of: selection.name, records, document)
  }

  /// Writes why a subject could not be judged at all.
  private static func tell(
    _ reason: String, _ standardError: String, of subject: String, _ records: RecordFile,
    _ document: OutputFile?
  ) throws {
    let text = JUnitReport.document(
      notJudged: subject, reason: reason, standardError: standardError)
    try document?.commit(Array(text.utf8))
    try records.commit(
      JSONLinesReport.footer(notJudged: reason, standardError: standardError))
  }

  /// Runs the suite once, and writes what it finds to the console and the file as it comes.
  ///
  /// - Parameters:
  ///   - whole: How many requirements are judged of other subjects before, and of all.
  ///   - request: The one case that is looked at; nil for all.
  private static func judge(
    _ run: VerificationRun, _ execution: Execution, _ report: TerminalReport,
    of whole: (before: Int, all: Int), replaying request: ReplayRequest? = nil,
    _ records: RecordFile, _ console: any Console
  ) throws(VerificationRunError) -> VerificationSummary {
    var report = report
    var progress = ProgressLine(console)
    console.line(TerminalReport.header(run, version: DropBlockPackage.version))
    records.write(
      JSONLinesReport.header(run, version: DropBlockPackage.version),
      ifInterrupted: { JSONLinesReport.footer(cutShortAfter: []) })
    let expected = execution.isCompiled ? nil : run.expectedTime()
    if execution.isCompiled {
      console.report(
        "dropblock: code is compiled when a case first asks for it, in seconds each time: this takes "
          + "minutes\n")
    } else {
      tell(expected, console)
    }
    let start = ContinuousClock.now
    var verdicts: [Verdict] = []
    var done: Int { whole.before + verdicts.count }
    let summary = try run.run(replaying: request) { event in
      switch event {
      case .progress(let requirement, let share):
        let left = expected.map { $0.seconds - (ContinuousClock.now - start) / .seconds(1) }
        progress.show(requirement.id.rawValue, share, of: Self.whole(done, whole.all, left: left))
      case .verdict(let requirement, let verdict):
        progress.clear()
        console.write(report.add(requirement, verdict))
        verdicts.append(verdict)
        records.write(
          JSONLinesReport.verdict(requirement, verdict),
          progress: "\(done) of \(Text.counted(whole.all, "requirement"))",
          ifInterrupted: { [verdicts] in JSONLinesReport.footer(cutShortAfter: verdicts) })
      }
    }
    progress.clear()
    console.write(report.finish(summary))
    // As long as a subject is to come, the last line is not that of a complete run.
    let ending = done < whole.all ? JSONLinesReport.footer(cutShortAfter: []) : ""
    records.write(
      JSONLinesReport.causes(summary) + JSONLinesReport.footer(summary),
      ifInterrupted: { ending })
    return summary
  }

  /// How far a run is, and how long it takes yet, where that is known.
  static func whole(_ done: Int, _ all: Int, left: Double?) -> String {
    let count = "\(done) of \(Text.counted(all, "requirement"))"
    guard let left, left >= 1 else { return count }
    let time =
      left < 120
      ? "\(Int(left)) s" : left < 7200 ? "\(Int(left / 60)) min" : "\(Int(left / 3600)) h"
    return "\(count), about \(time) left"
  }

  /// Says how long it will take, where that is worth knowing.
  private static func tell(_ time: ExpectedTime?, _ console: any Console) {
    guard let time, time.seconds >= 10 else { return }
    console.report(
      "dropblock: this takes about \(Text.time(time.seconds)), at \(Text.time(time.perCall)) a call "
        + "and \(Text.time(time.perUnit)) a unit\n")
  }

  /// Reports the verdict on one replayed case.
  static func report(
    _ requirement: Requirement, _ verdict: Verdict, _ console: any Console
  ) -> ExitCode {
    var report = TerminalReport(
      width: console.terminal.width, hasColour: console.terminal.hasColour)
    let lines = report.add(requirement, verdict)
    console.write(lines + report.details())
    switch verdict.outcome {
    case .holds: return .conforms
    case .violated: return .deviates
    case .failed: return .failed
    case .inconclusive, .notOffered: return .inconclusive
    }
  }

  private static func code(_ conclusion: VerificationSummary.Conclusion) -> ExitCode {
    switch conclusion {
    case .conforms: .conforms
    case .violates: .deviates
    case .failed: .failed
    case .inconclusive: .inconclusive
    case .nothingJudged: .nothingSelected
    }
  }
}
