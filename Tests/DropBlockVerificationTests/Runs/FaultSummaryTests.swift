import Testing

@testable import DropBlockVerification

private func verdict(
  _ id: RequirementID, _ site: FaultSite, _ diagnosis: Diagnosis? = nil
) -> Verdict {
  Verdict(
    requirement: id,
    outcome: .violated(
      Violation(Fault(site, .custom("m")), diagnosis: diagnosis, replay: "r")),
    cases: 1, seconds: 0)
}

/// A diagnosis that names rules about factors, from one failing case.
private func known(
  _ faults: KnownFault..., besides: Explanation.Besides? = nil,
  confidence: Diagnosis.Confidence = .certain
) -> Diagnosis {
  let explanations = faults.map { Explanation([$0], besides: besides) }
  return Diagnosis(
    explanation: explanations.first, equivalents: Array(explanations.dropFirst()),
    confidence: confidence, evidence: .cases(CaseEvidence(topic: .factor, cases: 1)))
}

private let a = KnownFault.factor(Rule("factor.a", "A"))
private let b = KnownFault.blocks(Rule("blocks.b", "B"))
private let c = KnownFault.blocks(Rule("blocks.c", "C"))
private let d = KnownFault.blocks(Rule("blocks.d", "D"))

struct FaultSummaryTests {
  @Test func `requirements that one rule explains stand together, the widest rule first`() {
    let summary = FaultSummary([
      verdict(.values, .keptValues, known(a)),
      verdict(.rateShare, .droppedShare, known(b, besides: .equationOneGamma)),
      verdict(.ratePairs, .pair, known(b, besides: .blocksAndSeedGrid)),
      verdict(.maskGrid, .gridPositionNeverSeeded),
      verdict(.mapTiny, .keptValues, known()),
      verdict(.stagesEqual, .stage(.mask), known(c, d, b)),
    ])
    #expect(summary.firstStage == .mask)
    #expect(
      summary.causes.map(\.requirements) == [[.rateShare, .ratePairs, .stagesEqual], [.values]])
    #expect(summary.causes.map(\.explanation.id) == ["blocks.b", "factor.a"])
    #expect(
      summary.lines == [
        "the first stage that leaves the reference: mask",
        "B: rate.share, rate.pairs, stages.equal",
        "kept units are multiplied by A: values",
        "without a known rule: mask.grid, map.tiny",
      ])
  }

  @Test func `what could only be is said with perhaps, and others that would do are counted`() {
    let summary = FaultSummary([
      verdict(.maskBlocks, .notAUnionOfBlocks, known(c, d, confidence: .possible)),
      verdict(.blockEven, .notAUnionOfBlocks, known(c, d, confidence: .possible)),
    ])
    #expect(
      summary.lines == [
        "perhaps C (or one of 1 more rules that give the same): mask.blocks, block.even"
      ])
  }

  @Test func `of two rules that are not told apart neither is named alone`() {
    var either = known(b, besides: .equationOneGamma)
    either.alternative = Explanation([c])
    let summary = FaultSummary([
      verdict(.rateShare, .droppedShare, either), verdict(.ratePairs, .pair, known(b)),
    ])
    #expect(
      summary.lines == [
        "either B; with equation 1's gamma, or C: what was seen does not tell them apart: "
          + "rate.share",
        "B: rate.pairs",
      ])
  }

  @Test func `one violation speaks for itself, and none says nothing`() {
    #expect(FaultSummary([verdict(.values, .keptValues, known(a))]).lines.isEmpty)
    #expect(FaultSummary([]).lines.isEmpty)
    #expect(FaultSummary([verdict(.values, .keptValues), verdict(.maskGrid, .mask)]).lines.isEmpty)
  }

  @Test func `every report has the diagnosis, and lines of JSON have the rule's identifier`() throws
  {
    let fault = KnownFault.factor(Rule("factor.a-b", "A & B"))
    let verdicts = [verdict(.values, .keptValues, known(fault, a))]
    let requirement = try #require(Requirement.named(.values))
    let text = try #require(TerminalReport.problem(requirement, verdicts[0]))
    let words = "kept units are multiplied by A & B"
    #expect(text.contains("\n  diagnosis: \(words)\n     this explains the failing case\n"))
    let line = try JSON(
      parsing: Array(JSONLinesReport.verdict(requirement, verdicts[0]).utf8.dropLast()))
    #expect(line["diagnosis"]?.arrayValue?.first?.stringValue == words)
    #expect(line["rule"]?.stringValue == "factor.a-b")
    #expect(line["equivalentRules"]?.arrayValue?.compactMap(\.stringValue) == ["factor.a"])
    var all = summary([])
    all.verdicts = verdicts
    #expect(
      JUnitReport.document(all).contains(
        "diagnosis: kept units are multiplied by A &amp; B&#10;diagnosis: this explains"))
  }

  @Test func `every rule has an identifier of its own`() {
    let rules =
      BlockRule.all.map(\.rule) + RateRule.all.map(\.rule) + [RateRule.single.rule]
      + FactorRule.all.map(\.rule) + SeedRule.all.map(\.rule)
      + [SeedLaw.exactly, .drawn, .one, .oneOrNone, .oneWithProbability].compactMap(\.rule)
      + [SharingRule.channels, .samples, .maps, .none].map(\.rule)
    #expect(Set(rules.map(\.id)).count == rules.count)
    #expect(rules.allSatisfy { $0.id.allSatisfy { $0.isASCII && !$0.isWhitespace } })
  }
}
