import Testing

@testable import DropBlockVerification

private let a = KnownFault.factor(factor { $0.form = .keepProbability })
private let b = KnownFault.blocks(Rule("blocks.b", "B"))
private let c = KnownFault.blocks(Rule("blocks.c", "C"))
private let d = KnownFault.blocks(Rule("blocks.d", "D"))

struct RunExplanationTests {
  @Test func `requirements that one rule explains stand together, in the order of what it does`() {
    let explanation = explained([
      verdict(.values, .keptValues, known(a)),
      verdict(.rateShare, .droppedShare, known(b, besides: .equationOneGamma)),
      verdict(.ratePairs, .pair, known(b, besides: .blocksAndSeedGrid)),
      verdict(.maskGrid, .gridPositionNeverSeeded),
      verdict(.mapTiny, .keptValues, known()),
      verdict(.scheduleLinear, .scheduleValue),
      verdict(.stagesEqual, .stage(.mask), known(c, d, b)),
    ])
    #expect(explanation.firstStage == .mask)
    #expect(explanation.causes.map(\.id) == ["blocks.b", "factor.keep-probability", "seen.value"])
    #expect(
      explanation.causes.map(\.requirements)
        == [[.rateShare, .ratePairs, .stagesEqual], [.values], [.scheduleLinear]])
    // What no rule explains may follow from what can bring it about, and from nothing else.
    #expect(explanation.causes.map(\.following) == [[.maskGrid], [.mapTiny], []])
    #expect(
      explanation.lines == [
        "the first stage that leaves the reference: mask",
        "B", "  explains: rate.share, rate.pairs, stages.equal",
        "  red too, perhaps because of it: mask.grid",
        "kept units are multiplied by 1 − p", "  explains: values",
        "  red too, perhaps because of it: map.tiny",
        "this demand is not met, and no known rule says why: demand of schedule.linear",
        "  seen in: schedule.linear",
      ])
  }

  @Test func `what could only be is said with perhaps, and not beside what follows from maps`() {
    let possible = known(c, d, confidence: .possible)
    let alone = explained([
      verdict(.maskBlocks, .notAUnionOfBlocks, possible),
      verdict(.blockEven, .notAUnionOfBlocks, possible),
    ])
    #expect(alone.causes.map(\.sentence) == ["perhaps C"])
    #expect(alone.causes.map { $0.equivalents.map(\.id) } == [["blocks.d"]])
    let beside = explained([
      verdict(.maskBlocks, .notAUnionOfBlocks, possible),
      verdict(.rateShare, .droppedShare, known(b)),
    ])
    #expect(beside.causes.map(\.id) == ["blocks.b"])
    #expect(beside.causes.map(\.following) == [[.maskBlocks]])
  }

  @Test func `what single masks could be has to give those of every requirement`() {
    let explanation = explained([
      verdict(.maskBlocks, .notAUnionOfBlocks, known(c, confidence: .possible)),
      verdict(.mapNonSquare, .notAUnionOfBlocks, known(d, confidence: .possible)),
    ])
    #expect(explanation.causes.map(\.id) == ["seen.not-a-union-of-blocks"])
    #expect(explanation.causes.map(\.requirements) == [[.maskBlocks, .mapNonSquare]])
  }

  @Test func `what is refuted elsewhere is not named`() {
    let explanation = RunExplanation(
      [verdict(.maskBlocks, .notAUnionOfBlocks, known(c, confidence: .possible))],
      demands: { _ in "demand" }, isRefuted: { $0 == c })
    #expect(explanation.causes.map(\.id) == ["seen.not-a-union-of-blocks"])
  }

  @Test func `a gamma that goes with other blocks is not refuted by those asked for`() {
    let gamma = KnownFault.gamma(Rule("gamma.p", "p"))
    var both = known(b)
    both.explanation = Explanation([b, gamma])
    for (diagnosis, isLimited) in [(both, false), (known(gamma), true)] {
      let explanation = RunExplanation(
        [verdict(.rateShare, .droppedShare, diagnosis)], demands: { _ in "demand" },
        isRefuted: { $0 == gamma })
      #expect(explanation.causes.map(\.isLimited) == [isLimited])
    }
  }

  @Test func `masks that depend on what was asked before come before all that they bring about`() {
    let state = KnownFault.state(.masksRepeat(every: 2, calls: 32))
    let explanation = explained(
      [
        verdict(.values, .droppedValues), verdict(.rateShare, .droppedShare, known(b)),
        verdict(.independenceCalls, .relation(.lowKeyBit), known(.keyBitIsIgnored(.lowKeyBit))),
        verdict(.scaleFactor, .scale, known(a)), verdict(.randomDeterminism, .otherAnswer),
      ], state: state)
    #expect(explanation.causes.map(\.id) == ["state.masks-repeat", "factor.keep-probability"])
    #expect(explanation.causes[0].requirements == [.independenceCalls, .randomDeterminism])
    #expect(explanation.causes[0].following == [.values, .rateShare])
  }

  @Test func `a factor that was found by two answers is none where these have two masks`() throws {
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: 1, channels: 1, spatial: [2, 2]), key: 1),
      input: TensorBits(repeating: 1, count: 4, as: .float32))
    let output = TensorBits([0, 3, 3, 3], as: .float32)
    func found(mask: [Bool]?) -> Verdict {
      var cases = CaseDiagnosis()
      let fault = Fault(.scale, on: question, .answer(.noGradient))
      cases.add(fault, question, .result(SubjectResult(output: output)), mask: mask)
      var violation = Violation(fault, diagnosis: cases.diagnosis, replay: "r")
      violation.factors = cases.factorComparison
      return Verdict(requirement: .values, outcome: .violated(violation), cases: 1, seconds: 0)
    }
    let other = verdict(
      .independenceCalls, .relation(.lowKeyBit), known(.keyBitIsIgnored(.lowKeyBit)))
    let state = KnownFault.state(.keyIsIgnored(calls: 16))
    let two = explained([other, found(mask: [true, false, false, false])], state: state)
    #expect(two.causes.map(\.id) == ["state.key-ignored"])
    #expect(two.causes.map(\.following) == [[.values]])
    let one = explained([other, found(mask: nil)], state: state)
    #expect(one.causes.count == 2 && one.causes[0].following.isEmpty)
  }

  @Test func `what passes counts against the rule that is named, and no other`() throws {
    // A case that passes, with the factor that was asked for.
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: 1, channels: 1, spatial: [2, 2]), key: 1),
      input: TensorBits(repeating: 1, count: 4, as: .float32))
    var passes = Counterevidence()
    passes.add(
      question, .result(SubjectResult(output: TensorBits([0, 0, 2, 2], as: .float32))), mask: nil)
    let inverted = factor { $0.form = .inverted }
    // Half is kept, so that 1 / (1 − p) is what was asked for.
    let expectation = factor { $0.form = .expectation }
    for (formula, exceptions) in [(inverted, 1), (expectation, 0)] {
      var violation = Violation(
        Fault(.scale, .custom("m")), diagnosis: known(.factor(formula)), replay: "r")
      violation.passes = passes
      let explanation = explained([
        Verdict(requirement: .values, outcome: .violated(violation), cases: 1, seconds: 0)
      ])
      #expect(explanation.causes.map(\.exceptions) == [exceptions])
    }
  }

  /// Maps of one call that lie to each other in one way.
  private func twins(_ count: Int, of repeated: Int, values: [OptionValue] = []) -> Verdict {
    let place = Evidence.MapPlace(call: 1, key: 7, map: 0, sample: 0, channel: 0)
    var other = place
    other.channel = 5
    var twins = Evidence.Twins(
      first: place, second: other, kind: Evidence.Twins.Kind(place, other), count: count)
    twins.values = values
    (twins.maps, twins.repeated) = (400, repeated)
    return Verdict(
      requirement: .independenceMaps,
      outcome: .violated(Violation(Fault(.twins, .twins(twins)), replay: "r")), cases: 1,
      seconds: 0)
  }

  @Test func `maps that are alike in one way stand before what frequencies say of their law`() {
    let rates = verdict(.rateShare, .droppedShare, known(b))
    let stage = verdict(.stagesEqual, .stage(.mask))
    let ordered = explained([rates, stage, twins(90, of: 100)])
    #expect(ordered.causes.map(\.id) == ["sharing.repeated-maps"])
    #expect(ordered.causes.map(\.following) == [[.rateShare, .stagesEqual]])
    #expect(
      ordered.causes[0].sentence
        == "maps that are to have nothing in common have one mask: one call, one sample, channels 5 "
        + "apart")
    // Where they lie to each other in all ways, few masks are drawn: that is about their law.
    let chance = explained([rates, stage, twins(10, of: 100)])
    #expect(chance.causes.map(\.id) == ["blocks.b", "seen.maps-with-one-mask"])
  }

  @Test func `a rule for all calls says more than how two maps lie, and less than in which calls`()
  {
    let shared = Diagnosis(
      explanation: Explanation([.sharing(SharingRule.channels.rule)]),
      evidence: .sharedMaps(
        calls: 39, of: Shape(samples: 6, channels: 37, spatial: [6, 6]), asked: [], isRule: true))
    let rule = verdict(.maskSharing, .masksOver(.firstChannels), shared)
    #expect(
      explained([rule, twins(90, of: 90)]).causes.map(\.id) == [SharingRule.channels.rule.id])
    let some = explained([rule, twins(90, of: 90, values: [.samples(1...1)])])
    #expect(some.causes.map(\.id) == ["sharing.repeated-maps"])
    #expect(some.causes[0].sentence.hasSuffix(", seen in these cases: 1 sample"))
  }

  @Test func `what one case shows stands before means over many`() {
    let plan = SurveyPlan(
      configuration: DropBlockConfiguration(blockSize: 3, dropProbability: 0.1), map: [5, 5],
      maps: 10)
    let rates = Verdict(
      requirement: .rateShare,
      outcome: .violated(
        Violation(Fault(.droppedShare, on: .survey(plan), .custom("m")), replay: "r")), cases: 1,
      seconds: 0)
    #expect(
      explained([rates, verdict(.values, .keptValues)]).causes.map(\.id)
        == ["seen.kept-values", "seen.dropped-share"])
  }

  @Test func `only what may answer otherwise may come back green`() {
    func may(_ fault: StateFault, _ seen: Verdict) -> Bool {
      explained([seen], state: .state(fault)).causes[0].mayComeBackGreen
    }
    #expect(
      may(.masksRepeat(every: 2, calls: 32), verdict(.randomDeterminism, .otherAnswer)))
    #expect(!may(.maskDependsOnInput, verdict(.values, .droppedValues)))
    let added = KnownFault.keysAndMapsAreAdded(.nextSample)
    let causes = explained([verdict(.independenceCalls, .relation(.nextSample), known(added))])
      .causes
    #expect(causes.map(\.mayComeBackGreen) == [false])
    #expect(causes[0].sentence.hasSuffix("keys and numbers of samples are added"))
  }

  @Test func `a fault of the backward pass alone is called that`() {
    var evidence = CaseEvidence(topic: .factor, cases: 3)
    for isOfGradient in [true, false] {
      evidence.isOfGradient = isOfGradient
      let diagnosis = Diagnosis(explanation: Explanation([a]), evidence: .cases(evidence))
      let cause = explained([verdict(.backwardValues, .gradientValues, diagnosis)]).causes[0]
      #expect(cause.sentence.hasPrefix("in the backward pass alone, kept units") == isOfGradient)
      #expect(cause.advice?.hasPrefix("the backward pass") == isOfGradient)
    }
  }

  @Test func `units that are never dropped are one cause, whatever maps they were seen on`() {
    func never(_ map: [Int], _ region: NeverDropped.Region) -> Diagnosis {
      known(
        .neverDropped([
          NeverDropped(
            setting: MapSetting(map: map, block: [3, 3], grid: nil), region: region, maps: 512)
        ]))
    }
    let explanation = explained([
      verdict(.rateShare, .droppedShare, never([5, 5], .units([0, 4]))),
      verdict(.ratePairs, .pair, never([9, 9], .slices(axis: 0, [0]))),
      verdict(.independenceMaps, .twins),
    ])
    #expect(explanation.causes.map(\.id) == ["mask.never-dropped"])
    #expect(explanation.causes[0].requirements == [.rateShare, .ratePairs])
    #expect(explanation.causes[0].following == [.independenceMaps])
    #expect(explanation.causes[0].sentence.hasPrefix("never dropped: row 0 of map 9×9"))
  }

  @Test func `what is refuted elsewhere is named where nothing else can bring that about`() {
    var nothing = known(.nothingIsDropped, b)
    nothing.evidence = .relatedMaps(isLawUnknown: false)
    func explained(_ verdicts: [Verdict]) -> [String] {
      RunExplanation(
        verdicts, demands: { _ in "demand" }, isRefuted: { $0 == .nothingIsDropped }
      ).causes.map(\.id)
    }
    #expect(explained([verdict(.rateShare, .droppedShare, nothing)]) == ["blocks.b"])
    nothing.equivalents = []
    #expect(
      explained([
        verdict(.rateShare, .droppedShare, nothing), verdict(.ratePairs, .pair, known(b)),
      ]) == ["blocks.b"])
    #expect(
      explained([verdict(.rateShare, .droppedShare, nothing)]) == [KnownFault.nothingIsDropped.id])
  }

  @Test func `where one request has two answers, a law of a part only is not named`() {
    let rates = verdict(.rateShare, .droppedShare, known(b))
    func causes(_ verdicts: [Verdict], _ refuted: KnownFault? = b) -> [Cause] {
      RunExplanation(verdicts, demands: { _ in "demand" }, isRefuted: { $0 == refuted }).causes
    }
    let answers = verdict(.randomDeterminism, .otherAnswer)
    #expect(causes([rates]).map(\.id) == ["blocks.b"])
    #expect(causes([rates, answers]).map(\.id) == ["seen.other-answer"])
    #expect(causes([rates, answers]).map(\.following) == [[.rateShare]])
    // What holds wherever was looked is told.
    #expect(causes([rates, answers], nil).map(\.id) == ["seen.other-answer", "blocks.b"])
  }

  @Test func `what maps have in common is shown by pairs, and by no law of one of them`() {
    func causes(_ fault: KnownFault, isShown: Bool) -> [Cause] {
      var (shown, open) = (known(fault), known(fault))
      shown.evidence = .relatedMaps(isLawUnknown: false)
      open.evidence = .relatedMaps(isLawUnknown: true)
      let pairs = verdict(.independenceCalls, .relation(.lowKeyBit), shown)
      return explained(
        (isShown ? [pairs] : []) + [
          verdict(.ratePosition, .position, open),
          verdict(.maskGrid, .gridPositionNeverSeeded, open),
        ]
      ).causes
    }
    let bit = KnownFault.keyBitIsIgnored(.lowKeyBit)
    let shown = causes(bit, isShown: true)
    // A position that is never seeded is so in whatever pairs maps come.
    #expect(shown.map(\.id) == [bit.id, "seen.grid-position-never-seeded"])
    #expect(shown[0].requirements == [.independenceCalls])
    #expect(shown[0].following == [.ratePosition])
    #expect(causes(bit, isShown: false)[0].requirements == [.ratePosition, .maskGrid])
    let one = causes(.oneMaskForEveryKey, isShown: true)
    #expect(one.map(\.requirements) == [[.independenceCalls, .ratePosition, .maskGrid]])
  }

  @Test func `nothing is not said to be dropped at one p where a law of gamma says why`() {
    let swapped = KnownFault.gamma(Rule("gamma.one-minus-p", "computed from 1 − p"))
    var law = known(swapped)
    law.evidence = .frequencies(
      FrequencyEvidence(
        conclusion: .fits(odds: .init(logarithm: 90), next: nil), maps: 900, configurations: 1))
    let whole = verdict(.blockClipped, .wholeMap, known(.outputIsInput))
    func ids(_ verdicts: [Verdict], isRefuted: Bool) -> [String] {
      RunExplanation(
        verdicts, demands: { _ in "demand" },
        isRefuted: { isRefuted && ($0 == .outputIsInput || $0 == .nothingIsDropped) }
      ).causes.map(\.id)
    }
    let rates = verdict(.rateShare, .droppedShare, law)
    #expect(ids([whole, rates], isRefuted: true) == [swapped.id])
    #expect(ids([whole], isRefuted: true) == [KnownFault.outputIsInput.id])
    // Where nothing was ever seen to be dropped, that is what is wrong.
    #expect(ids([whole, rates], isRefuted: false).first == KnownFault.outputIsInput.id)
  }

  @Test func `two formulas for the factor in one place are guesses`() {
    let half = KnownFault.factor(factor { $0.form = .expectation })
    let values = verdict(.values, .keptValues, known(a))
    #expect(explained([values]).causes.map(\.confidence) == [.certain])
    let both = explained([values, verdict(.scaleFewKept, .scale, known(half))]).causes
    #expect(both.map(\.id) == [a.id, half.id])
    #expect(both.map(\.confidence) == [.possible, .possible])
  }

  @Test func `what holds elsewhere counts against a rule too`() {
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: 1, channels: 1, spatial: [2, 2]), key: 1),
      input: TensorBits(repeating: 1, count: 4, as: .float32))
    var (of, passes) = (Counterevidence(), Counterevidence())
    of.add(
      question, .result(SubjectResult(output: TensorBits([0, 0, 2, 2], as: .float32))), mask: nil)
    passes.take(of)
    for (form, exceptions) in [(FactorFormula.Form.inverted, 1), (.expectation, 0)] {
      let causes = RunExplanation(
        [verdict(.values, .keptValues, known(.factor(factor { $0.form = form })))],
        demands: { _ in "demand" }, passes: passes
      ).causes
      #expect(causes.map(\.exceptions) == [exceptions])
    }
  }

  @Test func `of two rules that explain as much it is the one that fewer passes speak against`() {
    let question = SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: 1, channels: 1, spatial: [2, 2]), key: 1),
      input: TensorBits(repeating: 1, count: 4, as: .float32))
    let (inverted, expectation) = (
      KnownFault.factor(factor { $0.form = .inverted }),
      KnownFault.factor(factor { $0.form = .expectation })
    )
    var violation = Violation(
      Fault(.scale, .custom("m")), diagnosis: known(inverted, expectation), replay: "r")
    // Half is kept, so that 1 / (1 − p) is what was asked for, and kept / units is not.
    violation.passes.add(
      question, .result(SubjectResult(output: TensorBits([0, 0, 2, 2], as: .float32))), mask: nil)
    let explanation = explained([
      Verdict(requirement: .values, outcome: .violated(violation), cases: 1, seconds: 0)
    ])
    #expect(explanation.causes.map(\.id) == [expectation.id])
  }

  @Test func `of two rules that are not told apart neither is named alone`() {
    var either = known(b, besides: .equationOneGamma)
    either.alternative = Explanation([c])
    let explanation = explained([
      verdict(.rateShare, .droppedShare, either), verdict(.ratePairs, .pair, known(b)),
    ])
    #expect(
      explanation.causes.map(\.sentence) == [
        "either B; with equation 1's gamma, or C: what was seen does not tell them apart", "B",
      ])
  }

  @Test func `refusals are one only with one message`() {
    func refused(_ id: RequirementID, _ message: String) -> Verdict {
      Verdict(
        requirement: id,
        outcome: .violated(Violation(Fault(.refused, .answer(.refused(message))), replay: "r")),
        cases: 1, seconds: 0)
    }
    let explanation = explained([
      refused(.blockEven, "even"), refused(.blockClipped, "even"), refused(.batchEmpty, "empty"),
    ])
    #expect(
      explanation.causes.map(\.requirements) == [[.blockEven, .blockClipped], [.batchEmpty]])
  }

  @Test func `nothing wrong has no cause`() {
    #expect(explained([]).causes.isEmpty)
  }

  @Test func `every rule has an identifier of its own`() {
    let rules =
      BlockRule.all.map(\.rule) + RateRule.all.map(\.rule) + [RateRule.single.rule]
      + FactorFormula.single.map { Rule($0.id, $0.words) } + SeedRule.all.map(\.rule)
      + [SeedLaw.exactly, .drawn, .one, .oneOrNone, .oneWithProbability, .atMostOne].compactMap(
        \.rule)
      + [SharingRule.channels, .samples, .maps, .none].map(\.rule)
    #expect(Set(rules.map(\.id)).count == rules.count)
    #expect(rules.allSatisfy { $0.id.allSatisfy { $0.isASCII && !$0.isWhitespace } })
  }
}
