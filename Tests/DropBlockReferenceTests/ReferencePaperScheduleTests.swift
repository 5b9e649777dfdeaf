import DropBlockContract
import DropBlockReference
import Testing

@Suite struct ReferencePaperScheduleTests {
  @Test func `drop probability grows from 0 to its target over T steps`() throws {
    let schedule = try ReferencePaperSchedule(target: 0.5, steps: 4)
    #expect((0..<7).map { schedule.value(at: $0) } == [0, 0.125, 0.25, 0.375, 0.5, 0.5, 0.5])
  }

  @Test func `values are evaluated as written`() throws {
    let schedule = try ReferencePaperSchedule(target: 0.1, steps: 7)
    for t in 0..<7 { #expect(schedule.value(at: t) == (0.1 * Double(t)) / 7, "step \(t)") }
    #expect(schedule.value(at: 7) == 0.1)
    #expect(schedule.value(at: -5) == 0)
    #expect(schedule.value(at: .min) == 0)
    #expect(schedule.value(at: .max) == 0.1)
  }

  @Test func `one step is a jump`() throws {
    let schedule = try ReferencePaperSchedule(target: 0.1, steps: 1)
    #expect(schedule.value(at: 0) == 0)
    #expect(schedule.value(at: 1) == 0.1)
  }

  @Test func `what makes no sense is refused`() {
    #expect(throws: DropBlockError.scheduleValue("target", 2)) {
      try ReferencePaperSchedule(target: 2, steps: 5)
    }
    #expect(throws: DropBlockError.self) { try ReferencePaperSchedule(target: .nan, steps: 5) }
    for steps in [0, -3, .min] {
      #expect(throws: DropBlockError.scheduleSteps(steps, atLeast: 1)) {
        try ReferencePaperSchedule(target: 0.1, steps: steps)
      }
    }
  }
}
