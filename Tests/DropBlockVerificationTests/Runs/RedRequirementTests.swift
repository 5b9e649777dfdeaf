import DropBlockContract
import Testing

@testable import DropBlockVerification

private let a = KnownFault.factor(factor { $0.form = .keepProbability })
private let b = KnownFault.blocks(Rule("blocks.b", "B"))

/// What a cause may bring about.
struct RedRequirementTests {
  @Test(arguments: [(5.0, true), (6.0, false)])
  func `pairs with as much in common however they are paired speak of rates, not of sharing`(
    otherwise: Double, isOfRates: Bool
  ) {
    let overlap = Evidence.Deviation.Overlap(
      relation: .neighbouringChannels, pairs: 900, expected: 1, got: 5.02, gotOtherwise: otherwise)
    let pairs = Verdict(
      requirement: .independenceChannels,
      outcome: .violated(
        Violation(
          Fault(
            .relation(.neighbouringChannels),
            .frequency(Evidence.Frequency(maps: 900, deviation: .overlap(overlap), logEvidence: 9))),
          replay: "r")), cases: 1, seconds: 0)
    let causes = explained([pairs, verdict(.rateShare, .droppedShare, known(b))]).causes
    // Other blocks change rates, and make no maps depend on each other.
    #expect(causes.map(\.id) == ["blocks.b"] + (isOfRates ? [] : ["seen.neighbouring-channels"]))
    #expect(causes[0].following == (isOfRates ? [.independenceChannels] : []))
  }

  @Test func `no seeds make a mask that is no union of blocks`() throws {
    let tail = try #require(SeedRule.all.last).rule
    let seeds = known(.seeds(tail))
    let causes = explained([
      verdict(.randomKnownAnswers, .goldenMask(named: "a"), seeds),
      verdict(.maskBlocks, .notAUnionOfBlocks), verdict(.rateShare, .droppedShare),
    ]).causes
    #expect(causes.map(\.id) == [tail.id, "seen.not-a-union-of-blocks"])
    #expect(causes.map(\.following) == [[.rateShare], []])
  }

  @Test func `no factor changes the gradients of dropped units`() {
    let place = UnitPlace(0, in: Shape(samples: 1, channels: 1, spatial: [1]))
    let got = TensorElement(TensorBits([-1], as: .float32), 0)
    let leak = Verdict(
      requirement: .backwardValues,
      outcome: .violated(
        Violation(
          Fault(.gradientValues, .gradient(.notZero(place, given: -1, got: got))), replay: "r")),
      cases: 1, seconds: 0)
    let causes = explained([
      verdict(.values, .keptValues, known(a)), leak, verdict(.backwardAdjoint, .innerProducts),
    ]).causes
    #expect(causes.map(\.id) == [a.id, "seen.gradient-values"])
    #expect(causes.map(\.following) == [[.backwardAdjoint], []])
  }

  @Test(arguments: [(Diagnosis.Confidence.certain, 1), (.possible, 2)])
  func `a guess at the factor does not answer for rates`(
    confidence: Diagnosis.Confidence, count: Int
  ) {
    // Where nothing of a scope is kept, kept units come out as 0.
    let scope = KnownFault.factor(factor { $0.scope = .map })
    let causes = explained([
      verdict(.values, .keptValues, known(scope, confidence: confidence)), ratesOff(.half),
    ]).causes
    #expect(causes.count == count)
  }

  @Test(arguments: [
    (KnownFault.factor(factor { $0.scope = .map }), true), (.everythingIsDropped, true),
    (.outputIsInput, false), (.nothingIsDropped, false),
  ])
  func `what can only drop more does not drop less, and the other way round`(
    fault: KnownFault, dropsMore: Bool
  ) {
    for share in [0.2, 0.8] {
      let causes = explained([
        verdict(.values, .keptValues, known(fault)), ratesOff(.unnamed, share: share),
      ]).causes
      #expect(causes.count == ((share > 0.5) == dropsMore ? 1 : 2), "\(share)")
    }
  }

  @Test func `copies and empty maps make no mask that none can be`() {
    let shared = known(.sharing(Rule("sharing.a", "A")))
    let empty = NeverDropped(
      setting: MapSetting(map: [9], block: [2], grid: nil), region: .channels([1], of: 4), maps: 99)
    let never = known(.neverDropped([empty]))
    for diagnosis in [shared, never] {
      let causes = explained([
        verdict(.rateShare, .droppedShare, diagnosis), verdict(.rateOptions, .shareOfOptions),
        verdict(.maskBlocks, .notAUnionOfBlocks),
      ]).causes
      #expect(causes.map(\.following) == [[.rateOptions], []])
    }
    // What is never dropped brings out that maps have more, or less, in common.
    let common = verdict(
      .independenceSamples, .relation(.neighbouringSamples),
      known(.partlyOneMask(.neighbouringSamples, percent: SignificantNumber(44, digits: 2))))
    let causes = explained([verdict(.rateShare, .droppedShare, never), common]).causes
    #expect(causes.map(\.following) == [[.independenceSamples]])
  }

  @Test func `a law that fits somewhere stands beside a factor`() {
    let scope = known(.factor(factor { $0.scope = .sample }))
    var law = known(b)
    law.evidence = .frequencies(
      FrequencyEvidence(
        conclusion: .fits(odds: .init(logarithm: 90), next: nil), maps: 900, configurations: 1))
    let frequency = Evidence.Frequency(
      maps: 900, deviation: .share(expected: 0.1, got: 0.2), logEvidence: 90)
    let rates = Verdict(
      requirement: .rateShare,
      outcome: .violated(
        Violation(Fault(.droppedShare, .frequency(frequency)), diagnosis: law, replay: "r")),
      cases: 1, seconds: 0)
    let causes = RunExplanation(
      [verdict(.values, .keptValues, scope), rates], demands: { _ in "demand" },
      isRefuted: { $0 == b }
    ).causes
    #expect(causes.map(\.id) == ["blocks.b", "factor.of-sample"])
  }

  @Test func `other numbers of the same law change no rates`() throws {
    func ids(_ isFair: Bool) throws -> [String] {
      let rule = try #require(SeedRule.all.first { $0.rule.keepsLaw == isFair }).rule
      return explained([
        verdict(.stagesEqual, .stage(.seeds), known(.seeds(rule))),
        verdict(.rateShare, .droppedShare),
      ]).causes.map(\.id)
    }
    #expect(try ids(true).last == "seen.dropped-share")
    #expect(try ids(false).count == 1)
  }

  @Test(arguments: [(30, 30, false), (30, 60, true)])
  func `few masks do not agree by how their maps lie to each other`(
    count: Int, repeated: Int, mayFollow: Bool
  ) {
    let place = Evidence.MapPlace(call: 1, key: 7, map: 0, sample: 0, channel: 0)
    let other = Evidence.MapPlace(call: 2, key: 1_007, map: 1, sample: 1, channel: 0)
    var twins = Evidence.Twins(
      first: place, second: other, kind: Evidence.Twins.Kind(place, other), count: count)
    (twins.maps, twins.repeated) = (400, repeated)
    let maps = Verdict(
      requirement: .independenceMaps,
      outcome: .violated(Violation(Fault(.twins, .twins(twins)), replay: "r")), cases: 1,
      seconds: 0)
    let gamma = KnownFault.gamma(Rule("gamma.g", "G"))
    let causes = explained([maps, verdict(.rateShare, .droppedShare, known(gamma))]).causes
    #expect((causes.count == 1) == mayFollow, "\(causes.map(\.id))")
  }

  /// A request on so many samples of one channel with 3 units each, in a format.
  private func question(_ samples: Int, _ type: ElementType) -> SubjectCase {
    SubjectCase(
      DropBlockRequest(
        DropBlockConfiguration(blockSize: 1, dropProbability: 0.5),
        shape: Shape(samples: samples, channels: 1, spatial: [3]), key: 1),
      input: TensorBits(repeating: 1, count: 3 * samples, as: type))
  }

  private func seen(
    _ id: RequirementID, _ site: FaultSite, _ diagnosis: Diagnosis? = nil, on question: SubjectCase
  ) -> Verdict {
    let fault = Fault(site, on: question, .answer(.noGradient))
    let cases = OptionCases(SubjectDeclaration(name: "s", version: "1"))
    return Verdict(
      requirement: id,
      outcome: .violated(Violation(fault, diagnosis: diagnosis, replay: "r")).showing(cases),
      cases: 1, seconds: 0)
  }

  @Test func `what shows elsewhere does not follow from what shows in some cases only`() throws {
    var blocks = seen(.maskBlocks, .notAUnionOfBlocks, known(b), on: question(2, .float16))
    guard case .violated(var violation) = blocks.outcome else { return }
    for index in 0..<80 {
      let type = index % 2 == 0 ? ElementType.float16 : .float32
      violation.sample.add([.elementType(type)], fails: type == .float16)
    }
    blocks.outcome = .violated(violation)
    for (type, count) in [(ElementType.float16, 1), (.float32, 2)] {
      let causes = explained([
        blocks, seen(.blockEven, .notAUnionOfBlocks, on: question(2, type)),
      ]).causes
      #expect(causes[0].whereabouts?.values == [.elementType(.float16)])
      #expect(causes.count == count, "\(type): \(causes.map(\.id))")
    }
  }

  @Test func `a place is told only where all that shows it lies there`() throws {
    for (type, isTold) in [(ElementType.float16, true), (.float32, false)] {
      let drawn = seen(.values, .keptValues, known(a), on: question(2, .float16))
      guard case .violated(var violation) = drawn.outcome else { return }
      for index in 0..<80 {
        let type = index % 2 == 0 ? ElementType.float16 : .float32
        violation.sample.add([.elementType(type)], fails: type == .float16)
      }
      var values = drawn
      values.outcome = .violated(violation)
      // A fixed list of cases has no sample.
      let causes = explained([
        values, seen(.scaleLargeCount, .largeCount, known(a), on: question(2, type)),
      ]).causes
      #expect(causes.count == 1)
      #expect((causes[0].whereabouts != nil) == isTold, "\(type)")
    }
  }

  @Test func `a map by itself shares its mask with none`() {
    for (samples, count) in [(1, 2), (2, 1)] {
      let causes = explained([
        verdict(.maskSharing, .masksOver(.firstChannels), known(.sharing(SharingRule.maps.rule))),
        seen(.randomKnownAnswers, .publishedWord, on: question(samples, .float32)),
      ]).causes
      #expect(causes.count == count, "\(samples): \(causes.map(\.id))")
    }
  }

  @Test func `a count that its format holds turns nothing else wrong`() {
    let eightBits = KnownFault.factor(factor { $0.count = .uint8 })
    for (samples, count) in [(85, 2), (86, 1)] {
      let causes = explained([
        verdict(.scaleFactor, .scale, known(eightBits)),
        seen(.maskBlocks, .notAUnionOfBlocks, on: question(samples, .float32)),
      ]).causes
      #expect(causes.count == count, "\(3 * samples) units: \(causes.map(\.id))")
    }
  }

  @Test func `a mask is wrong for the stage that leaves the reference first`() {
    func order(_ stage: FaultSite.Stage) -> [RequirementID] {
      explained([
        verdict(.maskBlocks, .notAUnionOfBlocks),
        verdict(.randomKnownAnswers, .goldenMask(named: "a")),
        verdict(.stagesEqual, .stage(stage)),
      ]).causes.map { $0.requirements[0] }
    }
    // Where seeds are right already, it is the blocks that make it wrong.
    #expect(order(.mask) == [.maskBlocks])
    #expect(order(.seeds) == [.randomKnownAnswers])
  }
}
