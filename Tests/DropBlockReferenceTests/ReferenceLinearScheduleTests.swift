import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ReferenceLinearScheduleTests {
  @Test func `0 to a quarter in 5 values`() throws {
    let schedule = try ReferenceLinearSchedule(from: 0, to: 0.25, steps: 5)
    let values = (0..<8).map { schedule.value(at: $0) }
    #expect(values == [0, 0.0625, 0.125, 0.1875, 0.25, 0.25, 0.25, 0.25])
  }

  @Test func `both ends are included, and a negative step counts as 0`() throws {
    let schedule = try ReferenceLinearSchedule(from: 0.3, to: 0.1, steps: 7)
    #expect(schedule.value(at: .min) == 0.3)
    #expect(schedule.value(at: -1) == 0.3)
    #expect(schedule.value(at: 0) == 0.3)
    #expect(schedule.value(at: 5) == 0.3 + ((0.1 - 0.3) * 5) / 6)
    #expect(schedule.value(at: 6) == 0.1)
    #expect(schedule.value(at: .max) == 0.1)
  }

  @Test func `the last value is the stop itself, not a sum that rounds`() throws {
    for (start, stop) in [(0.1, 0.7), (0.9, 0.2), (1.0 / 3, 1.0)] {
      for steps in 2...40 {
        let schedule = try ReferenceLinearSchedule(from: start, to: stop, steps: steps)
        #expect(schedule.value(at: steps - 1) == stop, "\(start) to \(stop) in \(steps)")
        #expect(schedule.value(at: steps) == stop)
      }
    }
  }

  @Test func `the longest schedule does not overflow`() throws {
    let schedule = try ReferenceLinearSchedule(from: 0, to: 1, steps: .max)
    #expect(schedule.value(at: .max) == 1)
    #expect(schedule.value(at: .max / 2) == 0.5)
  }

  @Test func `what makes no sense is refused`() {
    #expect(throws: DropBlockError.scheduleValue("from", -0.1)) {
      try ReferenceLinearSchedule(from: -0.1, to: 0.5, steps: 5)
    }
    #expect(throws: DropBlockError.scheduleValue("to", 1.5)) {
      try ReferenceLinearSchedule(from: 0.1, to: 1.5, steps: 5)
    }
    #expect(throws: DropBlockError.self) {
      try ReferenceLinearSchedule(from: .nan, to: 0.5, steps: 5)
    }
    #expect(throws: DropBlockError.self) {
      try ReferenceLinearSchedule(from: 0, to: .infinity, steps: 5)
    }
    for steps in [1, 0, -3, .min] {
      #expect(throws: DropBlockError.scheduleSteps(steps, atLeast: 2)) {
        try ReferenceLinearSchedule(from: 0, to: 0.5, steps: steps)
      }
    }
  }
}
