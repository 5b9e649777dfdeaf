import DropBlockContract
import DropBlockFast
import Verification

/// The subjects of this package, by their names on the command line.
enum OwnSubjects {
  /// Name and description of each.
  static var all: [(name: String, summary: String)] {
    [
      ("fast", "the SIMD engine of DropBlockFast"),
      ("reference", "the readable engine of DropBlockReference"),
    ] + Mutant.all.map { ("mutant:\($0.name)", "\($0.fault) (\($0.requirement))") }
  }

  /// The subject with a name.
  static func named(_ name: String) throws(UsageError) -> EngineSubject {
    if name == "fast" { return fast }
    if name == "reference" { return .reference(version: Program.version) }
    if name.hasPrefix("mutant:"), let mutant = Mutant.named(String(name.dropFirst(7))) {
      return mutant.subject(version: Program.version)
    }
    throw UsageError(
      "--subject: '\(name)' is no subject; 'dropblock subjects' lists them"
        + Suggestion.question(name, among: all.map(\.name)))
  }

  private static var fast: EngineSubject {
    EngineSubject(
      .everything(named: "fast", version: Program.version),
      engine: { threads in FastEngine(threads: threads ?? 1) },
      values: { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        var values: [Double] = []
        for step in question.steps {
          switch question.schedule {
          case .linear(let start, let stop, let steps):
            values.append(try LinearSchedule(from: start, to: stop, steps: steps).value(at: step))
          case .paper(let target, let steps):
            values.append(try PaperSchedule(target: target, steps: steps).value(at: step))
          case .groups:
            values.append(try GroupFactors.factor(group: step))
          }
        }
        return values
      })
  }
}
