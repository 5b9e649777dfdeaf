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
        let kind: ScheduleValues.Ends = try draw.index(below: 2) == 0 ? .dyadic : .thousandths
        let steps = Int(try draw.integer(in: 2...40, towards: 2))
        let ends = try ScheduleValues.ends(kind, steps: steps, &draw)
        return try examination.judgeSchedule(
          ScheduleCase(
            .linear(from: ends.0, to: ends.1, steps: steps), steps: Array(0...steps + 2)))
      }),
    Requirement(
      .schedulePaper,
      demands: "keep_prob goes linearly from 1 to its target over T steps: p·t/T.",
      source: "Paper, section 3.2; specification, section 8",
      consequence: "Training starts with too much regularisation, or never gets enough.",
      missing: Missing.schedule(.paper),
      .property(weight: 0.5) { examination, draw in
        let steps = Int(try draw.integer(in: 1...40, towards: 1))
        let target =
          try draw.index(below: 2) == 0
          ? 0.25 : Double(try draw.integer(in: 0...1000, towards: 0)) / 1000
        return try examination.judgeSchedule(
          ScheduleCase(.paper(target: target, steps: steps), steps: Array(0...steps + 2)))
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
        let steps = Int(try draw.integer(in: 2...20, towards: 2))
        let stop = Int(try draw.integer(in: 1...Int64(steps), towards: 1))
        let schedule: ScheduleRule =
          examination.declaration.schedules.contains(.linear)
          ? .linear(from: 0, to: 0.25, steps: steps) : .paper(target: 0.25, steps: steps)
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
    let allowance = 4 * ScheduleValues.magnitude(question.schedule).ulp
    for (index, step) in question.steps.enumerated() {
      let expected = ScheduleValues.value(question.schedule, at: step)
      let slack = isExact || ScheduleValues.isDyadic(question.schedule) ? 0 : allowance
      if !(abs(values[index] - expected) <= slack) {
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

/// The values of schedules, written down from the specification for judging alone.
enum ScheduleValues {
  /// The value at a step.
  static func value(_ schedule: ScheduleRule, at step: Int) -> Double {
    switch schedule {
    case .linear(let start, let stop, let steps):
      step >= steps - 1 ? stop : start + ((stop - start) * Double(step)) / Double(steps - 1)
    case .paper(let target, let steps):
      step >= steps ? target : (target * Double(step)) / Double(steps)
    case .groups:
      [1.0 / 64, 1.0 / 16, 1.0 / 4, 1][max(1, min(4, step)) - 1]
    }
  }

  /// Which starts and stops are drawn.
  enum Ends {
    /// Such that every value is an exact binary fraction.
    case dyadic

    /// Any thousandths.
    case thousandths
  }

  /// Start and stop of a linear schedule.
  static func ends(_ kind: Ends, steps: Int, _ draw: inout Draw) throws(Rejection) -> (
    Double, Double
  ) {
    switch kind {
    case .dyadic:
      let unit = 1.0 / 1024
      let start = Double(try draw.integer(in: 0...8, towards: 0)) * unit * 16
      let slope = Double(try draw.integer(in: 0...16, towards: 1)) * unit
      return (start, start + slope * Double(steps - 1))
    case .thousandths:
      let start = Double(try draw.integer(in: 0...1000, towards: 0)) / 1000
      return (start, Double(try draw.integer(in: 0...1000, towards: 1000)) / 1000)
    }
  }

  /// The largest number that enters a schedule's values, from which their rounding follows.
  static func magnitude(_ schedule: ScheduleRule) -> Double {
    switch schedule {
    case .linear(let start, let stop, _): max(abs(start), abs(stop))
    case .paper(let target, _): abs(target)
    case .groups: 1
    }
  }

  /// Whether every value is a multiple of 2⁻²⁰, so that no sound evaluation rounds any.
  static func isDyadic(_ schedule: ScheduleRule) -> Bool {
    let numbers =
      switch schedule {
      case .linear(let start, let stop, let steps):
        [start, stop, (stop - start) / Double(max(steps - 1, 1))]
      case .paper(let target, let steps): [target, target / Double(max(steps, 1))]
      case .groups: [1.0]
      }
    return numbers.allSatisfy { ($0 * 0x1p20).rounded() == $0 * 0x1p20 }
  }
}
