import DropBlockContract
import DropBlockGenerators
import Testing

@testable import DropBlockVerification

@Suite struct ScheduleDiagnosisTests {
  /// The reference with other values of schedules.
  private static func subject(
    _ values: @escaping @Sendable (ScheduleCase) throws(DropBlockError) -> [Double]
  ) -> EngineSubject {
    Mutant("planted", "A schedule is wrong.", .scheduleLinear) { $0.values = values }
      .subject(version: "0")
  }

  /// The reference with a known wrong schedule, wherever the rule applies.
  private static func subject(_ wrong: WrongSchedule) -> EngineSubject {
    subject { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
      let asked = try ReferenceSchedules.values(question)
      return wrong.values(question) ?? asked
    }
  }

  /// What is found about schedules, with a token, or the requirement's name, in place of a replay line.
  private static func violations(
    _ subject: any Subject, key: UInt64 = 1
  ) -> [(id: RequirementID, violation: Violation)] {
    var run = VerificationRun(subject, profile: .quick, key: key)
    run.requirements = Requirement.all.filter { $0.family == "schedule" }
    run.replayLine = ReplayLine { request, _ in "\(request)" }
    return run.judged().verdicts.compactMap { verdict in
      guard case .violated(let violation) = verdict.outcome else { return nil }
      return (verdict.requirement, violation)
    }
  }

  /// The identifiers of all rules that a diagnosis names.
  private static func rules(_ violation: Violation) -> [String] {
    (violation.rule.map { [$0] } ?? []) + violation.equivalentRules
  }

  @Test func `identifiers are different, and so are words`() {
    #expect(Set(WrongSchedule.all.map(\.rule.id)).count == WrongSchedule.all.count)
    #expect(Set(WrongSchedule.all.map(\.rule.words)).count == WrongSchedule.all.count)
  }

  @Test(arguments: WrongSchedule.all.map(\.rule.id))
  func `every known wrong schedule is named`(id: String) throws {
    let wrong = try #require(WrongSchedule.all.first { $0.rule.id == id })
    for key in 1...5 as ClosedRange<UInt64> {
      let found = Self.violations(Self.subject(wrong), key: key)
      #expect(!found.isEmpty, "key \(key): nothing is found")
      for (requirement, violation) in found {
        let rules = Self.rules(violation)
        #expect(
          rules.contains(id) && violation.diagnosis?.confidence == .certain,
          "key \(key), \(requirement): \(rules), \(violation.message)")
      }
    }
  }

  @Test func `a correct schedule is never named`() {
    for key in 1...5 as ClosedRange<UInt64> {
      #expect(Self.violations(EngineSubject.reference(version: "0"), key: key).isEmpty)
    }
    for question in Self.smallest {
      var diagnosis = ScheduleDiagnosis()
      diagnosis.add(
        question, question.steps.map { ScheduleValues.value(question.schedule, at: $0) })
      #expect(diagnosis.diagnosis?.explanation?.id == "schedule.rounding", "\(question)")
    }
  }

  @Test func `what no rule gives is said to be none of the known ones`() throws {
    let found = Self.violations(
      Self.subject { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        try ReferenceSchedules.values(question).map { $0 + 0.01 }
      })
    #expect(found.count == 4)
    for (_, violation) in found {
      let line = try #require(violation.diagnosis?.lines.first)
      #expect(line.hasPrefix("none of the known wrong schedules explains"), "\(line)")
      #expect(violation.rule == nil)
    }
  }

  @Test func `another order of operations is no wrong schedule`() {
    let found = Self.violations(
      Self.subject { (question: ScheduleCase) throws(DropBlockError) -> [Double] in
        guard case .linear(let start, let stop, let steps) = question.schedule else {
          return try ReferenceSchedules.values(question)
        }
        return question.steps.map {
          start + (stop - start) * min(Double($0) / Double(steps - 1), 1)
        }
      })
    #expect(found.first?.id == .scheduleLinear)
    for (requirement, violation) in found {
      #expect(Self.rules(violation) == ["schedule.rounding"], "\(requirement)")
    }
  }

  @Test func `the words of reports`() throws {
    let found = Self.violations(
      try #require(Mutant.named("schedule-forgotten")).subject(version: "0"))
    #expect(found.map(\.id) == [.scheduleResume])
    let diagnosis = try #require(found.first?.violation.diagnosis)
    #expect(
      diagnosis.lines == [
        "after a checkpoint the schedule starts again at step 0", "this explains the failing case",
      ])
  }

  @Test(
    arguments: [
      ("schedule-off-by-one", "schedule.longer"), ("paper-schedule-early", "schedule.early"),
      ("groups-swapped", "schedule.group-exchanged"),
      ("schedule-forgotten", "schedule.resume-restarts"),
    ])
  func `mutants are named by the one rule that they follow`(name: String, rule: String) throws {
    let found = Self.violations(try #require(Mutant.named(name)).subject(version: "0"))
    #expect(!found.isEmpty)
    for (requirement, violation) in found {
      #expect(Self.rules(violation) == [rule], "\(requirement)")
    }
  }

  // MARK: The smallest cases

  /// What every requirement asks first of all.
  private static let smallest = [
    ScheduleCase(.linear(from: 0.125, to: 0.5, steps: 5), steps: Array(0...7)),
    ScheduleCase(.paper(target: 0.25, steps: 4), steps: Array(0...6)),
    ScheduleCase(.groups, steps: [1, 2, 3, 4]),
    ScheduleCase(.linear(from: 0.125, to: 0.5, steps: 5), steps: Array(0...7), resumesBefore: 2),
  ]

  /// The values of a case, as far as a rule gives any but those asked for.
  private static func signature(_ wrong: WrongSchedule, _ question: ScheduleCase) -> [Double]? {
    let values = wrong.values(question)
    return values == question.steps.map { ScheduleValues.value(question.schedule, at: $0) }
      ? nil : values
  }

  /// Rules that have the same values on one of the smallest cases, by their names without the family.
  private static let alike: Set<Set<String>> = [
    // A line between complements is the complement of the line.
    ["keep-for-drop", "keep-taken"],
    // Between the ends of the smallest case.
    ["jump", "stretches-of-4"],
    ["at-start", "stretches-of-7", "stretches-of-8", "stretches-of-9", "stretches-of-10"],
    ["at-start", "stretches-of-8", "stretches-of-9", "stretches-of-10"],
  ]

  @Test func `the smallest cases tell all rules apart but for those that are alike there`() {
    for question in Self.smallest {
      let groups = Dictionary(
        grouping: WrongSchedule.all.filter { Self.signature($0, question) != nil },
        by: { Self.signature($0, question) })
      #expect(groups.count >= 8, "\(question)")
      for group in groups.values where group.count > 1 {
        let names = Set(group.map { String($0.rule.id.dropFirst("schedule.".count)) })
        #expect(Self.alike.contains(names), "\(question.schedule): \(names.sorted())")
      }
    }
  }

  @Test func `faults shrink to cases that by themselves say which it is`() throws {
    for wrong in WrongSchedule.all {
      let subject = Self.subject(wrong)
      for (requirement, violation) in Self.violations(subject) where requirement != .scheduleGroups
      {
        // The smallest case alone, without those that it was made of.
        let run = VerificationRun(subject, profile: .quick, key: 1)
        let replayed = try run.replay(try Token(parsing: violation.replay)).1
        guard case .violated(let again) = replayed.outcome else {
          Issue.record("\(wrong.rule.id), \(requirement): \(replayed)")
          continue
        }
        let rules = Self.rules(again)
        let names = Set(rules.map { String($0.dropFirst("schedule.".count)) })
        #expect(rules.contains(wrong.rule.id), "\(requirement): \(rules)")
        #expect(
          names.count == 1 || Self.alike.contains(names),
          "\(wrong.rule.id), \(requirement): \(names.sorted()), \(again.message)")
      }
    }
  }
}
