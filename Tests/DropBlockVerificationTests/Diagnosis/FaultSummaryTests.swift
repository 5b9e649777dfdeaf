import Testing

@testable import DropBlockVerification

private func verdict(_ id: String, _ site: String, _ diagnosis: [String]) -> Verdict {
  Verdict(
    requirement: id,
    outcome: .violated(
      Violation(
        site: site, message: "m", diagnosis: diagnosis, replay: "r", evaluations: 0)),
    cases: 1, seconds: 0)
}

struct FaultSummaryTests {
  @Test func `requirements that one rule explains stand together, the widest rule first`() {
    let summary = FaultSummary([
      verdict("values", "kept values", ["A"]),
      verdict("rate.share", "dropped share", ["B; with equation 1's gamma", "odds"]),
      verdict("rate.pairs", "pair", ["B; blocks and seed grid are right"]),
      verdict("mask.grid", "grid position never seeded", []),
      verdict("map.tiny", "kept values", ["none of the known factors explains the failing case"]),
      verdict("stages.equal", "stage mask", ["C", "so does: D; or: B"]),
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
    #expect(FaultSummary([verdict("values", "kept values", ["A"])]).lines.isEmpty)
    #expect(FaultSummary([]).lines.isEmpty)
    #expect(
      FaultSummary([verdict("values", "a", []), verdict("mask.grid", "b", [])]).lines.isEmpty)
  }

  @Test func `every report has the diagnosis`() throws {
    let verdicts = [verdict("values", "kept values", ["A & B", "C"])]
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
