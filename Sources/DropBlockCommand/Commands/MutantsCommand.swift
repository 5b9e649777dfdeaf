import DropBlockContract
import DropBlockVerification

/// Judges the suite: every fault of the catalogue must turn it red, every correct variant must not.
enum MutantsCommand: Command {
  static let only = Option<[String]>.repeated(
    "only", .text("NAME"), "run only this one, such as mutant:nan-leak or variant:centre",
    absent: "all")
  static let mutants = Option<Bool>.flag("mutants", "run no variants")
  static let variants = Option<Bool>.flag("variants", "run no mutants")
  static let keys = Option<Int>.value(
    "keys", .integer(in: 1...100_000), default: 1, "1",
    "how often each is run: with this many keys, one after the other from --key on")
  static let all = Option<Bool>.flag(
    "all", "judge mutants by every requirement, and name all that turn red")
  static let words = Option<Bool>.flag(
    "words", "judge what is said: is each fault named, first, and is anything false said?")
  static let pairs = Option<Int>.value(
    "pairs", .integer(in: 0...10_000), default: 0, "0",
    "with --words: how many pairs of faults are planted at once as well")
  static let jobs = Option<Int>.value(
    "jobs", .integer(in: 1...256), default: System.processorCount, "one for each processor",
    "how many runs go on at a time")
  static let jsonl = Option<String?>.optional(
    "jsonl", .path,
    "write what came out of every run as lines of JSON; an interruption keeps those that there are",
    absent: "none")

  static let interface = Interface(
    name: "mutants",
    summary: "run the suite on known faults, and on correct variants that draw other numbers",
    options: [
      only.description, mutants.description, variants.description,
      JudgingOptions.profile.description, JudgingOptions.key.description, keys.description,
      all.description, words.description, pairs.description, jobs.description, jsonl.description,
    ],
    notes: [
      "Marks: ✓ the suite said what it should, ✗ it did not, = the fault changes nothing that can be "
        + "seen, with the argument why. A mutant's run ends with the first requirement that turns red; "
        + "single cases are asked first, frequencies last, in the same order for every one. A "
        + "variant is judged by all of them.",
      "Cases are single questions, maps are what requirements about frequencies looked at, each for "
        + "itself; both count up to the first requirement that turned red. With several keys three "
        + "numbers are the least, the median and the greatest. Counterexamples are not shrunk; "
        + "'verify --subject mutant:NAME' does that. Seconds are as long as the jobs beside it make "
        + "them; --jobs 1 gives those of a run by itself.",
    ],
    examples: [
      "mutants --profile quick", "mutants --keys 10 --jsonl mutants.jsonl",
      "mutants --words --pairs 200 --profile quick", "mutants --variants --keys 100",
      "mutants --only mutant:nan-leak --all",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let subjects = try selected(arguments)
    if try arguments.value(words) {
      return WordsJudging.run(
        subjects, pairs: try arguments.value(pairs),
        profile: try arguments.value(JudgingOptions.profile),
        key: try arguments.value(JudgingOptions.key), jobs: try arguments.value(jobs), console)
    }
    if try arguments.value(pairs) > 0 { throw UsageError("--pairs is for --words") }
    let profile = try arguments.value(JudgingOptions.profile)
    let firstKey = try arguments.value(JudgingOptions.key)
    let count = try arguments.value(keys)
    let namesAll = try arguments.value(all)
    let jobs = try arguments.value(jobs)
    let file = try RecordFile(arguments.value(jsonl), console)

    let trials = subjects.flatMap { subject in
      (0..<count).map {
        Trial(
          subject, profile: profile, key: firstKey &+ UInt64($0), namesAllViolations: namesAll)
      }
    }
    let table = TrialTable(console.terminal, keys: count, namesAllViolations: namesAll)
    console.line(TrialTable.header(profile: profile, key: firstKey, keys: count))
    var progress = ProgressLine(console)
    var rows = TrialRows(keys: count)
    var records = TrialRecords()
    file.write(
      TrialRecords.header(profile, version: DropBlockPackage.version), ifInterrupted: { "" })
    let runs = trials.map { trial in
      { @Sendable in trial.run(version: DropBlockPackage.version) }
    }
    TrialQueue(runs).run(jobs: jobs) { index, result in
      progress.clear()
      for row in rows.add(result, at: index) { console.write(table.row(row)) }
      file.write(
        records.add(result, at: index), progress: "\(rows.count) of \(trials.count) runs",
        ifInterrupted: { [records] in records.cutShort })
      progress.show("\(rows.count) of \(trials.count) runs", rows.share(of: trials.count))
    }
    progress.clear()
    console.line()
    console.line(TrialTable.sum(rows.finished))
    try file.commit(records.footer)
    return rows.finished.joined().allSatisfy(\.isAsItShould) ? .conforms : .deviates
  }

  /// The subjects that the arguments name, in the order of the catalogue.
  private static func selected(_ arguments: Arguments) throws(UsageError) -> [Trial.Subject] {
    let (noVariants, noMutants) = (
      try arguments.value(mutants), try arguments.value(variants)
    )
    if noVariants, noMutants { throw UsageError("--mutants and --variants leave nothing to run") }
    let all = Trial.Subject.all.filter { subject in
      switch subject {
      case .mutant: !noMutants
      case .variant: !noVariants
      }
    }
    // A name is enough without its kind.
    let wanted = try arguments.value(only).map { word in
      all.first { $0.name.hasSuffix(":\(word)") }?.name ?? word
    }
    guard !wanted.isEmpty else { return all }
    for name in wanted where !all.contains(where: { $0.name == name }) {
      throw UsageError(
        "--only: '\(name)' is none of the subjects to run; 'dropblock subjects' lists them"
          + Suggestion.question(name, among: all.map(\.name)))
    }
    return all.filter { wanted.contains($0.name) }
  }
}
