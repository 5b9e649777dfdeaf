import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

private func run(_ profile: VerificationProfile) -> VerificationRun {
  VerificationRun(
    EngineSubject.reference(version: "0"), profile: profile, key: 1)
}

@Suite struct StatedSensitivityTests {
  @Test func `ci finds a relative error of 1 % of the paper's share, and nightly one of 0.1 %`()
    throws
  {
    for (profile, promised) in [(VerificationProfile.ci, 0.01), (.nightly, 0.001)] {
      var share = run(profile)
      let all = try share.sensitivities()
      let stated = try #require(all.first { $0.requirement == "rate.share" })
      guard case .means(.droppedShare, let plan) = stated.statement else {
        Issue.record("\(stated.statement)")
        continue
      }
      #expect(plan.map == [14, 14] && plan.configuration.blockSize == 7)
      #expect(stated.measure == .relativeErrorOfShare)
      let size = try #require(stated.sizes?.upperBound)
      #expect(size <= promised, "\(profile.name): \(size)")
      // The promise is kept with the maps there are, not with many more.
      #expect(size > 0.9 * promised, "\(profile.name): \(size)")
      // A requirement by itself has the whole budget, and finds no less.
      share.requirements = share.requirements.filter { $0.id == "rate.share" }
      let alone = try #require(try share.sensitivities().first?.sizes?.upperBound)
      #expect(alone < size)
    }
  }

  @Test func `every requirement on frequencies or generated cases states what it finds`() throws {
    let stated = Set(try run(.ci).sensitivities().map(\.requirement))
    let silent = Requirement.all.map(\.id).filter { !stated.contains($0) }
    // Fixed lists of cases, two that look until a false alarm is ruled out, one on unlike cases, and one on
    // equal maps.
    #expect(
      silent == [
        "mask.grid", "mask.sharing", "rate.options", "independence.maps", "scale.large-count",
        "random.known-answers", "random.large", "random.threads", "schedule.groups",
        "input.refused", "state.later",
      ])
    #expect(try run(.ci).sensitivities().allSatisfy { $0.sizes != nil && $0.sample > 0 })
  }

  @Test func `the cases of the table of pairs are not counted among those that are drawn`() throws {
    var quick = run(.quick)
    quick.requirements = Requirement.all.filter { ["values", "mask.blocks"].contains($0.id) }
    let stated = try quick.sensitivities()
    let verdicts = quick.judged().verdicts
    #expect(stated.count == 2)
    for (entry, verdict) in zip(stated, verdicts) {
      let requirement = try #require(Requirement.named(entry.requirement))
      let rows = try #require(requirement.pairs(of: quick.subject.declaration)).rows.count
      guard case .holds(let held) = verdict.outcome else { throw CaseEnd.discarded }
      #expect(rows > 30 && held == .cases(entry.sample + rows), "\(entry.requirement)")
    }
  }

  @Test
  func `a property of n cases misses a fault that shows in its share of them once in a million`()
    throws
  {
    let stated = try run(.ci).sensitivities().filter { $0.unit == .cases }
    #expect(stated.count > 20)
    for entry in stated {
      let share = try #require(entry.sizes?.lowerBound)
      var missed = 1.0
      for _ in 0..<entry.sample { missed *= 1 - share }
      #expect(abs(missed / 1e-6 - 1) < 1e-6, "\(entry.requirement): \(missed)")
    }
  }
}
