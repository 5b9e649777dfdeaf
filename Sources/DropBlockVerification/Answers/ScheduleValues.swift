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

  /// By how much a value may be off that is evaluated in another order: four units in the last place of
  /// the largest number that enters a schedule.
  static func allowance(_ schedule: ScheduleRule) -> Double { 4 * magnitude(schedule).ulp }

  /// The largest number that enters a schedule's values, from which their rounding follows.
  private static func magnitude(_ schedule: ScheduleRule) -> Double {
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
