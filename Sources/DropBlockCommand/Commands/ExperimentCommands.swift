import Synchronization
import DropBlockVerification

/// What both experiments share.
enum ExperimentOptions {
  static let jobs = Option<Int>.value(
    "jobs", .integer(in: 1...256), default: 1, "1", "how many runs to make at a time")
  static let key = Option<UInt64>.value(
    "key", .key, default: 1, "1", "the first key; every run takes the next")

  /// Makes runs, with a line on standard error that says how many are done.
  static func runs<Result: Sendable>(
    _ count: Int, _ words: String, _ arguments: Arguments, _ console: any Console,
    isRed: @escaping @Sendable (Result) -> Bool,
    _ work: @escaping @Sendable (UInt64) throws -> Result
  ) throws -> [Result] {
    let first = try arguments.value(key)
    let red = Counter()
    let note = InterruptionNote(console)
    var line = ProgressLine(console, isAlone: true)
    defer { line.clear() }
    let progress = { (done: Int) in
      line.show("\(words), run \(done) of \(count)", Double(done) / Double(count))
      note.say("in \(words), after \(done) of \(count) runs, \(red.count) of them red")
    }
    progress(0)
    return try Jobs.map(
      count, jobs: try arguments.value(jobs), progress: progress,
      { index in
        let result = try work(first &+ UInt64(index))
        if isRed(result) { red.add() }
        return result
      })
  }

  /// A count to which threads add.
  private final class Counter: Sendable {
    private let number = Atomic(0)
    var count: Int { number.load(ordering: .relaxed) }
    func add() { number.add(1, ordering: .relaxed) }
  }
}

/// Measures how often a correct subject is called wrong.
enum FalseAlarmsCommand: Command {
  static let runs = Option<Int>.value(
    "runs", .integer(in: 1...10_000_000), default: 10_000, "10000", "how many runs to make")
  static let budget = Option<Double>.value(
    "budget", .number(in: 1e-12...0.5), default: 0.01, "0.01",
    "the probability of a false alarm that a run is allowed")
  static let profile = Option<VerificationProfile>.value(
    "profile", .choice(VerificationProfile.all.map { ($0.name, $0) }), default: .quick, "quick",
    "how hard each run looks")

  static let interface = Interface(
    name: "experiment false-alarms",
    summary: "judge a correct subject again and again, and count the false alarms",
    options: [
      runs.description, budget.description, profile.description, JudgingOptions.subject.description,
      ExperimentOptions.key.description, ExperimentOptions.jobs.description,
    ],
    notes: [
      "Only statistical requirements are judged: the others can't be wrong about a correct subject. "
        + "With as many alarms as the exact binomial bound allows, or fewer, the exit code is 0; a "
        + "suite with exactly its budget exceeds that bound once in a thousand experiments."
    ],
    examples: ["experiment false-alarms", "experiment false-alarms --runs 200 --jobs 2"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let count = try arguments.value(runs)
    let budget = try arguments.value(budget)
    let first = try arguments.value(ExperimentOptions.key)
    let name = try arguments.value(JudgingOptions.subject)
    _ = try OwnSubjects.named(name)
    let experiment = FalseAlarmExperiment(profile: try arguments.value(profile), budget: budget)
    let outcomes = try ExperimentOptions.runs(
      count, "false alarms", arguments, console,
      isRed: { outcome in if case .alarm = outcome { true } else { false } }
    ) { key in experiment.run(try OwnSubjects.named(name), key: key) }
    let allowed = FalseAlarmExperiment.allowed(runs: count, budget: budget)
    var alarms = 0
    var undecided = 0
    for (index, outcome) in outcomes.enumerated() {
      let key = "key 0x\(String(first &+ UInt64(index), radix: 16))"
      switch outcome {
      case .quiet: continue
      case .alarm(let requirements):
        alarms += 1
        console.line("  alarm, \(key): \(requirements.joined(separator: ", "))")
      case .undecided(let requirements):
        undecided += 1
        console.line("  undecided, \(key): \(requirements.joined(separator: ", "))")
      }
    }
    console.line(
      "subject \(name) · profile \(experiment.profile.name) · budget \(budget): "
        + "\(Text.counted(alarms, "false alarm")) in \(Text.grouped(count)) runs, \(allowed) allowed "
        + "(exact 99.9 % bound) · \(undecided) undecided")
    return alarms <= allowed ? .conforms : .deviates
  }
}

/// Measures how often the smallest stated faults are found.
enum PowerCommand: Command {
  static let runs = Option<Int>.value(
    "runs", .integer(in: 1...1_000_000), default: 100, "100", "how often to plant each fault")

  static let interface = Interface(
    name: "experiment power",
    summary: "plant faults of the smallest stated size, and count how often they are found",
    options: [
      runs.description, JudgingOptions.only.description, JudgingOptions.profile.description,
      ExperimentOptions.key.description, ExperimentOptions.jobs.description,
    ],
    notes: [
      "The subject is fast, with its answers changed. Statements about the declared defaults are "
        + "tried, each with a fault in the quantity with the largest and in that with the smallest "
        + "mean, upwards and downwards; for requirements on cases a share of the cases is refused; for "
        + "rate.options gamma is 0, half, twice the right one or 1 in twelve cells of the profile. "
        + "Exit code 0: every fault was found every time."
    ],
    examples: ["experiment power --profile quick --only rate", "experiment power --jobs 2"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let count = try arguments.value(runs)
    let wanted = try JudgingOptions.requirements(arguments)
    let run = VerificationRun(
      try OwnSubjects.named("fast"), profile: try arguments.value(JudgingOptions.profile), key: 1)
    // The budget is that of a whole run, whatever part of it is tried here.
    let experiments = try PowerExperiment.all(run).filter { experiment in
      wanted.contains { $0.id == experiment.requirement }
    }
    guard !experiments.isEmpty else {
      console.report("dropblock: none of these requirements has a stated sensitivity\n")
      return .nothingSelected
    }
    console.line("profile \(run.profile.name) · \(Text.counted(count, "run")) of each fault")
    var missed = 0
    for experiment in experiments {
      let found = try ExperimentOptions.runs(
        count, experiment.requirement.rawValue, arguments, console, isRed: { $0 != nil }
      ) { key in try experiment.run(try OwnSubjects.named("fast"), key: key) }
      let samples = found.compactMap { $0 }.map(Double.init)
      missed += count - samples.count
      let median = samples.isEmpty ? "–" : Text.grouped(Int(Quartiles(samples).middle))
      console.line(
        "\(samples.count == count ? "✓" : "✗") \(experiment.requirement.rawValue.padded(to: 22)) "
          + "\(samples.count) of \(count), after \(median) of \(Text.grouped(experiment.sample)): "
          + "\(experiment.size.significant) \(experiment.target.words)")
    }
    return missed == 0 ? .conforms : .deviates
  }
}
