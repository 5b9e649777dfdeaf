/// A run as JUnit XML: one test case per requirement, classed by family.
///
/// What is not offered is skipped, what is violated has failed, a failing subject and an open verdict
/// are errors.
package enum JUnitReport {
  /// The whole document of one run.
  package static func document(_ summary: VerificationSummary) -> String { document([summary]) }

  /// The whole document of several runs: one suite each.
  package static func document(_ summaries: [VerificationSummary]) -> String {
    let head = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites>"]
    return (head + summaries.flatMap(suite) + ["</testsuites>", ""]).joined(separator: "\n")
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
    for verdict in summary.verdicts { lines += testCase(verdict, summary.explanation) }
    if !summary.explanation.causes.isEmpty {
      let causes = escaped(summary.explanation.lines.joined(separator: "\n"))
      lines.append("    <system-out>\(causes)</system-out>")
    }
    return lines + ["  </testsuite>"]
  }

  private static func testCase(_ verdict: Verdict, _ explanation: RunExplanation) -> [String] {
    let family = verdict.requirement.family
    let open =
      "    <testcase classname=\"dropblock.\(family)\" name=\"\(escaped(verdict.requirement.rawValue))\" "
      + "time=\"\(Decimals.fixed(verdict.seconds, 3))\""
    func with(_ element: String, _ message: String, _ text: String) -> [String] {
      [
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
      let diagnosis = lines.map { "\ndiagnosis: " + $0 }.joined()
      return with(
        "failure", violation.site.name,
        violation.message + diagnosis + "\nreplay: " + violation.replay)
    case .inconclusive(let doubt): return with("error", "inconclusive", doubt.words)
    case .failed(let failure, let replay):
      return with(
        "error", "the subject \(failure)", failure.standardError + "\nreplay: " + replay)
    }
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
