import Testing

@testable import DropBlockVerification

private func verdict(_ id: String, _ site: FaultSite, _ diagnosis: [String]) -> Verdict {
  Verdict(
    requirement: id,
    outcome: .violated(
      Violation(
        Fault(site, .custom("m")), diagnosis: diagnosis, replay: "r")),
    cases: 1, seconds: 0)
}

struct FaultSummaryTests {
  @Test func `requirements that one rule explains stand together, the widest rule first`() {
    let summary = FaultSummary([
      verdict("values", .keptValues, ["A"]),
      verdict("rate.share", .droppedShare, ["B; with equation 1's gamma", "odds"]),
      verdict("rate.pairs", .pair, ["B; blocks and seed grid are right"]),
      verdict("mask.grid", .gridPositionNeverSeeded, []),
      verdict("map.tiny", .keptValues, ["none of the known factors explains the failing case"]),
      verdict("stages.equal", .stage(.mask), ["C", "so does: D; or: B"]),
    ])
    #expect(
      summary.lines == [
        "the first stage that leaves the reference: mask",
        "B: rate.share, rate.pairs, stages.equal",
        "A: values",
        "without a known rule: mask.grid, map.tiny",
      ])
  }

  @Test func `one violation speaks for itself, and none says nothing`() {
    #expect(FaultSummary([verdict("values", .keptValues, ["A"])]).lines.isEmpty)
    #expect(FaultSummary([]).lines.isEmpty)
    #expect(
      FaultSummary([verdict("values", .scale, []), verdict("mask.grid", .pair, [])]).lines.isEmpty)
  }

  @Test func `every report has the diagnosis`() throws {
    let verdicts = [verdict("values", .keptValues, ["A & B", "C"])]
    let requirement = try #require(Requirement.named("values"))
    let text = try #require(TerminalReport.problem(requirement, verdicts[0]))
    #expect(text.contains("\n  diagnosis: A & B\n     C\n  replay: r"))
    #expect(
      JSONLinesReport.verdict(requirement, verdicts[0]).contains("\"diagnosis\":[\"A & B\",\"C\"]"))
    var all = summary([])
    all.verdicts = verdicts
    #expect(JUnitReport.document(all).contains("diagnosis: A &amp; B&#10;diagnosis: C"))
  }
}
