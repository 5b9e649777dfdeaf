import DropBlockGenerators

extension Requirement {
  /// The values of schedules.
  static let schedule = [
    Requirement(
      .scheduleLinear,
      demands:
        "n values from start to stop, both included, then constant: 0, 0.0625, 0.125, 0.1875, "
        + "0.25, 0.25 for start 0, stop 0.25, n 5.",
      source: "Paper, section 3.2 (scheduled DropBlock); specification, section 8",
      consequence: "The target is never reached, overshot, or reached a step late.",
      missing: Missing.schedule(.linear),
      .property(weight: 0.5) { examination, draw in
        let areExact = try draw.index(below: 2) == 0
        let steps = Int(try draw.integer(in: 2...40, towards: 5))
        let ends = try areExact ? draw.dyadicEnds(steps: steps) : draw.endsInThousandths()
        return try examination.judgeSchedule(
          ScheduleCase(
            .linear(from: ends.start, to: ends.stop, steps: steps),
            steps: try draw.passes(through: steps + 2)))
      }),
    Requirement(
      .schedulePaper,
      demands: "keep_prob goes linearly from 1 to its target over T steps: p·t/T.",
      source: "Paper, section 3.2; specification, section 8",
      consequence: "Training starts with too much regularisation, or never gets enough.",
      missing: Missing.schedule(.paper),
      .property(weight: 0.5) { examination, draw in
        let steps = Int(try draw.integer(in: 1...40, towards: 4))
        let target =
          try draw.index(below: 2) == 0
          ? 0.25 : Double(try draw.integer(in: 0...1000, towards: 250)) / 1000
        return try examination.judgeSchedule(
          ScheduleCase(
            .paper(target: target, steps: steps), steps: try draw.passes(through: steps + 2)))
      }),
    Requirement(
      .scheduleGroups,
      demands: "Gamma is divided by 4 in group 3 and by 1 in group 4: 4^(g−4).",
      source: "Paper, section 4.1; specification, section 8",
      consequence: "The earlier group, whose maps are larger, is dropped four times too often.",
      missing: Missing.schedule(.groups),
      .examples { examination in
        let question = ScheduleCase(.groups, steps: [1, 2, 3, 4])
        return try examination.scheduleFault(question).map { [$0] } ?? []
      }),
    Requirement(
      .scheduleResume,
      demands: "A run that stops and goes on has the values of one that does not.",
      source: "Specification, section 8: values are functions of the step",
      consequence: "After a restart from a checkpoint the drop probability starts again at the "
        + "beginning.",
      missing: {
        guard !$0.declaration.schedules.filter({ $0 != .groups }).isEmpty else {
          return .schedules
        }
        return $0.offers(.resume) ? nil : .capability(.resume)
      },
      .property(weight: 0.5) { examination, draw in
        let steps = Int(try draw.integer(in: 2...20, towards: 5))
        let stop = Int(try draw.integer(in: 1...Int64(steps), towards: 2))
        let schedule: ScheduleRule =
          examination.declaration.schedules.contains(.linear)
          ? .linear(from: 0.125, to: 0.5, steps: steps) : .paper(target: 0.25, steps: steps)
        return try examination.judgeSchedule(
          ScheduleCase(schedule, steps: Array(0...steps + 2), resumesBefore: stop))
      }),
  ]
}

extension Examination {
  /// Compares a subject's values with the specification's: to the bit where the values are exact
  /// binary fractions or the subject is this specification's, else within four units in the last place
  /// of the larger end (other orders of the same three operations round differently).
  fileprivate func scheduleFault(_ question: ScheduleCase) throws -> Fault? {
    casesRun += 1
    let values: [Double]
    switch try subject.values(question) {
    case .values(let given): values = given
    case .unsupported: throw CaseEnd.discarded
    case .refused(let message):
      return Fault(.scheduleRefused, on: question, .schedule(.refused(message)))
    }
    guard values.count == question.steps.count else {
      return Fault(
        .scheduleCount, on: question,
        .schedule(.count(expected: question.steps.count, got: values.count)))
    }
    let allowance = ScheduleValues.allowance(question.schedule)
    for (index, step) in question.steps.enumerated() {
      let expected = ScheduleValues.value(question.schedule, at: step)
      let slack = isExact || ScheduleValues.isDyadic(question.schedule) ? 0 : allowance
      if !(abs(values[index] - expected) <= slack) {
        investigation.cases.schedules.add(question, values)
        let around = max(0, index - 2)..<min(values.count, index + 3)
        let value = Evidence.Schedule.Value(
          step: step, expected: expected, got: values[index],
          around: around.map { .init(step: question.steps[$0], value: values[$0]) })
        return Fault(.scheduleValue, on: question, .schedule(.value(value)))
      }
    }
    return nil
  }

  /// The outcome of a property about a schedule.
  fileprivate func judgeSchedule(_ question: ScheduleCase) throws -> PropertyOutcome {
    try scheduleFault(question).map(PropertyOutcome.fails) ?? .holds
  }
}

/// What schedules are asked for: the simplest cases have different ends and enough steps between them to
/// tell the known faults apart.
extension Draw {
  /// A start and a stop such that every value of a linear schedule is an exact binary fraction.
  fileprivate mutating func dyadicEnds(
    steps: Int
  ) throws(Rejection) -> (start: Double, stop: Double) {
    let intervals = Int64(steps - 1)
    let start = Double(try integer(in: 0...8, towards: 8)) / 64
    let slope = Double(try integer(in: 0...896 / intervals, towards: 384 / intervals)) / 1024
    return (start, start + slope * Double(intervals))
  }

  /// Any start and stop in thousandths.
  fileprivate mutating func endsInThousandths() throws(Rejection) -> (start: Double, stop: Double) {
    let start = Double(try integer(in: 0...1000, towards: 125)) / 1000
    return (start, Double(try integer(in: 0...1000, towards: 500)) / 1000)
  }

  /// The steps up to a last one, each asked for once, or several times in a row, as a training run does
  /// that goes forwards several times in a step.
  fileprivate mutating func passes(through last: Int) throws(Rejection) -> [Int] {
    let times = Int(try integer(in: 1...3, towards: 1))
    return (0...last).flatMap { repeatElement($0, count: times) }
  }
}
