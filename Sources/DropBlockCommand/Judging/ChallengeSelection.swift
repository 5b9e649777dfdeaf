import DropBlockVerification

/// Who is asked by a challenge: only what they say of themselves is needed.
enum ChallengeSelection {
  static let declaration = Option<String?>.optional(
    "declaration", .path,
    "a file with what the subject says of itself: its answers to another challenge, its answer to hello, or "
      + "an object of JSON with what it declares", absent: "asked of the program that is named")

  /// What a run is a run of until there are answers.
  private final class Absent: Subject {
    let declaration: SubjectDeclaration

    init(_ declaration: SubjectDeclaration) { self.declaration = declaration }

    func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] {
      throw SubjectFailure(.closedPipe)
    }

    func values(_ schedule: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
      throw SubjectFailure(.closedPipe)
    }
  }

  /// A subject that declares what the one declares that the arguments name, and answers nothing.
  ///
  /// - Throws: A `UsageError` where none or both are named, a ``FileError``, or a `SubjectFailure` of a
  ///   program that does not say hello.
  static func subject(_ arguments: Arguments, _ console: any Console) throws -> any Subject {
    let file = try arguments.value(declaration)
    let selections = try JudgingOptions.selections(arguments)
    guard selections.count < 2 else {
      throw UsageError("--execution: a challenge is for one way of execution")
    }
    let outside = selections.first
    guard (file == nil) != (outside == nil) else {
      throw UsageError(
        "one of --declaration FILE, TARGET and -- COMMAND… says who is asked: a challenge depends on what its "
          + "subject offers")
    }
    if let file { return Absent(try DeclarationFile.read(file)) }
    let program = try outside?.start(console)
    defer { _ = program?.stop() }
    guard let program else { throw UsageError("nobody is asked") }
    return Absent(program.declaration)
  }
}
