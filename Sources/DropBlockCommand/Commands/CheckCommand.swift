import DropBlockVerification

/// Judges a program on the other end of a pipe.
enum CheckCommand: Command {
  static let interface = Interface(
    name: "check",
    summary:
      "judge a function or a layer in Python, or any program that speaks the subject protocol",
    positionals: [JudgingOptions.target],
    child: "COMMAND…",
    isChildOptional: true,
    options: JudgingOptions.common + JudgingOptions.outside,
    notes: [
      "A target is a torch.nn.Module, a layer of Keras, a module of flax or Equinox, or a function of an array of "
        + "torch, numpy, TensorFlow or JAX. What its "
        + "parameters stand for is read off their names; 'python -m dropblock_verify.target TARGET "
        + "--explain' says what was read.",
      "A program is started once and answers over its standard input and output; "
        + "Documentation/Protocol.md says how, and Subjects/ has adapters to begin with. It is judged by "
        + "the options it declares, or by the paper's with '--as paper'.",
      JudgingOptions.expectedTimeNote,
    ],
    examples: [
      "check mymodel.layers:DropBlock2d",
      "check --profile quick --declare torchvision torchvision.ops:DropBlock2d",
      "check --profile quick --execution eager,compiled,checkpointed mymodel.layers:DropBlock2d",
      "check -- python3 Subjects/pure_python_subject.py",
      "check --as paper --profile quick -- python3 Subjects/torchvision_subject.py",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    // What is wrong with the arguments is said before a program is started.
    _ = (try JudgingOptions.pastFailures(arguments), try JudgingOptions.requirements(arguments))
    let selections = try JudgingOptions.selections(arguments)
    guard !selections.isEmpty else {
      throw UsageError(
        "who is judged? TARGET is \(JudgingOptions.target.summary); -- COMMAND… starts any program that "
          + "speaks the subject protocol")
    }
    // All are started first: that one can't be judged must not cost the time of those before it.
    var subjects: [(subject: any Subject, selection: SubjectSelection)] = []
    var running: [ProcessSubject] = []
    defer { for subject in running { _ = subject.stop() } }
    for selection in selections {
      do {
        guard let subject = try selection.start(console) else { return .usage }
        running.append(subject)
        subjects.append((subject, selection))
      } catch {
        let code = report(error, selection, console)
        try Judging.record(error, selection, arguments, console)
        return code
      }
    }
    return try Judging.run(subjects, arguments, console)
  }

  /// Says why a program could not be judged at all.
  static func report(
    _ failure: SubjectFailure, _ selection: SubjectSelection, _ console: any Console
  ) -> ExitCode {
    let target =
      if case .target(let target, _, _) = selection { target } else { PythonTarget?.none }
    let isToldByTarget =
      target != nil && failure.kind == .died("\(ProcessEnd.exited(PythonTarget.exitCode))")
    if isToldByTarget {
      console.report(VisibleText.lines(failure.standardError) + "\n")
      return .failed
    }
    console.report(VisibleText.line("dropblock: \(selection.name): \(failure)") + "\n")
    if !failure.standardError.isEmpty {
      console.report("its standard error ends:\n\(VisibleText.lines(failure.standardError))\n")
    }
    let hint =
      if let target { hint(target, failure.kind) } else {
        script(selection, failure.kind) ?? hint(failure.kind)
      }
    if let hint {
      console.report(
        Text.wrapped(hint, width: console.errorTerminal.width).joined(separator: "\n") + "\n")
    }
    return .failed
  }

  /// What to do where a target was not put on the stand, and the module that does so has not said why.
  private static func hint(_ target: PythonTarget, _ kind: SubjectFailure.Kind) -> String? {
    switch kind {
    case .hung:
      return
        "Importing it, or its first call, takes long, or waits for something. --hello-deadline gives it "
        + "longer."
    case .notStarted, .died("\(ProcessEnd.exited(1))"):
      return
        "A target is put on the stand by '\(PythonTarget.python) -m dropblock_verify.target'. Is "
        + "dropblock-verify installed for that Python? \(PythonTarget.variable) names another."
    default: return nil
    }
  }

  /// How a script is started that was named without what runs it; nil of anything else.
  private static func script(
    _ selection: SubjectSelection, _ kind: SubjectFailure.Kind
  ) -> String? {
    guard case .command(let command, _, _) = selection, case .notStarted = kind,
      let name = command.first, name.hasSuffix(".py"), (try? System.status(name)) != nil
    else { return nil }
    return "'\(name)' is a file, and no program that can be started by itself: "
      + "-- python3 \(command.joined(separator: " "))"
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
