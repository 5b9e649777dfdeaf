import Testing

@testable import DropBlockVerification

private let b = KnownFault.blocks(Rule("blocks.b", "B"))

/// What is said of rates that are off where options have some values.
struct RunExplanationOptionsTests {
  @Test func `a rate that is off where options have some values says what is so there`() throws {
    func said(
      _ departure: Evidence.Departure, share: Double, _ value: OptionValue = .samples(1...1)
    ) -> [String] {
      explained([ratesOff(departure, where: [value], share: share)]).causes.map(\.sentence)
    }
    #expect(said(.nothing, share: 0) == ["nothing is dropped, seen in these cases: 1 sample"])
    #expect(
      said(.everything, share: 1) == [
        "every output is 0: everything is dropped, or multiplied by 0, seen in these cases: 1 sample"
      ])
    // There a factor may be 0, as 1 / (1 − p) is where division by 0 is avoided.
    #expect(said(.everything, share: 1, .dropProbability(.one))[0].hasPrefix("this demand is not"))
    let factor = verdict(
      .values, .keptValues, known(.factor(factor { $0.form = .expectation })))
    let all = ratesOff(.everything, where: [.dropProbability(.one)], share: 1)
    #expect(explained([factor, all]).causes.map(\.following) == [[.rateOptions]])
    #expect(
      said(.impossible, share: 0.9)
        // One call shows that, whatever values it has.
        == ["units are kept where gamma is 1, or dropped where it is 0"])
    // What was not looked at is not claimed.
    var run = summary([])
    run.verdicts = [ratesOff(.nothing, where: [.samples(1...1)], share: 0)]
    run.explanation = explained(run.verdicts)
    let line = try JSON(parsing: Array(JSONLinesReport.causes(run).dropLast().utf8))
    #expect(line["where"]?.arrayValue?.compactMap(\.stringValue) == ["1 sample"])
    #expect(line["isOnlyThere"]?.boolValue == false)
    // Where a little is dropped, or a little is not, neither is so.
    #expect(said(.nothing, share: 0.01)[0].hasPrefix("this demand is not met"))
    #expect(said(.everything, share: 0.99)[0].hasPrefix("this demand is not met"))
  }

  @Test func `what is sure and missed is named where no blocks can bring it about`() {
    let rates = ratesOff(.impossible, share: 0.4)
    func ids(_ verdicts: [Verdict]) -> [String] {
      RunExplanation(verdicts, demands: { _ in "demand" }, isRefuted: { $0 == b }).causes.map(\.id)
    }
    #expect(ids([rates]) == [KnownFault.certaintyIsMissed.id])
    #expect(ids([rates, verdict(.maskBlocks, .notAUnionOfBlocks, known(b))]) == ["blocks.b"])
  }

  @Test func `of calls with one map is said what calls with many have shown of tensors`() throws {
    let rates = ratesOff(.fixedCount)
    let ofMap = verdict(
      .rateShare, .droppedShare, known(.seeds(try #require(SeedLaw.exactly.rule))))
    #expect(explained([rates, ofMap]).causes.map(\.id) == ["seeds.fixed-count-of-tensor"])
    #expect(explained([rates]).causes.map(\.id) == ["seeds.fixed-count-of-tensor"])
    #expect(explained([ofMap]).causes.map(\.id) == ["seeds.fixed-count"])
  }

  @Test func `that the output is the input is not said of rates alone`() {
    let rates = ratesOff(.nothing, where: [.samples(1...1)], share: 0)
    func ids(_ verdicts: [Verdict]) -> [String] {
      RunExplanation(
        verdicts, demands: { _ in "demand" },
        isRefuted: { $0 == .nothingIsDropped || $0 == .outputIsInput }
      ).causes.map(\.id)
    }
    #expect(ids([rates]) == [KnownFault.nothingIsDropped.id])
    #expect(
      ids([rates, verdict(.values, .keptValues, known(.outputIsInput))])
        == [KnownFault.outputIsInput.id])
  }
}
