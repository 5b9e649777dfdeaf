import DropBlockContract
import DropBlockReference
import Testing

@testable import Verification

private func plan(continues: Bool = false) -> SurveyPlan {
  SurveyPlan(
    configuration: DropBlockConfiguration(blockSize: 2, dropProbability: 0.25), map: [3, 4],
    maps: 1, continues: continues)
}

@Suite struct SurveyTests {
  @Test func `every dropped unit and every pair of them is counted once`() throws {
    func isDropped(_ call: Int, _ sample: Int, _ channel: Int, _ unit: Int) -> Bool {
      mixed(call, sample, channel, unit) % 3 == 0
    }
    let subject = MaskSubject { call, _, sample, channel, unit in
      isDropped(call, sample, channel, unit)
    }
    let survey = try Survey(plan(), subject.examination)
    var dropped = 0
    var positions = [Int](repeating: 0, count: 12)
    var pairs = [Int](repeating: 0, count: survey.pairs.count)
    for call in 0..<4 {
      for sample in 0..<16 {
        for channel in 0..<16 {
          let map = (0..<12).map { isDropped(call, sample, channel, $0) }
          dropped += map.count { $0 }
          for unit in 0..<12 where map[unit] { positions[unit] += 1 }
          for (index, pair) in survey.pairs.enumerated() where map[pair.0] && map[pair.1] {
            pairs[index] += 1
          }
        }
      }
    }
    #expect(survey.maps == 4 * 16 * 16)
    #expect(survey.dropped == dropped)
    #expect(survey.positionCounts == positions)
    #expect(survey.pairCounts == pairs)
    #expect(survey.pairs.count >= 8)
    #expect(survey.pairs.allSatisfy { $0.0 < $0.1 && $0.1 < 12 })
  }

  @Test func `pairs of maps are disjoint and as many as there are`() throws {
    let subject = MaskSubject { _, _, _, _, unit in unit < 2 }
    let keyed = try Survey(plan(), subject.examination)
    let expected: [Survey.Relation: Int] = [
      .neighbouringChannels: 512, .distantChannels: 512, .neighbouringSamples: 512,
      .distantSamples: 512, .diagonal: 480, .lowKeyBit: 256,
    ]
    #expect(keyed.overlaps.mapValues(\.pairs) == expected)
    // Two units are dropped in every map, so two in both of every pair.
    #expect(keyed.overlaps.allSatisfy { $0.value.units == 2 * $0.value.pairs })
    subject.declaration.samplers = [.sparse]
    let exact = try Survey(plan(), subject.examination)
    #expect(
      exact.overlaps[.middleKeyBit]?.pairs == 256 && exact.overlaps[.highKeyBit]?.pairs == 256)
    let continuing = try Survey(plan(continues: true), subject.examination)
    #expect(continuing.overlaps[.successiveCalls]?.pairs == 512)
    #expect(continuing.overlaps[.lowKeyBit] == nil)
  }

  /// The map whose mask a map repeats, for a fault in each relation.
  static func original(
    _ relation: Survey.Relation, _ call: Int, _ key: UInt64, _ sample: Int, _ channel: Int
  ) -> UInt64 {
    let name = Int(truncatingIfNeeded: key)
    switch relation {
    case .neighbouringChannels: return mixed(name, sample, channel / 2 * 2)
    case .distantChannels: return mixed(name, sample, channel % 8)
    case .neighbouringSamples: return mixed(name, sample / 2 * 2, channel)
    case .distantSamples: return mixed(name, sample % 8, channel)
    case .diagonal: return mixed(name, min(sample, channel), max(sample, channel))
    case .successiveCalls: return mixed(call / 2, sample, channel)
    case .lowKeyBit: return mixed(name & ~1, sample, channel)
    case .middleKeyBit: return mixed(name & ~(1 << 33), sample, channel)
    case .highKeyBit: return mixed(name & .max, sample, channel)
    }
  }

  @Test(arguments: Survey.Relation.allCases)
  func `a repeated map is seen in its own relation and in no other`(relation: Survey.Relation)
    throws
  {
    let subject = MaskSubject { call, request, sample, channel, unit in
      let map = Self.original(relation, call, request.key, sample, channel)
      return mixed(Int(truncatingIfNeeded: map), unit) % 4 == 0
    }
    subject.declaration.samplers = [.sparse]
    let survey = try Survey(plan(continues: relation == .successiveCalls), subject.examination)
    let size = Double(survey.dropped) / Double(survey.maps)
    for (other, overlap) in survey.overlaps {
      let share = Double(overlap.units) / Double(overlap.pairs) / size
      #expect(
        other == relation ? share > 0.8 : share < 0.5,
        "\(relation): in \(other.rawValue) \(share) of the dropped units are common")
    }
    #expect(survey.overlaps[relation] != nil)
  }

  @Test func `shared maps are looked at once`() throws {
    for (sharing, maps) in [
      (MaskSharing.channels, 4 * 64), (.samples, 4 * 64), ([.channels, .samples], 4),
    ] {
      var plan = plan()
      plan.configuration.sharing = sharing
      let subject = MaskSubject { _, _, _, _, _ in false }
      plan.maps = 16
      #expect(try Survey(plan, subject.examination).maps == maps, "\(sharing)")
    }
  }

  @Test func `keys are distinct and calls go on only where the plan says so`() throws {
    let subject = MaskSubject { _, _, _, _, _ in false }
    var plan = plan(continues: true)
    plan.maps = 4096
    _ = try Survey(plan, subject.examination)
    #expect(subject.questions.map(\.continues) == [false] + Array(repeating: true, count: 15))
    #expect(Set(subject.questions.map(\.request.key)).count == 16)
  }

  @Test func `a survey's law is the realised one where the stream is normative`() throws {
    var plan = plan()
    plan.configuration.sampler = .bernoulli
    plan.configuration.dropProbability = 1e-11
    #expect(try Survey.law(of: plan, isExact: true).gamma == 0)
    #expect(try Survey.law(of: plan, isExact: false).gamma > 0)
  }
}
