import Testing

@testable import DropBlockVerification

@Suite struct JSONLinesReportTests {
  private func parsed(_ line: String) throws -> JSON {
    #expect(line.hasSuffix("\n") && !line.dropLast().contains("\n"), "\(line)")
    return try JSON(parsing: Array(line.utf8.dropLast()))
  }

  @Test func `every line is one JSON object with its type`() throws {
    let run = VerificationRun(
      EngineSubject.reference(version: "9"), profile: .quick, key: .max)
    let summary = summary(everyOutcome)
    var lines = [JSONLinesReport.header(run, version: "1.0")]
    lines += zip(Requirement.all, summary.verdicts).map { JSONLinesReport.verdict($0, $1) }
    lines.append(JSONLinesReport.footer(summary))
    let values = try lines.map(parsed)
    #expect(
      values.map { $0["type"]?.stringValue }
        == ["header"] + Array(repeating: "verdict", count: 5) + ["footer"])
    let header = values[0]
    #expect(header["format"]?.intValue == 2 && header["suite"]?.stringValue == "1.0")
    #expect(header["key"]?.stringValue == "0xffffffffffffffff")
    #expect(header["requirements"]?.arrayValue?.count == Requirement.all.count)
    #expect(header["as"]?.stringValue == "declared")
    #expect(
      values[1...5].map { $0["verdict"]?.stringValue }
        == ["holds", "violated", "notOffered", "inconclusive", "failed"])
  }

  @Test func `a violation keeps its message, its line and its effort, whatever they hold`() throws {
    let verdict = summary([.red]).verdicts[0]
    let value = try parsed(JSONLinesReport.verdict(Requirement.all[0], verdict))
    guard case .violated(let violation) = Verdict.Outcome.red else { return }
    #expect(value["detail"]?.stringValue == violation.message)
    #expect(value["replay"]?.stringValue == violation.replay)
    #expect(value["site"]?.stringValue == violation.site.name)
    #expect(value["shrinkEvaluations"]?.intValue == 17)
    #expect(value["alsoPlain"] == .null)
    #expect(value["cases"]?.intValue == 12)
  }

  @Test func `a failing subject's last words are kept`() throws {
    let value = try parsed(
      JSONLinesReport.verdict(Requirement.all[0], summary([.dead]).verdicts[0]))
    #expect(value["standardError"]?.stringValue == "Traceback:\n  <boom> & \u{0}")
    #expect(value["detail"]?.stringValue == "died: signal 11")
  }

  @Test func `the footer says that the run is complete and what it came to`() throws {
    let footer = try parsed(JSONLinesReport.footer(summary([.green, .red, .green])))
    #expect(footer["complete"] == .bool(true))
    #expect(footer["conclusion"]?.stringValue == "violates")
    #expect(footer["holds"]?.intValue == 2 && footer["violated"]?.intValue == 1)
    #expect(footer["leastMargin"] == .null)
    var judged = summary([.green])
    judged.ledger.accepts(logEvidence: 1, share: 1)
    #expect(try parsed(JSONLinesReport.footer(judged))["leastMargin"] != .null)
    judged.ledger.accepts(logEvidence: .infinity, share: 1)
    _ = try parsed(JSONLinesReport.footer(judged))
  }

  @Test func `the footer of a run that is cut short has counts and no conclusion`() throws {
    let verdicts = summary([.green, .red, .dead]).verdicts
    let footer = try parsed(JSONLinesReport.footer(cutShortAfter: verdicts))
    #expect(footer["complete"] == .bool(false) && footer["conclusion"] == nil)
    #expect(footer["holds"]?.intValue == 1 && footer["violated"]?.intValue == 1)
  }
}
