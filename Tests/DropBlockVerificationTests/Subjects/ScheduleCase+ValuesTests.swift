import DropBlockContract
import DropBlockVerification
import Testing

/// A schedule that tells what it was made from.
private struct Echo: DropProbabilitySchedule {
  let number: Double

  func value(at step: Int) -> Double { number + Double(step) }
}

@Suite struct ScheduleCaseValuesTests {
  private func values(_ schedule: ScheduleRule) throws(DropBlockError) -> [Double] {
    try ScheduleCase(schedule, steps: [2, 1]).values(
      linear: { (from, to, steps) in Echo(number: from * 1e6 + to * 1e4 + Double(steps) * 100) },
      paper: { (target, steps) in Echo(number: target * 1e4 + Double(steps) * 100) },
      group: { (number) throws(DropBlockError) in
        guard number > 1 else { throw .group(number) }
        return Double(number) / 10
      })
  }

  @Test func `each schedule is made from its own numbers, and asked for the steps in their order`()
    throws
  {
    #expect(try values(.linear(from: 3, to: 5, steps: 7)) == [3_050_702, 3_050_701])
    #expect(try values(.paper(target: 4, steps: 6)) == [40_602, 40_601])
  }

  @Test func `what an implementation refuses is thrown`() {
    #expect(throws: DropBlockError.group(1)) { try values(.groups) }
  }
}
