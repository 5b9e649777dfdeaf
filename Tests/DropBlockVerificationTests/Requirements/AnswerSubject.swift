import DropBlockContract

@testable import DropBlockVerification

/// A subject that answers as a closure says.
final class AnswerSubject: Subject {
  var declaration = SubjectDeclaration(name: "answers", version: "0")
  private let answer: ([SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer]

  /// What it forgets when it starts anew; nil where it can't.
  var forget: (() -> Void)?

  private let schedule: (ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer

  init(
    values: @escaping (ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer = {
      (_: ScheduleCase) throws(SubjectFailure) in .unsupported("none")
    },
    _ answer: @escaping ([SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer]
  ) {
    self.answer = answer
    schedule = values
  }

  func run(_ cases: [SubjectCase]) throws(SubjectFailure) -> [SubjectAnswer] { try answer(cases) }

  func values(_ question: ScheduleCase) throws(SubjectFailure) -> ScheduleAnswer {
    try schedule(question)
  }

  func startAnew() -> Bool {
    forget?()
    return forget != nil
  }
}

extension VerificationProfile {
  /// As quick, but with less shrinking: still enough for the faults that tests plant.
  static let brief = VerificationProfile(
    name: "quick", cases: 120, maps: 32_768, unitsPerCase: 1_500, mapsPerCall: 324,
    countsBeyondFloat: false,
    shrinkEvaluations: 400, optionDepth: .values)
}

extension VerificationSummary {
  /// The verdicts by requirement and kind, for messages and comparisons.
  func requirements(_ kind: String) -> [RequirementID] {
    verdicts.filter { JSONLinesReport.name(of: $0.outcome) == kind }.map(\.requirement)
  }

  /// What is neither green nor left out, with its reason.
  var problems: String {
    verdicts.compactMap { verdict in
      Requirement.named(verdict.requirement).flatMap { TerminalReport.problem($0, verdict) }
    }.joined()
  }
}
