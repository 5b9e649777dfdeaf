import DropBlockContract
import DropBlockGenerators
import DropBlockVerification

/// What the commands that judge a subject share.
enum JudgingOptions {
  /// What the help says of the time that a run takes.
  static let expectedTimeNote =
    "A few calls are timed first. Where the run will take longer than some ten seconds, standard "
    + "error says how long."

  static let subject = Option<String>.value(
    "subject", .text("NAME"), default: "fast", "fast",
    "who is judged: fast, fast:KERNEL, reference, variant:NAME or mutant:NAME")
  static let profile = Option<VerificationProfile>.value(
    "profile", .choice(VerificationProfile.all.map { ($0.name, $0) }), default: .ci, "ci",
    "how much work goes into each verdict")
  static let margin = Option<Double?>.optional(
    "margin", .number(in: 1e-5...0.9),
    "look at as many maps as it takes to find this relative error of the dropped share",
    absent: "the profile's: 0.15 in quick, 0.01 in ci, 0.001 in nightly")
  static let key = Option<UInt64>.value(
    "key",
    ValueFormat(name: "KEY|random", admissible: "a 64-bit key, or 'random'") { text in
      text == "random" ? .random(in: 0 ... .max) : ValueFormat<UInt64>.key.parse(text)
    }, default: 1, "1", "from which all cases of the run follow")
  static let only = Option<[String]>.repeated(
    "only", .text("ID"), "judge only this requirement, or this family", absent: "all")
  static let judgedAs = Option<VerificationRun.Options>.value(
    "as", .choice, default: .declared, "declared",
    "by whose options the subject is judged")
  static let full = Option<Bool>.flag(
    "full", "tell of every requirement by itself, and not only what is wrong and why")
  static let jsonl = Option<String?>.optional(
    "jsonl", .path,
    "write the verdicts as lines of JSON; an interruption keeps those that there are",
    absent: "none")
  static let junit = Option<String?>.optional(
    "junit", .path, "write the verdicts as JUnit XML", absent: "none")
  static let corpus = Option<String?>.optional(
    "corpus", .folder, "a folder of past failures: replayed first, and new ones are written there",
    absent: "none")
  static let corpusIsReadOnly = Option<Bool>.flag(
    "corpus-read-only", "write nothing to the corpus: print the lines that it lacks")
  static let deadline = Option<Double?>.optional(
    "deadline", .number(in: 0.01...86_400), "seconds in which the program must answer a case",
    absent: "10, and 300 where TARGET is compiled")
  static let helloDeadline = Option<Double?>.optional(
    "hello-deadline", .number(in: 0.01...86_400),
    "seconds in which the program must say hello, once it has been started",
    absent: "60; 180 for replicas, and 600 where TARGET is compiled")

  static let option = Option<[String]>.repeated(
    "option", .text("NAME=VALUE"),
    "what a parameter of TARGET stands for (block=ksize), or is given (scale=True)",
    absent: "read off its signature")
  static let declare = Option<[String]>.repeated(
    "declare", .text("WORD"),
    "what TARGET is taken to do: paper, torchvision, timm, miguelvr, dropout, spatial-dropout, "
      + "stochastic-depth, or FIELD=JSON", absent: "paper"
  )
  static let execution = Option<[Execution]?>.optional(
    "execution", .executions,
    "how a TARGET is called, in one run after the other: "
      + Execution.allCases.map(\.rawValue).joined(separator: ", "), absent: "eager")

  /// A function or a layer in Python by its name, where one is judged.
  static let target = Positional(
    name: "TARGET",
    summary:
      "a function or a layer in Python: package.module:attribute, or path/to/file.py:attribute",
    isOptional: true, admits: PythonTarget.isName)

  /// The options of commands that judge what is outside.
  static let outside = [
    option.description, declare.description, execution.description, deadline.description,
    helloDeadline.description,
  ]

  /// The options of every judging command but for who is judged.
  static let common = [
    profile.description, margin.description, key.description, only.description,
    judgedAs.description,
    full.description, corpus.description, corpusIsReadOnly.description, jsonl.description,
    junit.description,
  ]

  /// The corpus that the arguments name.
  static func pastFailures(_ arguments: Arguments) throws(UsageError) -> Corpus? {
    let isReadOnly = try arguments.value(corpusIsReadOnly)
    guard let folder = try arguments.value(corpus) else {
      if isReadOnly { throw UsageError("--corpus-read-only is for --corpus FOLDER") }
      return nil
    }
    guard !folder.isEmpty else { throw UsageError("--corpus: '' is not a path") }
    if let status = try? System.status(folder), status.kind != .folder {
      throw UsageError("--corpus: '\(folder)' is not a folder; past failures are kept in one")
    }
    return Corpus(folder: folder, version: DropBlockPackage.version, isReadOnly: isReadOnly)
  }

  /// The profile, with as many maps as `--margin` asks for.
  static func profile(_ arguments: Arguments, for run: VerificationRun) throws
    -> VerificationProfile
  {
    var profile = run.profile
    guard let margin = try arguments.value(margin) else { return profile }
    var whole = run
    whole.requirements = Requirement.all
    guard let maps = try whole.maps(margin: margin) else {
      throw UsageError("--margin: no number of maps finds \(margin)")
    }
    profile.maps = maps
    profile.margin = margin
    return profile
  }

  /// The requirements that `--only` selects, in the suite's order.
  static func requirements(_ arguments: Arguments) throws(UsageError) -> [Requirement] {
    let wanted = try arguments.value(only)
    guard !wanted.isEmpty else { return Requirement.all }
    for word in wanted where named(word).isEmpty { throw noneNamed(word, prefix: "--only: ") }
    return Requirement.all.filter { wanted.contains($0.id.rawValue) || wanted.contains($0.family) }
  }

  /// The requirement with an identifier, or those of a family, in the suite's order.
  static func named(_ word: String) -> [Requirement] {
    Requirement.all.filter { $0.id.rawValue == word || $0.family == word }
  }

  /// That a word names neither, and which one is meant.
  static func noneNamed(_ word: String, prefix: String = "") -> UsageError {
    UsageError(
      "\(prefix)'\(word)' is neither a requirement nor a family; 'dropblock requirements' lists them"
        + (word.contains(",")
          ? "; several are given one by one, each after its own --only"
          : Suggestion.question(
            word, among: Requirement.all.map(\.id.rawValue) + Requirement.families)))
  }

  /// What is outside and judged: a program behind `--`, or a target in each way of execution; empty where
  /// neither is named.
  ///
  /// - Throws: A `UsageError` where both are, or a target's options are given without one.
  static func selections(_ arguments: Arguments) throws(UsageError) -> [SubjectSelection] {
    let (deadline, helloDeadline, executions) = (
      try arguments.value(deadline), try arguments.value(helloDeadline),
      try arguments.value(execution)
    )
    let name = arguments.positionals.last(where: PythonTarget.isName)
    guard let name else {
      guard try arguments.value(option).isEmpty, try arguments.value(declare).isEmpty,
        executions == nil
      else {
        throw UsageError(
          "--option, --declare and --execution are for a TARGET: \(target.summary)")
      }
      guard !arguments.child.isEmpty else { return [] }
      return [
        .command(
          arguments.child, deadline: deadline ?? Execution.eager.deadline,
          helloDeadline: helloDeadline ?? Execution.eager.helloDeadline)
      ]
    }
    guard arguments.child.isEmpty else {
      throw UsageError("'\(name)' and a program behind '--' are given; one of them is judged")
    }
    let named = PythonTarget(
      name: name, options: try arguments.value(option), declares: try arguments.value(declare))
    // What was not asked for is not said either: a line that replays is as it was given.
    return (executions.map { $0.map(Optional.some) } ?? [nil]).map { execution in
      var target = named
      target.execution = execution
      return .target(
        target, deadline: deadline ?? (execution ?? .eager).deadline,
        helloDeadline: helloDeadline ?? (execution ?? .eager).helloDeadline)
    }
  }
}
