import DropBlockFast
import DropBlockVerification

/// Judges one of this package's own subjects.
enum VerifyCommand: Command {
  static let kernel = Option<String?>.optional(
    "kernel", .text("NAME|each"),
    "with the subject fast: the kernel that is judged, or every one that this machine can run",
    absent: "the one used by default")

  static let interface = Interface(
    name: "verify",
    summary: "judge an engine of this package by every requirement",
    options: [JudgingOptions.subject.description, kernel.description] + JudgingOptions.common,
    notes: [
      "Marks: ✓ holds, ✗ does not, – not offered by the subject, ? undecided, ! the subject failed. "
        + "Every ✗ comes with the smallest case that was found and a line that shows it again.",
      JudgingOptions.expectedTimeNote,
    ],
    examples: [
      "verify", "verify --kernel each --profile quick",
      "verify --subject mutant:nan-leak --profile quick",
      "verify --only mask --key random --jsonl verdicts.jsonl",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let subjects = try names(arguments).map { name throws(UsageError) in
      (subject: try OwnSubjects.named(name), selection: SubjectSelection.named(name))
    }
    return try Judging.run(subjects, arguments, console)
  }

  /// Who is judged, in order; a kernel that was asked for is part of the name, and so of the replay
  /// lines.
  private static func names(_ arguments: Arguments) throws(UsageError) -> [String] {
    let subject = try arguments.value(JudgingOptions.subject)
    guard let asked = try arguments.value(kernel) else {
      guard subject == "fast", Kernels.forced != nil else { return [subject] }
      return [OwnSubjects.kernelPrefix + (try Kernels.preferred()).name]
    }
    guard subject == "fast" else {
      throw UsageError("--kernel is for --subject fast, and '\(subject)' is given")
    }
    let kernels = asked == Kernels.each ? FastKernel.available : [try Kernels.named(asked)]
    return kernels.map { OwnSubjects.kernelPrefix + $0.name }
  }
}
