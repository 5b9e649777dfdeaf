import DropBlockGenerators
import DropBlockVerification

/// Judges the answers to a challenge.
enum JudgeCommand: Command {
  static let interface = Interface(
    name: "judge",
    summary: "judge the answers to a challenge",
    positionals: [
      Positional(name: "FILE", summary: "a file that 'challenge' has written"),
      Positional(
        name: "ANSWERS",
        summary: "what a subject wrote on its standard output, with that on its input"
      ),
    ],
    options: [
      JudgingOptions.full.description, JudgingOptions.jsonl.description,
      JudgingOptions.junit.description,
    ],
    notes: [
      "The verdicts are those of 'check', and so are the exit codes. Answers to another challenge, or only to a "
        + "part of this one, are refused with code 3. Nobody is asked any more: a failing case is as large as it "
        + "was drawn, and its line makes a challenge of that case alone.",
      "Documentation/Challenge.md says what is different from a pipe.",
    ],
    examples: [
      "judge challenge.bin answers.bin",
      "judge --full --jsonl verdicts.jsonl challenge.bin answers.bin",
    ])

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let (file, answers) = (arguments.positionals[0], arguments.positionals[1])
    try refuseSameFiles(arguments)
    return try Judging.run(named: answers, arguments, console) {
      let (asked, answered) = (try InputFile.read(file), try InputFile.read(answers))
      var progress = ProgressLine(console)
      defer { progress.clear() }
      do {
        let read = try Challenge.read(asked, answers: answered) { progress.show("challenge", $0) }
        let run = read.challenge.run(
          of: read.subject, replayLine: replayLine(answers, read.challenge))
        return (run, read.challenge.token.map(ReplayRequest.token))
      } catch let error as ChallengeError {
        throw FileError(error.isAboutChallenge ? file : answers, cannotBe: "judged", "\(error)")
      }
    }
  }

  /// That a report is not written over what it is about.
  private static func refuseSameFiles(_ arguments: Arguments) throws(UsageError) {
    let outputs = [
      ("--jsonl", try arguments.value(JudgingOptions.jsonl)),
      ("--junit", try arguments.value(JudgingOptions.junit)),
    ]
    for (option, output) in outputs {
      guard let output else { continue }
      for input in arguments.positionals where OutputFile.isSame(output, input) {
        throw UsageError("\(option) names '\(input)', which is judged")
      }
    }
  }

  /// The command line that asks again what is red, on a device that can only be asked by a file.
  private static func replayLine(_ answers: String, _ challenge: Challenge) -> ReplayLine {
    ReplayLine(shrinkAdvice: "a subject on a pipe is asked smaller ones ('check')") {
      request, run in
      let asked =
        switch request {
        case .token(let token): "--token \(token)"
        case .requirement(let id, let key):
          "--only \(id) --key 0x\(String(key, radix: 16))"
            + (run.profile.margin.map { " --margin \($0)" } ?? "")
        }
      return "\(Program.name) challenge --out again.bin \(asked) --profile \(run.profile.name)"
        + (run.options == .paper ? " --as paper" : "")
        + " --declaration \(SubjectSelection.quoted(answers))"
    }
  }
}
