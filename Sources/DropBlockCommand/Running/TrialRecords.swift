import Verification

/// What came out of trials, as lines of JSON: a header, a line for each run, a footer.
///
/// A file appears only when all runs are done.
enum TrialRecords {
  /// The format's version, in every header.
  static let format = 1

  /// All lines.
  static func lines(_ rows: [[TrialResult]], _ profile: Profile, version: String) -> String {
    let results = Array(rows.joined())
    let header: [(String, JSON)] = [
      ("type", "header"), ("format", .integer(Int64(format))), ("suite", .string(version)),
      ("profile", .string(profile.name)),
      ("requirements", .array(Trial.requirements.map { .string($0.id) })),
    ]
    let footer: [(String, JSON)] = [
      ("type", "footer"), ("complete", true),
      ("runs", .integer(Int64(results.count))),
      ("asTheyShould", .integer(Int64(results.count { $0.isAsItShould }))),
    ]
    return ([header] + results.map(fields) + [footer])
      .map { JSON.object($0).description + "\n" }.joined()
  }

  private static func fields(_ result: TrialResult) -> [(String, JSON)] {
    [
      ("type", "run"), ("subject", .string(result.subject.name)),
      ("key", .string("0x" + String(result.key, radix: 16))),
      ("asItShould", .bool(result.isAsItShould)),
      ("violated", .array(result.violated.map { .string($0) })),
      ("undecided", .array(result.undecided.map { .string($0) })),
      ("cases", .integer(Int64(result.cases))), ("maps", .integer(Int64(result.maps))),
      ("seconds", .number(result.seconds)),
      ("equivalence", result.subject.equivalence.map { .string($0) } ?? .null),
    ]
  }
}
