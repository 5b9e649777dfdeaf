import DropBlockContract
import Testing

@testable import DropBlockVerification

private let a = KnownFault.factor(factor { $0.form = .keepProbability })
private let b = KnownFault.blocks(Rule("blocks.b", "B"))
private let c = KnownFault.blocks(Rule("blocks.c", "C"))
private let d = KnownFault.blocks(Rule("blocks.d", "D"))

/// What reports say of causes.
struct BriefReportTests {
  @Test func `every report has the causes, and lines of JSON have the rule's identifier`() throws {
    let fault = KnownFault.sharing(Rule("sharing.a-b", "A & B"))
    var run = summary([])
    run.verdicts = [verdict(.values, .keptValues, known(fault, a))]
    run.explanation = explained(run.verdicts)
    let requirement = try #require(Requirement.named(.values))
    let text = try #require(TerminalReport.problem(requirement, run.verdicts[0]))
    let words = "A & B"
    #expect(text.contains("\n  diagnosis: \(words)\n     this explains the failing case\n"))
    let lines = JSONLinesReport.causes(run).split(separator: "\n")
    #expect(lines.count == 1)
    let line = try JSON(parsing: Array(lines[0].utf8))
    #expect(line["type"]?.stringValue == "cause")
    #expect(line["sentence"]?.stringValue == words)
    #expect(line["rule"]?.stringValue == "sharing.a-b")
    #expect(
      line["equivalentRules"]?.arrayValue?.compactMap(\.stringValue) == ["factor.keep-probability"])
    #expect(line["explains"]?.arrayValue?.compactMap(\.stringValue) == ["values"])
    #expect(line["replay"]?.stringValue == "r")
    let document = JUnitReport.document(run)
    #expect(document.contains("diagnosis: A &amp; B&#10;"))
    #expect(document.contains("<system-out>A &amp; B"))
  }

  @Test func `a brief report has the cause, its case and its line, and the whole tells all`() {
    var run = summary([])
    run.verdicts = [verdict(.values, .keptValues, known(a)), verdict(.mapTiny, .keptValues)]
    run.requirements = Requirement.all.filter { [.values, .mapTiny].contains($0.id) }
    run.explanation = explained(run.verdicts)
    func text(isFull: Bool) -> String {
      var report = TerminalReport(isFull: isFull)
      return zip(run.requirements, run.verdicts).map { report.add($0, $1) }.joined()
        + report.finish(run)
    }
    let brief = text(isFull: false)
    #expect(
      brief.hasPrefix("\n2 requirements do not hold, from one cause, and perhaps others:\n"),
      "\(brief)")
    #expect(brief.contains("\nkept units are multiplied by 1 − p\n"))
    #expect(brief.contains("\n   | m\n"))
    #expect(brief.contains("\n   replay: r\n"))
    #expect(brief.contains("\n   red too, perhaps because of it: map.tiny\n"))
    #expect(brief.count { $0 == "\n" } <= 15)
    let full = text(isFull: true)
    #expect(full.contains("✗ map.tiny: kept values\n"))
    #expect(
      full.contains("  diagnosis: perhaps because of this: kept units are multiplied by 1 − p\n"))
  }

  @Test func `a brief report of several causes is not much longer than that of one`() {
    let faults: [(RequirementID, FaultSite, KnownFault?)] = [
      (.rateShare, .droppedShare, b), (.ratePairs, .pair, c), (.rateMasks, .mask, d),
      (.scheduleLinear, .scheduleValue, nil), (.batchEmpty, .outputSize, nil),
    ]
    for count in 1...faults.count {
      var run = summary([])
      run.verdicts = faults.prefix(count).map { id, site, rule in
        verdict(id, site, rule.map { known($0) })
      }
      run.requirements = Requirement.all
      run.explanation = explained(run.verdicts)
      #expect(run.explanation.causes.count == count)
      let lines = BriefReport(run).lines
      #expect(lines.count <= 20, "\(lines.joined(separator: "\n"))")
      #expect(lines.contains("and 1 more, which --full tells") == (count == 5))
    }
  }

  @Test func `a title claims no number of causes that is not known`() {
    func title(_ verdicts: [Verdict]) -> String? {
      var run = summary([])
      run.verdicts = verdicts
      run.requirements = Requirement.all
      run.explanation = explained(verdicts)
      return BriefReport(run).lines.first { $0.contains("not hold") }
    }
    let rule = verdict(.rateShare, .droppedShare, known(b))
    #expect(title([rule]) == "1 requirement does not hold, from one cause:")
    let open = [verdict(.scheduleLinear, .scheduleValue), verdict(.values, .keptValues)]
    #expect(
      title(open)
        == "2 requirements do not hold, from 2 causes, of which those without a known rule may be one:"
    )
    // What is red perhaps because of it may have another cause.
    let more = [verdict(.values, .keptValues, known(a)), verdict(.mapTiny, .keptValues)]
    #expect(title(more) == "2 requirements do not hold, from one cause, and perhaps others:")
    let guesses = [
      open[0], verdict(.independenceSamples, .relation(.diagonal), known(.lessInCommon(.diagonal))),
    ]
    #expect(
      title(guesses) == "2 requirements do not hold, from 2 causes, of which some may be one:")
  }

  @Test func `a place has what is not the paper's`() {
    var setting = MapSetting(map: [14, 14], block: [7, 7], grid: nil)
    #expect(setting.words == "map 14×14, block 7×7")
    setting.sharing = [.channels, .samples]
    #expect(setting.words == "map 14×14, block 7×7, shared over channels, shared over samples")
  }

  @Test func `a unit that is kept is no division by nothing`() throws {
    let got = TensorElement(TensorBits([2], as: .float32), 0)
    let place = UnitPlace(0, in: Shape(samples: 1, channels: 1, spatial: [2]))
    func advice(_ evidence: Evidence) throws -> String {
      let fault = Fault(.nothingKept, evidence)
      let seen = Verdict(
        requirement: .scaleNothingKept, outcome: .violated(Violation(fault, replay: "r")), cases: 1,
        seconds: 0)
      return try #require(explained([seen]).causes[0].advice)
    }
    #expect(try advice(.answer(.notFinite(unit: 1, .nan))).contains("divided by 0"))
    #expect(
      try advice(.masks(.keptAtGammaOne(place, output: got))).contains("every position is a seed"))
  }
}
