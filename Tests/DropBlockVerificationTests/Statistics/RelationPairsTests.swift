import DropBlockContract
import Testing

@testable import DropBlockVerification

private func overlaps(
  _ subject: MaskSubject, continues: Bool = false, maps: Int = 1
) throws -> [Relation: Overlap] {
  let plan = SurveyPlan(
    configuration: DropBlockConfiguration(blockSize: 2, dropProbability: 0.25), map: [3, 4],
    maps: maps, continues: continues, comparesMaps: true)
  let examination = subject.examination
  let survey = try Survey(plan, examination)
  let last = survey.looks.count - 1
  return try #require(try survey.observations(at: last, examination)).overlaps
}

@Suite struct RelationPairsTests {
  @Test func `pairs of maps are disjoint and as many as there are`() throws {
    let all = RelationPairs(samples: 16, channels: 16)
    #expect(all.across.map(\.relation) == [.nextSample, .nextChannel])
    for (relation, pairs) in all.across {
      // The first of a pair is a map of one call, the second of another.
      #expect(Set(pairs.map(\.0)).count == 240 && Set(pairs.map(\.1)).count == 240)
      #expect(pairs.allSatisfy { $0.0 - $0.1 == (relation == .nextSample ? 16 : 1) })
    }
    for (relation, pairs) in all.within {
      let maps = pairs.flatMap { [$0.0, $0.1] }
      #expect(Set(maps).count == maps.count, "\(relation.rawValue)")
      #expect(pairs.count == (relation == .diagonal ? 120 : 128), "\(relation.rawValue)")
    }
    let subject = MaskSubject { _, _, _, _, unit in unit < 2 }
    let expected: [Relation: Int] = [
      .neighbouringChannels: 480, .distantChannels: 512, .neighbouringSamples: 480,
      .distantSamples: 512, .diagonal: 480, .lowKeyBit: 256, .sixteenthKeyBit: 256,
      .thirtiethKeyBit: 256, .nextSample: 240, .nextChannel: 240,
    ]
    let keyed = try overlaps(subject)
    #expect(keyed.mapValues(\.pairs) == expected)
    // Two units are dropped in every map, so two in both of every pair, however they are paired.
    #expect(keyed.allSatisfy { $0.value.units == 2 * $0.value.pairs && $0.value.isIndifferent })
    #expect(keyed.allSatisfy { $0.value.unitsWithPartnersExchanged == 2 })
    for (relation, overlap) in keyed {
      let exchanges = Double(overlap.exchanged.reduce(0, +))
      #expect(relation.exchangesPerMap(maps: 256) * 4 * 256 == exchanges, "\(relation.rawValue)")
    }
    subject.declaration.samplers = [.sparse]
    let exact = try overlaps(subject)
    #expect(exact[.middleKeyBit]?.pairs == 256 && exact[.highKeyBit]?.pairs == 256)
    let continuing = try overlaps(subject, continues: true)
    #expect(continuing[.successiveCalls]?.pairs == 512)
    #expect(continuing[.lowKeyBit] == nil)
  }

  @Test func `every channel has a partner at any distance, where their number is a power of two`() {
    for distance in 1..<16 {
      let pairs = RelationPairs.apart(distance, of: 16)
      #expect(Set(pairs.flatMap { [$0.0, $0.1] }).count == 16 && pairs.count == 8)
      #expect(pairs.allSatisfy { ($0.0 + distance) % 16 == $0.1 })
    }
    #expect(RelationPairs.apart(2, of: 2).isEmpty && RelationPairs.apart(0, of: 8).isEmpty)
  }

  /// The map whose mask a map repeats, for a fault in each relation.
  static func original(
    _ relation: Relation, _ call: Int, _ key: UInt64, _ sample: Int, _ channel: Int
  ) -> UInt64 {
    let name = Int(truncatingIfNeeded: key)
    switch relation {
    case .neighbouringChannels: return mixed(name, sample, channel / 2 * 2)
    case .distantChannels: return mixed(name, sample, channel % 2)
    case .neighbouringSamples: return mixed(name, sample / 2 * 2, channel)
    case .distantSamples: return mixed(name, sample % 2, channel)
    case .diagonal: return mixed(name, min(sample, channel), max(sample, channel))
    case .successiveCalls: return mixed(call / 2, sample, channel)
    case .nextSample: return mixed(name &+ sample, channel)
    case .nextChannel: return mixed(name &+ channel, sample, 1)
    case .lowKeyBit: return mixed(name & ~1, sample, channel)
    case .sixteenthKeyBit: return mixed(name & ~(1 << 16), sample, channel)
    case .thirtiethKeyBit: return mixed(name & ~(1 << 30), sample, channel)
    case .middleKeyBit: return mixed(name & ~(1 << 33), sample, channel)
    case .highKeyBit: return mixed(name & .max, sample, channel)
    }
  }

  @Test(arguments: Relation.allCases)
  func `a repeated map is seen in its own relation and in no other`(relation: Relation) throws {
    let subject = MaskSubject { call, request, sample, channel, unit in
      let map = Self.original(relation, call, request.key, sample, channel)
      return mixed(Int(truncatingIfNeeded: map), unit) % 4 == 0
    }
    if ![.sixteenthKeyBit, .thirtiethKeyBit].contains(relation) {
      subject.declaration.samplers = [.sparse]
    }
    // Three units are dropped in the mean of a map, 0.75 in both of two that are independent.
    // Of neighbours every second pair is a fault's, and of distances that are drawn one with few.
    let seen = try overlaps(
      subject, continues: relation == .successiveCalls, maps: 20 * 1_024)
    for (other, overlap) in seen {
      let common = Double(overlap.units) / Double(overlap.pairs)
      let otherwise = overlap.unitsWithPartnersExchanged
      #expect(
        other == relation ? common > 1.5 : common < 1,
        "\(relation): in \(other.rawValue) \(common) units are common")
      #expect(
        (otherwise ?? .infinity) < 1.5, "\(relation): exchanged in \(other.rawValue) \(otherwise)")
    }
  }

  @Test(arguments: [
    "one mask for all channels", "one mask for all samples", "one mask for all keys",
  ])
  func `sharing that was not asked for is not hidden by the exchange`(fault: String) throws {
    let subject = MaskSubject { call, request, sample, channel, unit in
      let key = Int(truncatingIfNeeded: request.key)
      switch fault {
      case "one mask for all channels": return mixed(key, sample, 0, unit) % 4 == 0
      case "one mask for all samples": return mixed(key, 0, channel, unit) % 4 == 0
      default: return mixed(0, sample, channel, unit) % 4 == 0
      }
    }
    let relation: Relation =
      fault.hasSuffix("channels")
      ? .neighbouringChannels : fault.hasSuffix("samples") ? .distantSamples : .lowKeyBit
    let overlap = try #require(try overlaps(subject)[relation])
    #expect(Double(overlap.units) / Double(overlap.pairs) > 2.4)
    #expect(try #require(overlap.unitsWithPartnersExchanged) < 1.5)
  }

  @Test func `a subject that shares every mask is still compared from key to key`() throws {
    func verdict(_ subject: MaskSubject) throws -> HypothesisTest.Decision {
      let plan = SurveyPlan(
        configuration: DropBlockConfiguration(blockSize: 1, dropProbability: 0.25), map: [3, 4],
        maps: 8_192, comparesMaps: true)
      var shared = plan
      shared.configuration.sharing = [.channels, .samples]
      let examination = subject.examination
      let survey = try Survey(shared, examination)
      #expect(survey.mapsPerCall == 1)
      let test = HypothesisTest(.overlap(survey, .lowKeyBit), logLevel: 20)
      let look = survey.looks.count - 1
      return test.decide(try #require(try survey.observations(at: look, examination))).decision
    }
    let correct = MaskSubject { call, _, _, _, unit in mixed(call, unit) % 4 == 0 }
    guard case .verified = try verdict(correct) else {
      Issue.record("a correct subject was not verified")
      return
    }
    let repeating = MaskSubject { call, _, _, _, unit in mixed(call / 2, unit) % 4 == 0 }
    guard case .violated = try verdict(repeating) else {
      Issue.record("a repeated mask was not found")
      return
    }
  }
}
