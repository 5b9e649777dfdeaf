/// A run as JUnit XML: one test case per requirement, classed by subject and family.
///
/// What is not offered is skipped, what is violated has failed, a failing subject and an open verdict
/// are errors. Some readers show an element's message and some its content: each says what is wrong.
package enum JUnitReport {
  /// The whole document of one run.
  package static func document(_ summary: VerificationSummary) -> String { document([summary]) }

  /// The whole document of several runs: one suite each.
  package static func document(_ summaries: [VerificationSummary]) -> String {
    document(suites: summaries.flatMap(suite))
  }

  /// The whole document of a subject that could not be judged at all.
  ///
  /// - Parameters:
  ///   - subject: What it is called.
  ///   - reason: Why it could not be judged.
  ///   - standardError: The last of what it wrote there.
  package static func document(
    notJudged subject: String, reason: String, standardError: String
  ) -> String {
    let content = [reason, standardError].filter { !$0.isEmpty }.joined(separator: "\n")
    return document(suites: [
      "  <testsuite name=\"\(escaped("dropblock verify \(subject)"))\" tests=\"1\" failures=\"0\" "
        + "errors=\"1\" skipped=\"0\" time=\"0.000\">",
      "    <testcase classname=\"dropblock.\(className(subject))\" name=\"hello\" time=\"0.000\">",
      "      <error message=\"\(escaped(reason))\">\(escaped(content))</error>",
      "    </testcase>", "  </testsuite>",
    ])
  }

  private static func document(suites lines: [String]) -> String {
    let head = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
    return (head + lines + ["</testsuites>", ""]).joined(separator: "\n")
  }

  private static func suite(_ summary: VerificationSummary) -> [String] {
    let skipped = summary.count { if case .notOffered = $0 { true } else { false } }
    let errors = summary.count {
      switch $0 {
      case .failed, .inconclusive: true
      case .holds, .violated, .notOffered: false
      }
    }
    let name = escaped("dropblock verify \(summary.subject.name)")
    var lines = [
      "  <testsuite name=\"\(name)\" tests=\"\(summary.verdicts.count)\" "
        + "failures=\"\(summary.violations)\" errors=\"\(errors)\" skipped=\"\(skipped)\" "
        + "time=\"\(Decimals.fixed(summary.seconds, 3))\">",
      "    <properties>",
      "      <property name=\"key\" value=\"0x\(String(summary.key, radix: 16))\"/>",
      "      <property name=\"profile\" value=\"\(escaped(summary.profile.name))\"/>",
      "    </properties>",
    ]
    for verdict in summary.verdicts {
      let demands = summary.requirements.first { $0.id == verdict.requirement }?.demands
      lines += testCase(
        verdict, summary.explanation, of: className(summary.subject.name), demands: demands ?? "")
    }
    if !summary.explanation.causes.isEmpty {
      let causes = escaped(summary.explanation.lines.joined(separator: "\n"))
      lines.append("    <system-out>\(causes)</system-out>")
    }
    return lines + ["  </testsuite>"]
  }

  private static func testCase(
    _ verdict: Verdict, _ explanation: RunExplanation, of subject: String, demands: String
  ) -> [String] {
    let open =
      "    <testcase classname=\"dropblock.\(subject).\(verdict.requirement.family)\" "
      + "name=\"\(escaped(verdict.requirement.rawValue))\" "
      + "time=\"\(Decimals.fixed(verdict.seconds, 3))\""
    func with(_ element: String, _ message: String, _ content: [String]) -> [String] {
      let text = content.filter { !$0.isEmpty }.joined(separator: "\n")
      return [
        open + ">",
        "      <\(element) message=\"\(escaped(message))\">\(escaped(text))</\(element)>",
        "    </testcase>",
      ]
    }
    switch verdict.outcome {
    case .holds: return [open + "/>"]
    case .notOffered(let lack):
      return [open + ">", "      <skipped message=\"\(escaped(lack.words))\"/>", "    </testcase>"]
    case .violated(let violation):
      let lines = explanation.lines(of: verdict.requirement, violation)
      let diagnosis = lines.map { "diagnosis: " + $0 }
      return with(
        "failure", "\(violation.site): \(violation.faults[0].sentence)",
        ["\(violation.site)", violation.message, "demands: \(demands)"] + diagnosis
          + ["replay: \(violation.replay)"])
    case .inconclusive(let doubt):
      let first = doubt.words.split(separator: "\n").first ?? ""
      return with(
        "error", "inconclusive: \(first)",
        ["inconclusive: \(doubt.words)", "demands: \(demands)"])
    case .failed(let failure, let replay):
      return with(
        "error", "the subject \(failure)",
        [
          "the subject \(failure)", failure.standardError, "demands: \(demands)",
          "replay: \(replay)",
        ])
    }
  }

  /// A subject's name as a part of a class name: readers take points for the borders of packages.
  private static func className(_ subject: String) -> String {
    let plain = subject.unicodeScalars.map { scalar in
      let isPlain = scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      return isPlain || scalar == "_" || scalar == "-" ? Character(scalar) : "_"
    }
    return plain.isEmpty ? "_" : String(plain)
  }

  /// Text as XML takes it: control characters are shown, and what else XML 1.0 has no place for becomes
  /// U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in VisibleText.lines(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result.unicodeScalars.append(scalar)
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
