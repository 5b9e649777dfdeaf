import DropBlockContract
import DropBlockReference
import Testing

@testable import Verification

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

private func decision(
  _ subject: MaskSubject, maps: Int = 20_000, _ hypothesis: (Survey) -> Hypothesis
) throws -> HypothesisTest.Decision {
  var configuration = DropBlockConfiguration(blockSize: 2, dropProbability: 0.1)
  configuration.gammaRule = .fixed(0.05)
  let plan = SurveyPlan(
    configuration: configuration, map: [4, 4], maps: maps, comparesMaps: true, countsMasks: true)
  let examination = subject.examination
  let survey = try Survey(plan, examination)
  let test = HypothesisTest(hypothesis(survey), logLevel: 20)
  var last = HypothesisTest.Decision.undecided
  for look in survey.looks.indices {
    let seen = try #require(try survey.sightings(at: look, examination))
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

  @Test func `a fault a little below the sensitivity is not verified away`() throws {
    // 2.2 % of the share more, where 20,000 maps find 14 % surely and rule out no less.
    let faulty = subject(gamma: 0.0515)
    let word = try decision(faulty) { .share($0) }.word
    #expect(word != "violated")
  }
}
