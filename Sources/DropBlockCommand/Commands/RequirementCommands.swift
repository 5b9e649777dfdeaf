import DropBlockContract
import DropBlockGenerators
import DropBlockVerification

/// Lists the subjects of this package.
enum SubjectsCommand: Command {
  static let interface = Interface(
    name: "subjects", summary: "list the subjects that 'verify' knows, mutants included",
    examples: ["subjects"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    for line in Text.table(OwnSubjects.all, width: console.listWidth) { console.line(line) }
    return .conforms
  }
}

/// Lists the requirements.
enum RequirementsCommand: Command {
  static let sensitivity = Option<Bool>.flag(
    "sensitivity", "print the smallest fault that each finds with probability 1 - 10^-6")

  static let interface = Interface(
    name: "requirements", summary: "list the requirements and what each demands",
    options: [
      sensitivity.description, JudgingOptions.subject.description,
      JudgingOptions.profile.description, JudgingOptions.margin.description,
    ],
    notes: [
      "With --sensitivity, frequencies are looked at over many maps, and a fault is an error of their "
        + "means; where one statement is about many means, the range over all of them is given. "
        + "Everything else is judged on generated cases, and a fault is found if it shows in that "
        + "share of them. Both are proved bounds; Documentation/Statistics.md has the proofs. "
        + "--subject says for whose options; --profile and --margin, how hard is looked."
    ],
    examples: ["requirements", "requirements --sensitivity --profile quick"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    if try arguments.value(sensitivity) { return try printSensitivities(arguments, console) }
    let names = [
      (JudgingOptions.subject.description.name, arguments.has(JudgingOptions.subject)),
      (JudgingOptions.profile.description.name, arguments.has(JudgingOptions.profile)),
      (JudgingOptions.margin.description.name, arguments.has(JudgingOptions.margin)),
    ]
    if let (name, _) = names.first(where: { $0.1 }) {
      throw UsageError("--\(name) is for --sensitivity; the requirements are the same without")
    }
    let rows = Requirement.all.map { ($0.id.rawValue, $0.demands) }
    for line in Text.table(rows, width: console.listWidth) { console.line(line) }
    return .conforms
  }

  private static func printSensitivities(
    _ arguments: Arguments, _ console: any Console
  ) throws -> ExitCode {
    let name = try arguments.value(JudgingOptions.subject)
    var run = VerificationRun(
      try OwnSubjects.named(name), profile: try arguments.value(JudgingOptions.profile), key: 1)
    run.profile = try JudgingOptions.profile(arguments, for: run)
    console.line(
      "smallest faults found with probability 1 - 10^-6 · subject \(name) · profile "
        + "\(run.profile.name) · false-alarm budget \(run.budget)")
    var last = ""
    let all = try run.sensitivities()
    for stated in all {
      if stated.requirement.rawValue != last { console.line(stated.requirement.rawValue) }
      last = stated.requirement.rawValue
      console.line("  \(stated.statement.words)")
      var size = stated.sizes.map(sizeText) ?? "not surely found, whatever its size,"
      if !stated.isComplete, stated.sizes != nil {
        size += " or, for some means, not surely"
      }
      console.line(
        "    \(size)  \(stated.measure.words), of \(Text.grouped(stated.sample)) \(stated.unit.rawValue)"
      )
    }
    let options = try run.optionSensitivity()
    if let options { print(options, console) }
    let model =
      "shares are off by another gamma with the same blocks, and related maps by pairs that are one "
      + "mask twice: a fault that scatters more may take more maps"
    for line in Text.wrapped(model, width: console.listWidth) { console.line(line) }
    let silent = run.requirements.map(\.id).filter { id in
      !all.contains { $0.requirement == id } && (id != "rate.options" || options == nil)
    }
    if !silent.isEmpty {
      let words =
        "without a statement, because they judge a fixed list of cases, look until a false alarm is "
        + "ruled out, or are not offered: \(silent.map(\.rawValue).joined(separator: ", "))"
      for line in Text.wrapped(words, width: console.listWidth) { console.line(line) }
    }
    return .conforms
  }

  /// Prints where a wrong gamma is found.
  private static func print(_ options: OptionSensitivity, _ console: any Console) {
    console.line("rate.options")
    let found = options.targets.count - options.unreached.count
    let words =
      "a gamma of 0, of half, of twice the right one, or of 1 where options have some values: found in "
      + "\(Text.grouped(found)) of \(Text.grouped(options.targets.count)) \(options.depth.rawValue), by "
      + "\(Text.grouped(options.cases)) cases"
    for line in Text.wrapped(words, width: console.listWidth - 2) { console.line("  \(line)") }
    let rows = options.rows.map {
      ($0.value.words, $0.found == $0.count ? "all of \($0.count)" : "\($0.found) of \($0.count)")
    }
    if options.depth == .pairs {
      for line in Text.table(rows, width: console.listWidth) { console.line("  \(line)") }
    }
    guard !options.unreached.isEmpty else { return }
    console.line("  may be missed in")
    for values in options.unreached {
      console.line("    " + values.map(\.words).joined(separator: " × "))
    }
  }

  /// A size, or the range of several.
  static func sizeText(_ sizes: ClosedRange<Double>) -> String {
    let (least, most) = (sizes.lowerBound.significant, sizes.upperBound.significant)
    return least == most ? least : "\(least)…\(most)"
  }
}

/// Explains one requirement.
enum ExplainCommand: Command {
  static let pairs = Option<Bool>.flag(
    "pairs", "print the options that its first cases have: every two values meet")

  static let interface = Interface(
    name: "explain",
    summary: "say what a requirement demands, where that is written, and what breaks",
    positionals: [
      Positional(
        name: "ID", summary: "a requirement, such as mask.blocks, or a family, such as mask")
    ],
    options: [pairs.description],
    notes: [
      "The table of --pairs is that of the reference. A subject that offers less has fewer rows; "
        + "after them the options are drawn at random."
    ],
    examples: ["explain mask.blocks", "explain mask", "explain mask.blocks --pairs"])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let id = arguments.positionals[0]
    let requirements = JudgingOptions.named(id)
    guard !requirements.isEmpty else { throw JudgingOptions.noneNamed(id) }
    let showsPairs = try arguments.value(pairs)
    for (index, requirement) in requirements.enumerated() {
      if index > 0 { console.line() }
      if showsPairs { printPairs(requirement, console) } else { explain(requirement, console) }
    }
    return .conforms
  }

  private static func explain(_ requirement: Requirement, _ console: any Console) {
    let mutants = Mutant.all.filter { $0.requirement == requirement.id }
    var rows = [
      ("demands", requirement.demands), ("source", requirement.source),
      ("breaks", requirement.consequence),
      (
        "judged by",
        requirement.isStatistical
          ? "frequencies over many maps, against the exact law"
          : "single cases; one that fails is shrunk and replays by a token"
      ),
    ]
    for mutant in mutants {
      rows.append(("found by it", "mutant:\(mutant.name) — \(mutant.fault)"))
    }
    console.line(requirement.id.rawValue)
    for line in Text.table(rows, width: console.terminal.width) { console.line(line) }
    console.line("  see Documentation/Requirements/\(requirement.family).md")
  }

  /// Prints the table of pairs that the generated cases of the reference begin with.
  private static func printPairs(_ requirement: Requirement, _ console: any Console) {
    let declaration = EngineSubject.reference(version: DropBlockPackage.version).declaration
    guard let table = requirement.pairs(of: declaration) else {
      return console.line("\(requirement.id) has no generated requests: there is no table")
    }
    console.line("\(table)")
  }
}
