import Foundation
import Testing

@testable import DropBlockVerification

@Suite struct TerminalReportTests {
  private func text(
    _ outcomes: [Verdict.Outcome], width: Int = 100, hasColour: Bool = false
  ) -> String {
    let summary = summary(outcomes)
    var report = TerminalReport(width: width, hasColour: hasColour)
    var text = ""
    for (requirement, verdict) in zip(Requirement.all, summary.verdicts) {
      text += report.add(requirement, verdict)
    }
    return text + report.finish(summary)
  }

  @Test func `the header says who, by which key and how hard`() {
    var run = VerificationRun(
      EngineSubject.reference(version: "9"), profile: .quick, key: 0xAB)
    #expect(
      TerminalReport.header(run, version: "9")
        == "dropblock 9 · subject reference · key 0xab · profile quick")
    run.options = .paper
    #expect(
      TerminalReport.header(run, version: "8")
        == "dropblock 8 · subject reference 9 as paper · key 0xab · profile quick")
  }

  @Test func `each family has a line, and each verdict a mark`() {
    let text = text(everyOutcome)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "  identity     ✓ inference 120 cases   ✗ zero")
    #expect(lines[1] == "  values       – values")
    #expect(lines[2] == "  mask         ? blocks   ! grid")
  }

  @Test func `what is wrong is told with its demand, its message and its line`() {
    let text = text(everyOutcome)
    #expect(text.contains("✗ identity.zero: dropped <values>\n  demands: With drop probability 0"))
    #expect(text.contains("    unit 3 & more\n      got \"nan\""))
    #expect(text.contains("the smallest case found, in 17 evaluations"))
    #expect(text.contains("  replay: dropblock replay dbp1.abc --profile quick"))
    #expect(text.contains("? mask.blocks: 3 cases judged, 9 discarded"))
    #expect(text.contains("! mask.grid: the subject died: signal 11"))
    #expect(text.contains("its standard error ends:\n    Traceback:"))
  }

  @Test func `a program that dies of the same thing again says so once`() {
    let twice = text([.dead, .dead])
    #expect(twice.components(separatedBy: "Traceback:").count == 2, "\(twice)")
    #expect(twice.contains("its standard error ends as above"), "\(twice)")
  }

  @Test func `the last line adds up`() {
    #expect(
      text(everyOutcome).hasSuffix(
        "5 requirements · 1 holds · 1 does not · 1 ended by a failing subject · 1 inconclusive · "
          + "1 not offered · 1.5 s\n"))
    #expect(text([.green]).hasSuffix("\n1 requirement · 1 holds · 0 do not · 1.5 s\n"))
    var judged = summary([.green])
    judged.ledger.accepts(logEvidence: 1, share: 1)
    #expect(TerminalReport.sum(judged).contains("false-alarm budget 1e-09, least margin 10^"))
    judged.ledger.accepts(logEvidence: 1e6, share: 1)
    #expect(!TerminalReport.sum(judged).contains("least margin"))
  }

  @Test func `lines keep to the width, in colour too`() {
    let outcomes = Array(repeating: Verdict.Outcome.green, count: Requirement.all.count)
    for width in [40, 60, 100] {
      let plain = text(outcomes, width: width)
      for line in plain.split(separator: "\n").dropLast() {
        #expect(line.count <= width, "\(line)")
      }
      let coloured = text(outcomes, width: width, hasColour: true)
      let stripped = coloured.replacing("\u{1B}[32m", with: "").replacing("\u{1B}[0m", with: "")
      #expect(stripped == plain)
    }
  }

  @Test func `others' control characters are shown, and control nothing`() {
    let wild = "\u{1B}[31m\u{0}\u{7}\u{9B}2J\u{202E}\u{2067}\r\nnext"
    var declaration = SubjectDeclaration(name: wild, version: wild)
    declaration.samplers = [.sparse]
    var judged = summary([
      .red, .absent, .notOffered(.custom(wild)), .inconclusive(.custom(wild)),
      .failed(SubjectFailure(.died(wild), standardError: wild), replay: "replay \(wild)"),
      .violated(Violation(Fault(.refused, .answer(.refused(wild))), replay: "r")),
    ])
    judged.subject = declaration
    let text = "\(judged)"
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      #expect(
        scalar == "\n" || properties.generalCategory != .control && !properties.isBidiControl,
        "\(String(scalar.value, radix: 16)) in \(text.debugDescription)")
    }
    #expect(text.contains("\\u{1B}[31m\\u{0}\\u{7}\\u{9B}2J\\u{202E}\\u{2067}"), "\(text)")
    // Line breaks of what a program wrote stay line breaks; a name has none.
    #expect(text.contains("\n    next\n"), "\(text)")
    #expect(text.split(separator: "\n")[0].hasSuffix("profile quick"), "\(text)")
  }

  @Test func `without colour there are no escape sequences`() {
    #expect(!text([.green, .absent, .open]).contains("\u{1B}"))
  }

  @Test func `a measured frequency stands for its requirement's name`() {
    let index = Requirement.all.firstIndex { $0.id == "rate.share" } ?? 0
    var report = TerminalReport()
    let verdict = Verdict(
      requirement: "rate.share", outcome: .holds(.share(0.0929, within: 0.01)), cases: 1, seconds: 0
    )
    _ = report.add(Requirement.all[index], verdict)
    #expect(report.details() == "  rate         ✓ share 0.0929 within 1.0 %\n")
    #expect(report.details().isEmpty)
  }
}
