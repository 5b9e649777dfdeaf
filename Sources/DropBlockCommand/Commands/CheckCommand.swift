import DropBlockVerification

/// Judges a program on the other end of a pipe.
enum CheckCommand: Command {
  static let interface = Interface(
    name: "check",
    summary: "judge any program that speaks the subject protocol",
    child: "COMMAND…",
    options: JudgingOptions.common + [
      JudgingOptions.deadline.description, JudgingOptions.helloDeadline.description,
    ],
    notes: [
      "The program is started once and answers over its standard input and output; "
        + "Documentation/Protocol.md says how, and Subjects/ has adapters to begin with. It is judged by "
        + "the options it declares, or by the paper's with '--as paper'.",
      JudgingOptions.expectedTimeNote,
    ],
    examples: [
      "check -- python3 Subjects/pure_python_subject.py",
      "check --as paper --profile quick -- python3 Subjects/torchvision_subject.py",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    // What is wrong with the arguments is said before a program is started.
    _ = (try JudgingOptions.pastFailures(arguments), try JudgingOptions.requirements(arguments))
    do {
      let subject = try JudgingOptions.started(arguments)
      defer { _ = subject.stop() }
      return try Judging.run(subject, try JudgingOptions.selection(arguments), arguments, console)
    } catch let failure as SubjectFailure {
      let code = report(failure, arguments, console)
      try Judging.record(failure, arguments, console)
      return code
    }
  }

  /// Says why a program could not be judged at all.
  static func report(
    _ failure: SubjectFailure, _ arguments: Arguments, _ console: any Console
  ) -> ExitCode {
    let words = "dropblock: \(arguments.child.joined(separator: " ")): \(failure)"
    console.report(VisibleText.line(words) + "\n")
    if !failure.standardError.isEmpty {
      console.report("its standard error ends:\n\(VisibleText.lines(failure.standardError))\n")
    }
    if let hint = hint(failure.kind) {
      console.report(
        Text.wrapped(hint, width: console.errorTerminal.width).joined(separator: "\n") + "\n")
    }
    return .failed
  }

  /// What to do about a program that did not say hello; nil where it was never started.
  private static func hint(_ kind: SubjectFailure.Kind) -> String? {
    let next =
      "Subjects/README.md shows how to make one of a layer in Python, and Documentation/Protocol.md says what "
      + "is sent."
    switch kind {
    case .notStarted: return nil
    case .hung:
      return
        "It was asked to say hello, and said nothing. Is it still loading? --hello-deadline gives it "
        + "longer. " + next
    default:
      return
        "It was asked to say hello, and this is no answer: a subject reads requests from its standard "
        + "input, answers on its standard output, and prints nothing else there. " + next
    }
  }
}
