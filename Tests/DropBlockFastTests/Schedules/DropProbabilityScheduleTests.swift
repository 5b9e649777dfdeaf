import DropBlockContract
import DropBlockFast
import DropBlockReference
import Testing

/// Both derivations meet one protocol, by names that can be imported together.
@Suite struct DropProbabilityScheduleTests {
  private func values(_ schedule: some DropProbabilitySchedule) -> [Double] {
    [Int.min, -1, 0, 1, 2, 3, 17, 99, 100, 101, Int.max].map { schedule.value(at: $0) }
  }

  @Test(arguments: [2, 3, 7, 100, 101, Int.max])
  func `linear schedules agree`(steps: Int) throws {
    for (from, to) in [(0, 0.25), (0.3, 0.1), (0.1, 0.7), (1, 0)] {
      let fast = values(try LinearSchedule(from: from, to: to, steps: steps))
      #expect(fast == values(try ReferenceLinearSchedule(from: from, to: to, steps: steps)))
    }
  }

  @Test(arguments: [1, 2, 7, 100, 101, Int.max])
  func `the paper's schedules agree`(steps: Int) throws {
    for target in [0, 0.1, 0.3, 1] {
      let fast = values(try PaperSchedule(target: target, steps: steps))
      #expect(fast == values(try ReferencePaperSchedule(target: target, steps: steps)))
    }
  }

  @Test(arguments: 1...4)
  func `the factors of a group agree`(group: Int) throws {
    #expect(
      try GroupFactors.factor(group: group) == ReferenceGroupFactors.factor(group: group))
  }
}
