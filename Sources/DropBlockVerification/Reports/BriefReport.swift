/// What a person needs first of a run in which something is wrong: the causes, the first of them with
/// its case, within some fifteen lines.
struct BriefReport {
  private let summary: VerificationSummary

  /// The columns at which sentences are wrapped; pictures of cases and replay lines are not.
  private let width: Int

  /// How many causes are told; of further ones only how many there are.
  private static let mostCauses = 4

  /// How many lines of the first cause's case are shown: the more causes, the fewer.
  private static func caseLines(of count: Int) -> Int { max(7 - count, 3) }

  init(_ summary: VerificationSummary, width: Int = .max) {
    (self.summary, self.width) = (summary, width)
  }

  /// A sentence below which further lines of it are set in.
  private func prose(_ text: String, indent: Int = 3) -> [String] {
    Folding.fold(text, width: width, indent: indent, hanging: indent == 0 ? 3 : 5)
  }

  /// The report, line by line.
  var lines: [String] {
    failures + causes + doubts
  }

  private var causes: [String] {
    let causes = summary.explanation.causes
    let number = summary.violations
    guard number > 0 else { return [] }
    let requirements = number == 1 ? "1 requirement does" : "\(number) requirements do"
    var title = causes.count == 1 ? "one cause" : "\(causes.count) causes"
    // What no rule explains may be one thing that shows in several ways, and so may guesses.
    let unsure = causes.filter(\.mayBeOfAnother)
    if unsure.count > 1 {
      let some = unsure.allSatisfy(\.isOpen) ? "those without a known rule" : "some"
      title += ", of which \(some) may be one"
    }
    if causes.contains(where: { !$0.following.isEmpty }) { title += ", and perhaps others" }
    var lines = [""] + prose("\(requirements) not hold, from \(title):", indent: 0)
    for (index, cause) in causes.prefix(Self.mostCauses).enumerated() {
      lines += told(cause, number: index + 1, of: causes.count)
    }
    let more = causes.count - Self.mostCauses
    return more > 0 ? lines + ["and \(more) more, which --full tells"] : lines
  }

  /// One cause; the first with its case.
  private func told(_ cause: Cause, number: Int, of count: Int) -> [String] {
    let violation = cause.example(summary.verdicts)
    let isFirst = number == 1
    var lines = prose("\(count == 1 ? "" : "\(number). ")\(cause.sentence)", indent: 0)
    if isFirst, let same = cause.equivalentsLine { lines += prose(same) }
    if let violation, isFirst || cause.faults.isEmpty {
      let message = violation.faults[0].message.split(
        separator: "\n", omittingEmptySubsequences: false
      )
      // What a refusal says stands in the sentence.
      .filter { String($0) != cause.sentence }
      // Of a further one that no rule explains what was seen, and not what was asked: the replay line asks.
      let most = isFirst ? Self.caseLines(of: count) : 1
      let seen = message.indices.contains(1) ? message[1...1] : message[...]
      let shown = isFirst ? message.prefix(most) : seen.prefix(1)
      lines += shown.map { "   | \($0)" }
      if message.count > most, isFirst { lines.append("   | …") }
    }
    if isFirst { lines += cause.evidenceLines.prefix(1).flatMap { prose($0) } }
    if isFirst || count < 3, let advice = cause.advice { lines += prose("look at: \(advice)") }
    if let violation {
      let may =
        summary.explanation.causes.contains(where: \.mayComeBackGreen)
        ? "   (it may come back green: answers are not repeated)" : ""
      lines.append("   replay: \(violation.replay)\(may)")
    }
    return lines + cause.reachLines.flatMap { prose($0) } + cells(cause)
  }

  /// Where the dropped share is off, of a requirement that is only perhaps red because of a cause: it may
  /// be the best lead to something else.
  private func cells(_ cause: Cause) -> [String] {
    guard cause.following.contains(.rateOptions) else { return [] }
    let seen = summary.verdicts.first { $0.requirement == .rateOptions }?.outcome
    guard case .violated(let violation)? = seen, let options = violation.options,
      !options.values.isEmpty
    else { return [] }
    return prose("rate.options: " + options.heading)
  }

  /// A subject that died, and where else it did.
  private var failures: [String] {
    let failed = summary.verdicts.filter {
      if case .failed = $0.outcome { true } else { false }
    }
    guard let first = failed.first, let text = problem(first) else { return [] }
    let others = failed.dropFirst().map(\.requirement.rawValue).joined(separator: ", ")
    return ["", text] + (others.isEmpty ? [] : ["it failed too in: \(others)"])
  }

  /// What could not be decided, where nothing is wrong: a fault explains a doubt.
  private var doubts: [String] {
    let open = summary.verdicts.filter {
      if case .inconclusive = $0.outcome { true } else { false }
    }
    guard !open.isEmpty else { return [] }
    if summary.violations > 0 {
      return prose(
        "undecided: " + open.map(\.requirement.rawValue).joined(separator: ", "), indent: 0)
    }
    return [""] + open.compactMap(problem)
  }

  private func problem(_ verdict: Verdict) -> String? {
    summary.requirements.first { $0.id == verdict.requirement }.flatMap {
      TerminalReport.problem($0, verdict).map { text in
        text.hasSuffix("\n") ? String(text.dropLast()) : text
      }
    }
  }
}
