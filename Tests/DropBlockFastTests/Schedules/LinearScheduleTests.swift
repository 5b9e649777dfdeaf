import DropBlockContract
import DropBlockFast
import Testing

@Suite struct LinearScheduleTests {
  @Test func `values go from start to stop, and stay there`() throws {
    let schedule = try LinearSchedule(from: 0, to: 0.25, steps: 5)
    let got = (0...6).map(schedule.value)
    #expect(got == [0, 0.0625, 0.125, 0.1875, 0.25, 0.25, 0.25])
    #expect(schedule.value(at: .max) == 0.25)
  }

  @Test func `a negative step counts as 0`() throws {
    let schedule = try LinearSchedule(from: 0.75, to: 0.5, steps: 3)
    #expect([-1, Int.min, 0, 1, 2].map(schedule.value) == [0.75, 0.75, 0.75, 0.625, 0.5])
  }

  @Test func `values are evaluated as written`() throws {
    let schedule = try LinearSchedule(from: 0.1, to: 0.7, steps: 8)
    #expect(schedule.value(at: 3) == 0.1 + ((0.7 - 0.1) * 3) / 7)
    #expect(schedule.value(at: 7) == 0.7)
  }

  @Test func `the longest schedule does not overflow`() throws {
    let schedule = try LinearSchedule(from: 0, to: 1, steps: .max)
    #expect(schedule.value(at: .max - 2) <= 1)
    #expect(schedule.value(at: .max) == 1)
  }

  @Test func `what is outside its range is refused`() {
    #expect(throws: DropBlockError.scheduleValue("from", -0.1)) {
      try LinearSchedule(from: -0.1, to: 0, steps: 2)
    }
    #expect(throws: DropBlockError.scheduleValue("to", 1.5)) {
      try LinearSchedule(from: 0, to: 1.5, steps: 2)
    }
    #expect(throws: DropBlockError.self) { try LinearSchedule(from: .nan, to: 0, steps: 2) }
    #expect(throws: DropBlockError.scheduleSteps(1, atLeast: 2)) {
      try LinearSchedule(from: 0, to: 0, steps: 1)
    }
  }
}
