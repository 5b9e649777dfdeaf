import DropBlockGenerators
import DropBlockVerification

/// Writes all questions of a run into a file, for devices that no pipe reaches.
enum ChallengeCommand: Command {
  static let out = Option<String>.required(
    "out", ValueFormat<String>.path, "the file to write: requests of the subject protocol")
  static let profile = Option<VerificationProfile>.value(
    "profile", .choice(VerificationProfile.all.map { ($0.name, $0) }), default: .quick, "quick",
    "how much work goes into each verdict")
  static let key = Option<UInt64?>.optional(
    "key",
    ValueFormat(name: "KEY|random", admissible: "a 64-bit key, or 'random'") { text in
      text == "random" ? .random(in: 0 ... .max) : ValueFormat<UInt64>.key.parse(text)
    }, "from which all cases follow", absent: "random: nobody has answers to it yet")
  static let token = Option<String?>.optional(
    "token", .text("TOKEN"), "ask one case again: that of a token (dbp1.…)", absent: "a whole run")

  static let interface = Interface(
    name: "challenge",
    summary: "write all questions of a run into a file, for devices that no pipe reaches",
    positionals: [JudgingOptions.target],
    child: "COMMAND…",
    isChildOptional: true,
    options: [
      out.description, ChallengeSelection.declaration.description, profile.description,
      JudgingOptions.margin.description, key.description, JudgingOptions.only.description,
      JudgingOptions.judgedAs.description, token.description,
    ] + JudgingOptions.outside,
    notes: [
      "The file is what a program on a pipe would get: any subject answers it with its standard input from "
        + "the file, and its standard output into another. 'dropblock judge FILE ANSWERS' judges those. "
        + "Documentation/Challenge.md says how, and what is different from a pipe.",
      "A program that is named is only asked to say hello; another may answer.",
    ],
    examples: [
      "challenge --out challenge.bin --declaration hello.json",
      "challenge --out challenge.bin -- python3 Subjects/pure_python_subject.py",
      "challenge --out again.bin --declaration answers.bin --only mask.blocks --key 0x8f3a",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let path = try arguments.value(out)
    if let file = try arguments.value(ChallengeSelection.declaration),
      OutputFile.isSame(file, path)
    {
      throw UsageError("--out and --declaration name the same file, '\(path)'")
    }
    let requirements = try JudgingOptions.requirements(arguments)
    let token = try single(arguments)
    let subject: any Subject
    do { subject = try ChallengeSelection.subject(arguments, console) } catch let error
      as SubjectFailure
    {
      guard let selection = try JudgingOptions.selections(arguments).first else { return .failed }
      return CheckCommand.report(error, selection, console)
    }
    var run = VerificationRun(
      subject, by: requirements, profile: try arguments.value(profile),
      key: try arguments.value(key) ?? .random(in: 0 ... .max))
    run.options = try arguments.value(JudgingOptions.judgedAs)
    run.profile = try JudgingOptions.profile(arguments, for: run)
    let challenge = Challenge(of: run, token: token)
    let file = try OutputFile(path)
    var progress = ProgressLine(console, isAlone: true)
    let size: Challenge.Size
    do {
      size = try challenge.record(progress: { progress.show("challenge", $0) }) { bytes in
        try file.write(bytes)
      }
    } catch let error as ChallengeError {
      throw UsageError("\(error)")
    } catch VerificationRunError.foreignToken {
      throw UsageError("--token: the token belongs to no requirement that is judged")
    }
    progress.clear()
    try file.commit()
    tell(challenge, size, path, console)
    return .conforms
  }

  /// The token of the one case that is asked; nil for a whole run.
  private static func single(_ arguments: Arguments) throws(UsageError) -> Token? {
    guard let text = try arguments.value(token) else { return nil }
    do { return try Token(parsing: text) } catch {
      throw UsageError("--token: '\(text)': \(error)")
    }
  }

  /// Says what was written, and what comes next.
  private static func tell(
    _ challenge: Challenge, _ size: Challenge.Size, _ path: String, _ console: any Console
  ) {
    let name = VisibleText.line(path)
    console.line(
      "\(name): \(Text.counted(size.requests, "request")) with \(Text.grouped(size.cases)) cases and schedules, "
        + "\(Text.grouped(size.bytes)) bytes; key 0x\(String(challenge.key, radix: 16)), profile "
        + "\(challenge.profile.name)")
    console.line("to answer it: PROGRAM < \(name) > ANSWERS")
    console.line("to judge that: \(Program.name) judge \(name) ANSWERS")
  }
}
