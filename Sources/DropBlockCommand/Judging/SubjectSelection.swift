import DropBlockVerification

/// How a subject is named on the command line, so that a report can say how to see something again.
enum SubjectSelection: Hashable {
  /// One of this package's own, by name.
  case named(String)

  /// A child process, by its command, and the seconds in which it must answer a case, and say hello.
  case command([String], deadline: Double = 10, helloDeadline: Double = 60)

  /// A function or a layer in Python, by its name, with the same limits.
  case target(PythonTarget, deadline: Double = 10, helloDeadline: Double = 60)

  /// How it is called in messages.
  var name: String {
    switch self {
    case .named(let name): name
    case .command(let command, _, _): command.joined(separator: " ")
    case .target(let target, _, _): target.name
    }
  }

  /// How it is called; nothing but a target is called in more ways than one.
  var execution: Execution {
    if case .target(let target, _, _) = self { target.execution ?? .eager } else { .eager }
  }

  /// What is outside, started; nil for one of our own.
  ///
  /// - Parameter console: Where it is shown that an answer to hello is waited for.
  func start(_ console: any Console) throws(SubjectFailure) -> ProcessSubject? {
    let (command, deadline, helloDeadline): ([String], Double, Double)
    switch self {
    case .named: return nil
    case .command(let words, let seconds, let hello):
      (command, deadline, helloDeadline) = (words, seconds, hello)
    case .target(let target, let seconds, let hello):
      (command, deadline, helloDeadline) = (target.command, seconds, hello)
    }
    var progress = ProgressLine(console, isAlone: true)
    defer { progress.clear() }
    return try ProcessSubject(
      command: command, deadlinePerCase: deadline, helloDeadline: helloDeadline
    ) { passed in
      guard passed >= 1 else { return }
      progress.show(
        "\(name) has not said hello yet: \(Int(passed)) of \(Text.time(helloDeadline))")
    }
  }

  /// The command line that shows something again.
  var replayLine: ReplayLine {
    ReplayLine(shrinkAdvice: "'replay TOKEN --shrink N' goes on from here") { request, run in
      line(request, run)
    }
  }

  /// The command line that shows again what a run found.
  func line(_ request: ReplayRequest, _ run: VerificationRun) -> String {
    let options = " --profile \(run.profile.name)" + (run.options == .paper ? " --as paper" : "")
    return "dropblock \(verb(request, run))\(options)\(subject)"
  }

  /// What the program does, and on what.
  private func verb(_ request: ReplayRequest, _ run: VerificationRun) -> String {
    switch request {
    case .token(let token): return "replay \(token)"
    case .requirement(let id, let key):
      let verb = if case .named = self { "verify" } else { "check" }
      let margin = run.profile.margin.map { " --margin \($0)" } ?? ""
      return "\(verb) --only \(id) --key 0x\(String(key, radix: 16))\(margin)"
    }
  }

  /// Who is judged.
  private var subject: String {
    switch self {
    case .named(let name): return " --subject \(name)"
    case .command(let command, let deadline, let helloDeadline):
      let limits = Self.limits(deadline, helloDeadline, .eager)
      return "\(limits) -- \(command.map(Self.quoted).joined(separator: " "))"
    case .target(let target, let deadline, let helloDeadline):
      let limits = Self.limits(deadline, helloDeadline, execution)
      return "\(limits) \(target.words.map(Self.quoted).joined(separator: " "))"
    }
  }

  /// The limits that are not those by default.
  private static func limits(
    _ deadline: Double, _ helloDeadline: Double, _ execution: Execution
  ) -> String {
    (deadline == execution.deadline ? "" : " --deadline \(deadline)")
      + (helloDeadline == execution.helloDeadline ? "" : " --hello-deadline \(helloDeadline)")
  }

  /// A word as a shell takes it.
  static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "_-./=:,+@%".contains($0) }
    guard !plain || word.isEmpty else { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
