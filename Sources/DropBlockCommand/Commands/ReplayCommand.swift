import DropBlockGenerators
@_spi(Fuzzing) import DropBlockVerification

/// Runs one case again: that of a token, or of a fuzzer's crash file.
enum ReplayCommand: Command {
  enum Target: String, CaseIterable, Sendable {
    case differential, decoders
  }

  static let target = Option<Target>.value(
    "target", .choice, default: .differential, "differential",
    "which fuzz target a FILE of bytes belongs to")

  static let shrink = Option<Int>.value(
    "shrink", .integer(in: 0...1_000_000), default: 0, "0",
    "make a failing case smaller, by so many evaluations at most")

  static let interface = Interface(
    name: "replay",
    summary: "run one case again: by its token, or by a fuzzer's crash file",
    positionals: [
      Positional(
        name: "TOKEN|FILE",
        summary: "a token (dbp1.…), or a file that holds "
          + "one, or a fuzzer's bytes"),
      JudgingOptions.target,
    ],
    child: "COMMAND…",
    isChildOptional: true,
    options: [
      JudgingOptions.subject.description, JudgingOptions.profile.description,
      JudgingOptions.judgedAs.description, target.description, shrink.description,
    ] + JudgingOptions.outside,
    notes: [
      "A token of a target is replayed with 'replay TOKEN … TARGET', and that of a program with 'replay "
        + "TOKEN … -- COMMAND…'. Profile and "
        + "subject must be those of the line that was printed: a token whose generators differ says "
        + "'stale', and is not run as another case."
    ],
    examples: [
      "replay dbp1.04xmrhsmafve58s78c00r301041g006zsg --profile quick "
        + "--subject mutant:nan-leak",
      "replay Fuzz/Artifacts/crash-0123456789abcdef",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let selections = try JudgingOptions.selections(arguments)
    guard selections.count <= 1 else {
      throw UsageError(
        "--execution: a case is run again in one way, and \(selections.count) are given")
    }
    if let selection = selections.first {
      do {
        guard let subject = try selection.start(console) else { return .usage }
        defer { _ = subject.stop() }
        return try replay(subject, selection, arguments, console)
      } catch let failure as SubjectFailure {
        return CheckCommand.report(failure, selection, console)
      }
    }
    let name = try arguments.value(JudgingOptions.subject)
    return try replay(try OwnSubjects.named(name), .named(name), arguments, console)
  }

  private static func replay(
    _ subject: any Subject, _ selection: SubjectSelection, _ arguments: Arguments,
    _ console: any Console
  ) throws -> ExitCode {
    var run = VerificationRun(
      subject, profile: try arguments.value(JudgingOptions.profile), key: 0,
      replayLine: selection.replayLine)
    run.options = try arguments.value(JudgingOptions.judgedAs)
    let word = arguments.positionals[0]
    let evaluations = try arguments.value(shrink)
    let isOwn = if case .named = selection { true } else { false }
    if word.hasPrefix("dbp") { return try replay(word, run, evaluations, isOwn: isOwn, console) }
    let bytes = try InputFile.read(word)
    if try arguments.value(target) == .decoders {
      let summary = DecoderProperty.judge(bytes)
      console.line(summary.description)
      return summary.holds ? .conforms : .deviates
    }
    if let token = firstToken(in: bytes) {
      return try replay(token, run, evaluations, isOwn: isOwn, console)
    }
    console.report(
      "\(Program.name): \(VisibleText.line(word)) holds no token: its \(bytes.count) bytes are read as those "
        + "of a fuzzer\n")
    let verdict = run.judge(bytes: bytes)
    guard let requirement = Requirement.named(verdict.requirement) else { return .inconclusive }
    return Judging.report(requirement, verdict, console)
  }

  /// The first token in a text: a file may hold a whole report.
  private static func firstToken(in bytes: [UInt8]) -> String? {
    let mark = Array("dbp1.".utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
      return nil
    }
    let rest = bytes[(start + mark.count)...].prefix { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
    return String(decoding: mark + rest, as: UTF8.self)
  }

  private static func replay(
    _ text: String, _ run: VerificationRun, _ evaluations: Int, isOwn: Bool, _ console: any Console
  ) throws -> ExitCode {
    let token: Token
    do { token = try Token(parsing: text) } catch { throw UsageError("'\(text)': \(error)") }
    do {
      let (requirement, verdict) = try run.replay(token, shrinkEvaluations: evaluations)
      let code = Judging.report(requirement, verdict, console)
      if code == .inconclusive, isOwn {
        console.report(
          "\(Program.name): this asked \(run.subject.declaration.name), one of this package's own. A token of "
            + "another subject is replayed with it: the line that was printed ends with TARGET, '-- COMMAND…' or "
            + "'--subject NAME'\n")
      }
      return code
    } catch .foreignToken {
      throw UsageError("'\(text)': the token belongs to no requirement of this version")
    }
  }
}
