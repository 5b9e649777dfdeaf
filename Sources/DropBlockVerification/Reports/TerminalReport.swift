import DropBlockGenerators

/// A run as lines for a person to read: a line per family, then what is wrong, then one line in sum.
package struct TerminalReport {
  private let width: Int
  private let hasColour: Bool
  private let isFull: Bool
  private let wraps: Bool
  private var table = ""
  private var family = ""
  private var line = ""
  private var judged: [(requirement: Requirement, verdict: Verdict)] = []

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - width: The number of columns to fill.
  ///   - hasColour: Whether marks are coloured by escape sequences.
  ///   - isFull: Whether every requirement is told by itself, and not only what is wrong.
  ///   - wraps: Whether sentences are wrapped at that width: for a person, not for a file.
  package init(
    width: Int = 100, hasColour: Bool = false, isFull: Bool = true, wraps: Bool = false
  ) {
    self.isFull = isFull
    self.wraps = wraps
    self.width = max(width, 40)
    self.hasColour = hasColour
  }

  /// The first line: who is judged, how hard, and by which key.
  package static func header(_ run: VerificationRun, version: String) -> String {
    header(run.subject.declaration, run.options, run.key, run.profile, version: version)
  }

  /// The first line of a run that is over.
  static func header(_ summary: VerificationSummary, version: String) -> String {
    header(
      summary.subject, summary.options, summary.replayed == nil ? summary.key : nil,
      summary.profile, version: version)
  }

  private static func header(
    _ subject: SubjectDeclaration, _ options: VerificationRun.Options, _ key: UInt64?,
    _ profile: VerificationProfile, version: String
  ) -> String {
    let said = subject.version == version ? subject.name : "\(subject.name) \(subject.version)"
    let name = VisibleText.line(said)
    return "dropblock \(version) · subject \(name)\(options == .paper ? " as paper" : "") · "
      + "\(key.map { "key 0x\(String($0, radix: 16))" } ?? "one case") · profile \(profile.name)"
      + (profile.margin.map { " with margin \($0)" } ?? "")
  }

  /// Adds a verdict.
  ///
  /// - Returns: The lines that are now complete, each ended by a line feed.
  package mutating func add(_ requirement: Requirement, _ verdict: Verdict) -> String {
    let done = added(requirement, verdict)
    if isFull { return done }
    table += done
    return ""
  }

  private mutating func added(_ requirement: Requirement, _ verdict: Verdict) -> String {
    var done = ""
    if requirement.family != family {
      done = finishLine()
      family = requirement.family
    }
    let name = requirement.id.name
    let (mark, colour, said) = Self.mark(verdict, name)
    let words = VisibleText.line(said)
    let item = "\(mark) \(words)"
    if line.isEmpty {
      line = "  " + Self.pad(family, 13)
    } else if Self.columns(line) + 3 + item.count > width {
      done += line + "\n"
      line = "  " + Self.pad("", 13)
    } else {
      line += "   "
    }
    line += hasColour ? "\u{1B}[\(colour)m\(mark)\u{1B}[0m \(words)" : item
    judged.append((requirement, verdict))
    return done
  }

  /// The line that is not complete yet, and what does not hold, without a sum.
  package mutating func details() -> String { details(nil) }

  private mutating func details(_ explanation: RunExplanation?) -> String {
    defer { judged = [] }
    var text = finishLine()
    var lastTail: [Substring] = []
    for (requirement, verdict) in judged {
      let problem = Self.problem(requirement, verdict, explanation, after: lastTail)
      text += problem.map { "\n" + VisibleText.lines($0) } ?? ""
      if case .failed(let failure, _) = verdict.outcome, !failure.standardError.isEmpty {
        lastTail = Self.tail(of: failure)
      }
    }
    return text
  }

  /// The last lines: what does not hold, and the run in sum.
  package mutating func finish(_ summary: VerificationSummary) -> String {
    guard isFull else { return brief(summary) }
    return details(summary.explanation) + Self.faults(summary) + Self.corpus(summary.corpus) + "\n"
      + Self.sum(summary) + "\n"
  }

  /// What is wrong, and nothing else; all verdicts where nothing is.
  private mutating func brief(_ summary: VerificationSummary) -> String {
    defer { (table, judged) = ("", []) }
    let rest = finishLine()
    let lines = BriefReport(summary, width: wraps ? width : .max).lines
    let isGreen =
      summary.holds == summary.verdicts.count
      - summary.count {
        if case .notOffered = $0 { true } else { false }
      }
    let sum = wraps ? Folding.fold(Self.sum(summary), width: width) : [Self.sum(summary)]
    return (isGreen ? table + rest : "") + lines.map { VisibleText.lines($0) + "\n" }.joined()
      + Self.corpus(summary.corpus) + "\n" + sum.joined(separator: "\n")
      + (isGreen ? "" : "\n--full tells of every requirement by itself") + "\n"
  }

  /// What is behind several violations, where that is known.
  private static func faults(_ summary: VerificationSummary) -> String {
    let lines = summary.explanation.lines
    return lines.isEmpty ? "" : "\nWhat is wrong:\n" + lines.map { "  \($0)\n" }.joined()
  }

  /// What became of past failures: a line where all is well, else what is to be done.
  private static func corpus(_ reports: [CorpusReport]) -> String {
    guard !reports.isEmpty else { return "" }
    let cases = reports.flatMap(\.cases)
    let passing = cases.count { $0.status == .passes }
    var lines = [
      "\n\(Decimals.grouped(cases.count)) past failures, \(Decimals.grouped(passing)) of them pass"
    ]
    lines += reports.filter { report in
      report.found != nil || !report.problems.isEmpty
        || report.cases.contains { $0.status != .passes }
    }.map(\.description)
    return VisibleText.lines(lines.joined(separator: "\n")) + "\n"
  }

  private mutating func finishLine() -> String {
    defer { line = "" }
    return line.isEmpty ? "" : line + "\n"
  }

  private static func mark(
    _ verdict: Verdict, _ name: String
  ) -> (mark: String, colour: Int, words: String) {
    switch verdict.outcome {
    case .holds(let held):
      // Frequencies say more by what was measured than by their requirement's name.
      return ("✓", 32, held.namesItsSubject ? held.words : "\(name) \(held.words)")
    case .violated: return ("✗", 31, name)
    case .notOffered: return ("–", 90, name)
    case .inconclusive: return ("?", 33, name)
    case .failed: return ("!", 31, name)
    }
  }

  /// What a person needs to know of a verdict that is not green.
  ///
  /// - Parameters:
  ///   - explanation: What is wrong as far as the whole run shows it; nil where one verdict is all there is.
  ///   - known: What the last failing subject said: a program that dies of the same thing
  ///   again and again says so once.
  static func problem(
    _ requirement: Requirement, _ verdict: Verdict, _ explanation: RunExplanation? = nil,
    after known: [Substring] = []
  ) -> String? {
    func indented(_ text: String) -> String {
      // A line feed after a carriage return is one character with it, and no separator.
      String(text.unicodeScalars.filter { $0 != "\r" })
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { "    " + $0 }.joined(separator: "\n")
    }
    switch verdict.outcome {
    case .holds:
      return nil
    case .notOffered(let lack):
      return "– \(requirement.id): not offered: \(lack.words)"
    case .violated(let violation):
      let shrunk =
        violation.evaluations > 0
        ? "\n    (the smallest case found, in \(violation.evaluations) evaluations)" : ""
      return """
        ✗ \(requirement.id): \(violation.site)
          demands: \(requirement.demands)
        \(indented(violation.message))\(shrunk)\(diagnosis(requirement.id, violation, explanation))
          replay: \(violation.replay)

        """
    case .inconclusive(let doubt):
      return "? \(requirement.id): \(doubt.words)\n"
    case .failed(let failure, let replay):
      let said = words(tail(of: failure), after: known)
      let question =
        failure.question.map {
          "\n    \(CaseDescription.describe($0, hasOwnStream: verdict.hasOwnStream))"
        } ?? ""
      return "! \(requirement.id): the subject \(failure)\(question)\(said)\n  replay: \(replay)\n"
    }
  }

  /// The lines that a failing subject wrote last.
  private static func tail(of failure: SubjectFailure) -> [Substring] {
    Array(VisibleText.lines(failure.standardError).split(separator: "\n").suffix(20))
  }

  /// What a failing subject said last, unless it is what was said before.
  private static func words(_ tail: [Substring], after known: [Substring]) -> String {
    if tail.isEmpty { return "" }
    return tail == known
      ? "\n  its standard error ends as above"
      : "\n  its standard error ends:\n" + tail.map { "    \($0)" }.joined(separator: "\n")
  }

  /// What fits what was seen, below what was seen.
  private static func diagnosis(
    _ requirement: RequirementID, _ violation: Violation, _ explanation: RunExplanation?
  ) -> String {
    let lines =
      explanation?.lines(of: requirement, violation) ?? violation.diagnosis?.lines ?? []
    return lines.enumerated().map {
      "\n  \($0 == 0 ? "diagnosis:" : "  ") \($1)"
    }.joined()
  }

  /// The run in one line.
  static func sum(_ summary: VerificationSummary) -> String {
    let skipped = summary.count { if case .notOffered = $0 { true } else { false } }
    let failed = summary.count { if case .failed = $0 { true } else { false } }
    let open = summary.count { if case .inconclusive = $0 { true } else { false } }
    var parts = [
      "\(summary.verdicts.count) requirement\(summary.verdicts.count == 1 ? "" : "s")",
      "\(summary.holds) hold\(summary.holds == 1 ? "s" : "")",
      "\(summary.violations) \(summary.violations == 1 ? "does" : "do") not",
    ]
    if failed > 0 { parts.append("\(failed) ended by a failing subject") }
    if open > 0 { parts.append("\(open) inconclusive") }
    if skipped > 0 { parts.append("\(skipped) not offered") }
    if !summary.looksAtFrequencies { parts.append("no frequencies were judged") }
    if let coverage = summary.optionCoverage { parts.append(coverage.words) }
    if let margin = summary.ledger.leastMargin {
      let budget = "false-alarm budget \(summary.ledger.budget)"
      parts.append(
        margin > 0 ? "\(budget), least margin 10^\(Decimals.fixed(margin, 1))" : budget)
    }
    return parts.joined(separator: " · ") + " · \(Decimals.fixed(summary.seconds, 1)) s"
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// The columns that a line fills, escape sequences left out.
  private static func columns(_ line: String) -> Int {
    var columns = 0
    var isEscape = false
    for character in line {
      if character == "\u{1B}" {
        isEscape = true
      } else if isEscape {
        isEscape = character != "m"
      } else {
        columns += 1
      }
    }
    return columns
  }
}
