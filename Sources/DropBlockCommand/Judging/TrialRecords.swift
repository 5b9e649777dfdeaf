import DropBlockVerification

/// What came out of trials, as lines of JSON: a header, a line for each run, a footer.
///
/// Runs are in the order of the trials, however they come in.
struct TrialRecords {
  /// The format's version, in every header.
  static let format = 1

  private var waiting: [Int: TrialResult] = [:]
  private var count = 0
  private var asTheyShould = 0

  /// The first line.
  static func header(_ profile: VerificationProfile, version: String) -> String {
    line([
      ("type", "header"), ("format", .integer(Int64(format))), ("suite", .string(version)),
      ("profile", .string(profile.name)),
      ("requirements", .array(Trial.requirements.map { .string($0.id.rawValue) })),
    ])
  }

  /// Takes a result in.
  ///
  /// - Returns: The lines that come next; none while the result of an earlier trial is missing.
  mutating func add(_ result: TrialResult, at index: Int) -> String {
    waiting[index] = result
    var lines = ""
    while let next = waiting.removeValue(forKey: count) { lines += take(next) }
    return lines
  }

  /// The last line.
  var footer: String { footer(isComplete: true) }

  /// The last lines of a file that has to end now: the results that wait for others, and a footer.
  var cutShort: String {
    var rest = self
    let lines = waiting.sorted { $0.key < $1.key }.map { rest.take($0.value) }
    return lines.joined() + rest.footer(isComplete: false)
  }

  private mutating func take(_ result: TrialResult) -> String {
    count += 1
    asTheyShould += result.isAsItShould ? 1 : 0
    return Self.line(Self.fields(result))
  }

  private func footer(isComplete: Bool) -> String {
    Self.line([
      ("type", "footer"), ("complete", .bool(isComplete)), ("runs", .integer(Int64(count))),
      ("asTheyShould", .integer(Int64(asTheyShould))),
    ])
  }

  private static func line(_ fields: [(String, JSON)]) -> String {
    JSON.object(fields).description + "\n"
  }

  private static func fields(_ result: TrialResult) -> [(String, JSON)] {
    [
      ("type", "run"), ("subject", .string(result.subject.name)),
      ("key", .string("0x" + String(result.key, radix: 16))),
      ("asItShould", .bool(result.isAsItShould)),
      ("violated", .array(result.violated.map { .string($0.rawValue) })),
      ("undecided", .array(result.undecided.map { .string($0.rawValue) })),
      ("cases", .integer(Int64(result.cases))), ("maps", .integer(Int64(result.maps))),
      ("seconds", .number(result.seconds)),
      ("equivalence", result.subject.equivalence.map { .string($0) } ?? .null),
    ]
  }
}
