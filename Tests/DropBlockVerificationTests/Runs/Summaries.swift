import DropBlockContract
import DropBlockGenerators

@testable import DropBlockVerification

extension Verdict.Outcome {
  static let green = holds(.cases(120))
  static let red = violated(
    Violation(
      Fault(.custom("dropped <values>"), .custom("unit 3 & more\n  got \"nan\"\u{1B}[0m")),
      replay: "dropblock replay dbp1.abc --profile quick -- sh -c 'exit 7'", evaluations: 17))
  static let absent = notOffered(.elementType(.float16))
  static let open = inconclusive(.discarded(judged: 3, discarded: 9))
  static let dead = failed(
    SubjectFailure(.died("signal 11"), standardError: "Traceback:\n  <boom> & \u{0}"),
    replay: "dropblock check -- x")
}

/// A summary of given outcomes, for the first requirements of the list.
func summary(_ outcomes: [Verdict.Outcome]) -> VerificationSummary {
  VerificationSummary(
    subject: SubjectDeclaration(name: "a <b> & \"c\"", version: "1"), profile: .quick, key: 0xAB,
    requirements: Requirement.all,
    verdicts: zip(Requirement.all, outcomes).map {
      Verdict(requirement: $0.id, outcome: $1, cases: 12, seconds: 0.25)
    }, ledger: Ledger(accounts: 1), seconds: 1.5)
}

extension Token {
  /// The token in a replay line.
  init(in line: String) throws(TokenError) {
    let word = line.split { " =@\"".contains($0) }.first { $0.hasPrefix("dbp1.") }
    try self.init(parsing: String(word ?? ""))
  }
}

let everyOutcome: [Verdict.Outcome] = [.green, .red, .absent, .open, .dead]
