import DropBlockContract
import DropBlockFast
import Testing

@Suite struct PaperScheduleTests {
  @Test func `the drop probability rises linearly to its target`() throws {
    let schedule = try PaperSchedule(target: 0.5, steps: 4)
    #expect([-3, 0, 1, 2, 3, 4, 5].map(schedule.value) == [0, 0, 0.125, 0.25, 0.375, 0.5, 0.5])
    #expect(try PaperSchedule(target: 0.1, steps: 7).value(at: 3) == (0.1 * 3) / 7)
  }

  @Test func `one step is enough, and none is refused`() throws {
    let schedule = try PaperSchedule(target: 0.5, steps: 1)
    #expect([0, 1].map(schedule.value) == [0, 0.5])
    #expect(throws: DropBlockError.scheduleSteps(0, atLeast: 1)) {
      try PaperSchedule(target: 0.5, steps: 0)
    }
    #expect(throws: DropBlockError.scheduleValue("target", 2)) {
      try PaperSchedule(target: 2, steps: 1)
    }
  }
}
