/// A run as lines of JSON: a header, a line per verdict as it comes in, a footer.
///
/// A file whose last line is not a footer with `"complete":true` is of a run that was cut short: by
/// an interruption, when there is a footer with `"complete":false`.
package enum JSONLinesReport {
  /// The format's version, in every header.
  static let format = 2

  /// The first line.
  package static func header(_ run: VerificationRun, version: String) -> String {
    let subject = run.subject.declaration
    return line([
      ("type", "header"), ("format", .integer(Int64(format))), ("suite", .string(version)),
      ("subject", .string(subject.name)), ("subjectVersion", .string(subject.version)),
      ("as", .string(run.options.rawValue)),
      ("key", .string("0x" + String(run.key, radix: 16))), ("profile", .string(run.profile.name)),
      ("margin", run.profile.margin.map { .number($0) } ?? .null),
      ("requirements", .array(run.requirements.map { .string($0.id.rawValue) })),
    ])
  }

  /// The line of a verdict.
  package static func verdict(_ requirement: Requirement, _ verdict: Verdict) -> String {
    var fields: [(String, JSON)] = [
      ("type", "verdict"), ("requirement", .string(requirement.id.rawValue)),
      ("verdict", .string(name(of: verdict.outcome))),
      ("cases", .integer(Int64(verdict.cases))), ("seconds", .number(verdict.seconds)),
    ]
    switch verdict.outcome {
    case .holds(let held): fields.append(("detail", .string(held.words)))
    case .notOffered(let lack): fields.append(("detail", .string(lack.words)))
    case .inconclusive(let doubt): fields.append(("detail", .string(doubt.words)))
    case .violated(let violation):
      fields += [
        ("site", .string(violation.site.name)), ("detail", .string(violation.message)),
        ("alsoPlain", violation.faults[0].isAlsoPlain.map { .bool($0) } ?? .null),
        ("replay", .string(violation.replay)),
        ("shrinkEvaluations", .integer(Int64(violation.evaluations))),
      ]
    case .failed(let failure, let replay):
      fields += [
        ("detail", .string(failure.description)),
        ("standardError", .string(failure.standardError)), ("replay", .string(replay)),
      ]
    }
    return line(fields)
  }

  /// A line for each cause, in their order, once the run is over.
  ///
  /// What explains a verdict may be refuted by a later one: so verdicts come without an explanation.
  package static func causes(_ summary: VerificationSummary) -> String {
    summary.explanation.causes.map { cause in
      func list(_ requirements: [RequirementID]) -> JSON {
        .array(requirements.map { .string($0.rawValue) })
      }
      let replay = cause.example(summary.verdicts)?.replay
      return line([
        ("type", "cause"), ("rule", .string(cause.id)), ("sentence", .string(cause.sentence)),
        ("isCertain", .bool(cause.confidence == .certain)),
        ("where", .array((cause.whereabouts?.values ?? []).map { .string($0.words) })),
        ("isOnlyThere", .bool(cause.whereabouts?.others != nil)),
        ("equivalentRules", .array(cause.equivalents.map { .string($0.id) })),
        ("evidence", .array(cause.evidenceLines.map { .string($0) })),
        ("explains", list(cause.requirements)),
        ("explainsInPart", list(cause.requirements.filter(cause.partly.contains))),
        ("mayFollow", list(cause.following)),
        ("replay", replay.map { .string($0) } ?? .null),
      ])
    }.joined()
  }

  /// The last line.
  package static func footer(_ summary: VerificationSummary) -> String {
    line([
      ("type", "footer"), ("complete", true),
      ("conclusion", .string(summary.conclusion.rawValue)),
      ("holds", .integer(Int64(summary.holds))),
      ("violated", .integer(Int64(summary.violations))),
      ("falseAlarmBudget", .number(summary.ledger.budget)),
      ("leastMargin", summary.ledger.leastMargin.map { .number($0) } ?? .null),
      (
        "optionCoverage",
        summary.optionCoverage.map {
          .object([
            ("depth", .string($0.depth.rawValue)), ("judged", .integer(Int64($0.judged))),
            ("declared", .integer(Int64($0.declared))),
            ("unjudged", .array($0.unjudgedNames.map { .string($0) })),
          ])
        } ?? .null
      ),
      ("seconds", .number(summary.seconds)),
    ])
  }

  /// The last line of a run that was interrupted, without a conclusion.
  package static func footer(cutShortAfter verdicts: [Verdict]) -> String {
    line([
      ("type", "footer"), ("complete", false),
      ("holds", .integer(Int64(verdicts.count { $0.outcome.isHolding }))),
      ("violated", .integer(Int64(verdicts.count { $0.outcome.isViolation }))),
    ])
  }

  /// The only line of a subject that could not be judged at all.
  ///
  /// - Parameters:
  ///   - reason: Why it could not be judged.
  ///   - standardError: The last of what it wrote there.
  package static func footer(notJudged reason: String, standardError: String) -> String {
    line([
      ("type", "footer"), ("complete", false), ("holds", .integer(0)), ("violated", .integer(0)),
      ("failure", .string(reason)), ("standardError", .string(standardError)),
    ])
  }

  /// The word for an outcome in machine-readable reports.
  static func name(of outcome: Verdict.Outcome) -> String {
    switch outcome {
    case .holds: "holds"
    case .violated: "violated"
    case .notOffered: "notOffered"
    case .inconclusive: "inconclusive"
    case .failed: "failed"
    }
  }

  private static func line(_ fields: [(String, JSON)]) -> String {
    JSON.object(fields).description + "\n"
  }
}
