import DropBlockContract
import DropBlockReference
import Testing

@testable import DropBlockVerification

private func plan(continues: Bool = false) -> SurveyPlan {
  SurveyPlan(
    configuration: DropBlockConfiguration(blockSize: 2, dropProbability: 0.25), map: [3, 4],
    maps: 1, continues: continues, comparesMaps: true, countsMasks: true)
}

extension Survey {
  /// All that a subject shows in a survey, to its last look.
  fileprivate static func all(_ plan: SurveyPlan, _ subject: MaskSubject) throws -> Observations {
    let examination = subject.examination
    let survey = try Survey(plan, examination)
    return try #require(try survey.observations(at: survey.looks.count - 1, examination))
  }
}

@Suite struct SurveyTests {
  @Test func `every dropped unit, pair of units and mask is counted once`() throws {
    func isDropped(_ call: Int, _ sample: Int, _ channel: Int, _ unit: Int) -> Bool {
      mixed(call, sample, channel, unit) % 3 == 0
    }
    let subject = MaskSubject { call, _, sample, channel, unit in
      isDropped(call, sample, channel, unit)
    }
    let unitPairs = try Survey(plan(), subject.examination).pairs
    let seen = try Survey.all(plan(), subject)
    var expected = Observations(units: 12, pairs: unitPairs.count)
    for call in 0..<4 {
      for sample in 0..<16 {
        for channel in 0..<16 {
          let map = (0..<12).map { isDropped(call, sample, channel, $0) }
          expected.maps += 1
          expected.droppedCounts[map.count { $0 }] += 1
          expected.maskCounts[
            map.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt64($1.offset) : 0) },
            default: 0] += 1
          for unit in 0..<12 where map[unit] { expected.positionCounts[unit] += 1 }
          for (index, pair) in unitPairs.enumerated() where map[pair.0] && map[pair.1] {
            expected.pairCounts[index] += 1
          }
        }
      }
    }
    #expect(seen.maps == 4 * 16 * 16)
    #expect(seen.droppedCounts == expected.droppedCounts)
    #expect(seen.dropped == expected.positionCounts.reduce(0, +))
    #expect(seen.positionCounts == expected.positionCounts)
    #expect(seen.pairCounts == expected.pairCounts)
    #expect(seen.maskCounts == expected.maskCounts)
    #expect(unitPairs.count >= 8)
    #expect(unitPairs.allSatisfy { $0.0 < $0.1 && $0.1 < 12 })
  }

  @Test func `the square of an overlap has the mean of all pairs of masks`() throws {
    let survey = try Survey(plan(), MaskSubject { _, _, _, _, _ in false }.examination)
    let gamma = survey.law.gamma
    // Six places for a block of 2×2 on a map of 3×4.
    let masks = (0..<64).map { seeds in
      var (mask, probability) = (Set<Int>(), 1.0)
      for place in 0..<6 {
        let isSeed = seeds >> place & 1 == 1
        probability *= isSeed ? gamma : 1 - gamma
        let corner = place / 3 * 4 + place % 3
        if isSeed { mask.formUnion([corner, corner + 1, corner + 4, corner + 5]) }
      }
      return (mask: mask, probability: probability)
    }
    var mean = 0.0
    for first in masks {
      for second in masks {
        let overlap = Double(first.mask.intersection(second.mask).count)
        mean += first.probability * second.probability * overlap * overlap
      }
    }
    #expect(mean > 0.1 && abs(survey.meanSquareOverlap / mean - 1) < 1e-12)
  }

  @Test func `looks grow by a quarter, and end with all maps`() {
    #expect(Survey.looks(maps: 1_000) == [640, 800, 1_000])
    #expect(Survey.looks(maps: 0) == [1])
    let looks = Survey.looks(maps: 4_000_000)
    #expect(looks.last == 4_000_000 && looks.count < 50)
    #expect(zip(looks, looks.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `what was seen at a look does not depend on which looks were taken before`() throws {
    let subject = { MaskSubject { call, _, s, c, unit in mixed(call, s, c, unit) % 5 == 0 } }
    var plan = plan()
    plan.maps = 9_000
    let (first, second) = (subject().examination, subject().examination)
    let stepwise = try Survey(plan, first)
    let direct = try Survey(plan, second)
    for look in stepwise.looks.indices { _ = try stepwise.observations(at: look, first) }
    _ = try direct.observations(at: 5, second)
    let (one, other) = (
      try #require(try stepwise.observations(at: 3, first)),
      try #require(try direct.observations(at: 3, second))
    )
    #expect(one.maps == other.maps && one.positionCounts == other.positionCounts)
    #expect(one.maps < 9_000)
    #expect(try direct.observations(at: stepwise.looks.count, second) == nil)
  }

  @Test func `shared maps are looked at once`() throws {
    for (sharing, maps) in [
      (MaskSharing.channels, 4 * 256), (.samples, 4 * 256), ([.channels, .samples], 16),
    ] {
      var plan = plan()
      plan.configuration.sharing = sharing
      plan.maps = 16
      let subject = MaskSubject { _, _, _, _, _ in false }
      #expect(try Survey.all(plan, subject).maps == maps, "\(sharing)")
    }
  }

  @Test func `keys are distinct and calls go on only where the plan says so`() throws {
    let subject = MaskSubject { _, _, _, _, _ in false }
    var plan = plan(continues: true)
    plan.maps = 4096
    _ = try Survey.all(plan, subject)
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
