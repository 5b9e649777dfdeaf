import DropBlockContract
import DropBlockPlatform
import DropBlockReference
import Testing

@testable import DropBlockVerification

/// The dropped units of one map of 4 × 4, whose blocks of 2 × 2 start at valid positions: bit u
/// stands for unit u.
private func mask(_ words: Int..., gamma: Double) -> UInt64 {
  var mixer = KeyMixer(words.reduce(17) { mixed(Int(truncatingIfNeeded: $0), $1) }, salt: 1)
  var mask: UInt64 = 0
  for position in 0..<9 where Double(mixer.next() >> 11) * 0x1p-53 < gamma {
    mask |= 0b11_0011 << UInt64(position / 3 * 4 + position % 3)
  }
  return mask
}

/// A correct subject of that map, with a fault if one is given.
private func subject(
  gamma: Double = 0.05, _ fault: @escaping (Int, Bool) -> Bool = { $1 }
) -> MaskSubject {
  var known: (place: [Int], mask: UInt64) = ([], 0)
  return MaskSubject { call, _, sample, channel, unit in
    if known.place != [call, sample, channel] {
      known = ([call, sample, channel], mask(call, sample, channel, gamma: gamma))
    }
    return fault(unit, known.mask >> UInt64(unit) & 1 == 1)
  }
}

private func survey(_ subject: MaskSubject, maps: Int) throws -> Survey {
  var configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.1)
  configuration.gammaRule = .fixed(0.05)
  let plan = SurveyPlan(
    configuration: configuration, map: [4, 4], maps: maps, comparesMaps: true, countsMasks: true)
  return try Survey(plan, subject.examination)
}

private func decision(
  _ subject: MaskSubject, maps: Int = 20_000, _ hypothesis: (Survey) -> Hypothesis
) throws -> HypothesisTest.Decision {
  let examination = subject.examination
  let survey = try survey(subject, maps: maps)
  let test = HypothesisTest(hypothesis(survey), logLevel: 20)
  var last = HypothesisTest.Decision.undecided
  for look in survey.looks.indices {
    let seen = try #require(try survey.observations(at: look, examination))
    last = test.decide(seen).decision
    if case .undecided = last { continue }
    break
  }
  return last
}

extension HypothesisTest.Decision {
  fileprivate var word: String {
    switch self {
    case .violated: "violated"
    case .verified: "verified"
    case .undecided: "undecided"
    }
  }
}

@Suite struct HypothesisTestTests {
  static let kinds: [(String, @Sendable (Survey) -> Hypothesis)] = [
    ("share", { .share($0) }), ("positions", { .positions($0) }), ("pairs", { .pairs($0) }),
    ("masks", { .masks($0) }), ("channels", { .overlap($0, .neighbouringChannels) }),
    ("keys", { .overlap($0, .lowKeyBit) }),
  ]

  @Test(arguments: kinds.indices) func `a correct subject is verified`(kind: Int) throws {
    let (name, hypothesis) = Self.kinds[kind]
    #expect(try decision(subject(), hypothesis).word == "verified", "\(name)")
  }

  @Test func `a wrong gamma is found in share, positions, pairs and masks, not in independence`()
    throws
  {
    let verdicts = try Self.kinds.map { name, hypothesis in
      "\(name) \(try decision(subject(gamma: 0.08), hypothesis).word)"
    }
    #expect(
      verdicts == [
        "share violated", "positions violated", "pairs violated", "masks violated",
        "channels verified", "keys verified",
      ])
  }

  @Test func `one unit that is dropped too often is named`() throws {
    let faulty = subject { unit, dropped in unit == 5 || dropped }
    guard case .violated(5) = try decision(faulty, maps: 10_000, { .positions($0) }) else {
      Issue.record("the unit was not found")
      return
    }
  }

  @Test func `a mask that cannot be is found at the first look`() throws {
    let faulty = subject { unit, dropped in unit == 5 ? false : dropped }
    #expect(try decision(faulty, maps: 2_000) { .masks($0) }.word == "violated")
  }

  @Test func `the same mask everywhere is no independence`() throws {
    let faulty = MaskSubject { _, _, _, _, unit in unit < 2 }
    let found = try decision(faulty, maps: 10_000) { .overlap($0, .lowKeyBit) }
    #expect(found.word == "violated")
  }

  @Test func `a mask that cannot be is counted, whatever the others do`() throws {
    let correct = subject()
    let hypothesis = Hypothesis.masks(try survey(correct, maps: 100))
    let impossible = try #require(hypothesis.quantities.last)
    #expect(impossible.mean == 0)
    var seen = try #require(
      try hypothesis.survey.observations(
        at: hypothesis.survey.looks.count - 1, correct.examination))
    #expect(impossible.counts(seen)[1] == 0)
    seen.maskCounts[1] = 3
    #expect(impossible.counts(seen) == [seen.maps - 3, 3])
  }

  @Test(arguments: kinds.indices)
  func `what is verified has every bound's own evidence behind it`(kind: Int) throws {
    let correct = subject()
    let examination = correct.examination
    let hypothesis = Self.kinds[kind].1(try survey(correct, maps: 60_000))
    let test = HypothesisTest(hypothesis, logLevel: 20)
    for look in hypothesis.survey.looks.indices {
      let seen = try #require(try hypothesis.survey.observations(at: look, examination))
      guard case .verified = test.decide(seen).decision else { continue }
      for (quantity, sensitivity) in zip(hypothesis.quantities, test.sensitivities) {
        for (size, side) in [
          (sensitivity.below.map { -$0 }, Bettors.Side.above), (sensitivity.above, .below),
        ] {
          guard let size, size != 0 else { continue }
          let crowd = Bettors(mean: quantity.truth(size).mean, range: quantity.range, side: side)
          #expect(crowd.logCapital(quantity.counts(seen)) >= 20)
        }
      }
      return
    }
    Issue.record("\(Self.kinds[kind].0) is never verified")
  }

  @Test func `evidence on many quantities is the mean of theirs`() throws {
    let correct = subject()
    let hypothesis = Hypothesis.positions(try survey(correct, maps: 3_000))
    let seen = try #require(
      try hypothesis.survey.observations(
        at: hypothesis.survey.looks.count - 1, correct.examination))
    let each = hypothesis.quantities.map {
      Bettors(mean: $0.mean, range: $0.range).logCapital($0.counts(seen))
    }
    let mean = each.reduce(0) { $0 + Double.exp($1) } / Double(each.count)
    let merged = HypothesisTest(hypothesis, logLevel: 20).logEvidence(seen).merged
    #expect(abs(Double.exp(merged) - mean) < 1e-9 * mean)
    #expect(Set(each).count > 1)
  }

  @Test func `what nothing can be found of is undecided to the end`() throws {
    let correct = subject()
    let examination = correct.examination
    let hypothesis = Hypothesis.positions(try survey(correct, maps: 40))
    let test = HypothesisTest(hypothesis, logLevel: 20)
    #expect(test.sensitivities.allSatisfy { $0.below == nil && $0.above == nil })
    for look in hypothesis.survey.looks.indices {
      let seen = try #require(try hypothesis.survey.observations(at: look, examination))
      #expect(test.decide(seen).decision.word == "undecided")
    }
  }

  @Test func `the tests of a requirement share its part of the budget`() throws {
    let reference = EngineSubject.reference(version: "0")
    let examination = Examination(
      reference, declaration: reference.declaration, profile: .quick, key: 1,
      ledger: Ledger(budget: 1e-6, accounts: 4))
    var judged = 0
    for requirement in Requirement.all {
      guard case .hypotheses(let hypotheses, _) = requirement.judgement else { continue }
      let levels = examination.tests(of: try hypotheses(examination)).map(\.logLevel)
      let spent = levels.reduce(0) { $0 + Double.exp(-$1) }
      #expect(abs(spent - 1e-6 / 4) < 1e-12, "\(requirement.id)")
      judged += 1
    }
    #expect(judged == 9)
  }
}
