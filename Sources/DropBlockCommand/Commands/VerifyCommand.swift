import Verification

/// Judges one of this package's own subjects.
enum VerifyCommand: Command {
  static let interface = Interface(
    name: "verify",
    summary: "judge an engine of this package by every requirement",
    options: [JudgingOptions.subject.description] + JudgingOptions.common,
    notes: [
      "Marks: ✓ holds, ✗ does not, – not offered by the subject, ? undecided, ! the subject failed. "
        + "Every ✗ comes with the smallest case that was found and a line that shows it again."
    ],
    examples: [
      "verify", "verify --subject mutant:nan-leak --profile quick",
      "verify --only mask --key random --jsonl verdicts.jsonl",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let name = try arguments.value(JudgingOptions.subject)
    return try Judging.run(try OwnSubjects.named(name), .named(name), arguments, console)
  }
}
