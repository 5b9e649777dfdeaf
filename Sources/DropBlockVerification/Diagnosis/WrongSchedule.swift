import DropBlockPlatform

/// A known wrong way to compute a schedule.
struct WrongSchedule: Sendable {
  /// What is wrong, as a sentence of its own.
  let rule: Rule

  /// The values at the steps of a case; nil where the rule does not apply.
  let values: @Sendable (ScheduleCase) -> [Double]?

  private init(
    _ name: String, _ words: String, values: @escaping @Sendable (ScheduleCase) -> [Double]?
  ) {
    rule = Rule("schedule.\(name)", words)
    self.values = values
  }

  /// A rule for the linear schedule and the paper's: the value at a step.
  private init(
    _ name: String, _ words: String,
    ramp value: @escaping @Sendable (_ ramp: ScheduleRamp, _ step: Int) -> Double
  ) {
    self.init(name, words) { question in
      guard let ramp = ScheduleRamp(question.schedule) else { return nil }
      return question.steps.map { value(ramp, $0) }
    }
  }

  /// A rule for the factors on gamma in the groups of a network: the factor in a group.
  private init(
    _ name: String, _ words: String, group factor: @escaping @Sendable (_ number: Int) -> Double
  ) {
    self.init("group-\(name)", words) { question in
      guard case .groups = question.schedule else { return nil }
      return question.steps.map(factor)
    }
  }

  /// A rule for what comes after a checkpoint: the value at a step, where the first step after the
  /// checkpoint is given too.
  private init(
    _ name: String, _ words: String,
    resumed value: @escaping @Sendable (_ ramp: ScheduleRamp, _ step: Int, _ first: Int) -> Double
  ) {
    self.init("resume-\(name)", "after a checkpoint \(words)") { question in
      guard let ramp = ScheduleRamp(question.schedule), let resumed = question.resumesBefore,
        question.steps.indices.contains(resumed)
      else { return nil }
      return question.steps.enumerated().map { index, step in
        index < resumed ? ramp.value(at: step) : value(ramp, step, question.steps[resumed])
      }
    }
  }

  /// What is said where every value is as near as another order of the same operations comes.
  static let rounding = Rule(
    "schedule.rounding", "the values of the schedule are off by rounding alone")

  /// All known rules, the simple ones first.
  static let all = counts + ends + probabilities + curves + stretches + groups + checkpoints

  /// Steps that are counted wrongly.
  private static let counts = [
    WrongSchedule("late", "the schedule is one step late", ramp: { $0.value(at: $1 - 1) }),
    WrongSchedule("early", "the schedule is one step early", ramp: { $0.value(at: $1 + 1) }),
    WrongSchedule(
      "longer",
      "the schedule is one step too long: it divides by one step more, and reaches its stop one "
        + "step late",
      ramp: { $0.longer(by: 1).value(at: $1) }),
    WrongSchedule(
      "shorter",
      "the schedule is one step too short: it divides by one step less, and reaches its stop one "
        + "step early",
      ramp: { $0.longer(by: -1).value(at: $1) }),
    WrongSchedule("counts-calls", "the schedule counts how often it is asked, not the steps") {
      question in
      ScheduleRamp(question.schedule).map { question.steps.indices.map($0.value) }
    },
  ]

  /// Ends that are missed, or do not hold.
  private static let ends = [
    WrongSchedule(
      "stop-missed", "the schedule divides by one step too many, and never reaches its stop",
      ramp: { $0.line(at: min($1, $0.span), over: $0.span + 1) }),
    WrongSchedule(
      "stop-jumped-to",
      "the schedule divides by one step too many, and jumps to its stop at the end",
      ramp: { $1 < $0.span ? $0.line(at: $1, over: $0.span + 1) : $0.stop }),
    WrongSchedule(
      "ends-early", "the schedule stays at the value before its stop",
      ramp: { $0.value(at: min($1, $0.span - 1)) }),
    WrongSchedule(
      "never-ends", "the schedule goes on beyond its stop",
      ramp: { $0.line(at: $1, over: $0.span) }),
    WrongSchedule(
      "at-stop", "the schedule is at its stop from the first step on",
      ramp: { ramp, _ in ramp.stop }),
    WrongSchedule("at-start", "the schedule stays at its start", ramp: { ramp, _ in ramp.start }),
    WrongSchedule(
      "exchanged", "start and stop of the schedule are exchanged",
      ramp: { $0.exchanged.value(at: $1) }),
  ]

  /// Keep probabilities in place of drop probabilities.
  private static let probabilities = [
    WrongSchedule(
      "keep-for-drop", "the schedule gives the keep probability, 1 − p, in place of p",
      ramp: { 1 - $0.value(at: $1) }),
    WrongSchedule(
      "keep-taken",
      "the schedule takes the drop probability that it is given for a keep probability",
      ramp: { $0.complemented.value(at: $1) }),
    WrongSchedule(
      "keep-target", "keep_prob goes from 1 to the drop probability asked for, and is given itself"
    ) { question in
      // Of a linear schedule both ends are taken so, and its values are those asked for.
      guard let ramp = ScheduleRamp(question.schedule), ramp.isPaper else { return nil }
      return question.steps.map { 1 - ramp.complemented.value(at: $0) }
    },
  ]

  /// Other ways from start to stop.
  private static let curves = [
    WrongSchedule(
      "cosine", "the schedule follows half a cosine in place of a straight line",
      ramp: { $0.start + ($0.stop - $0.start) * (1 - .cos(.pi * $0.share(at: $1))) / 2 }),
    WrongSchedule(
      "squared", "the schedule goes with the square of the step in place of the step",
      ramp: { $0.start + ($0.stop - $0.start) * $0.share(at: $1) * $0.share(at: $1) }),
    WrongSchedule(
      "jump", "the schedule stays at its start, and jumps to its stop at the end",
      ramp: { $1 < $0.span ? $0.start : $0.stop }),
  ]

  /// Values that stay for some steps, as those do that change once an epoch.
  private static let stretches = (2...10).map { length in
    WrongSchedule(
      "stretches-of-\(length)", "the schedule changes only every \(length) steps",
      ramp: { $0.value(at: $1 - $1 % length) })
  }

  /// Wrong factors of groups.
  private static let groups = [
    WrongSchedule(
      "exponent-small", "the exponent of a group's factor is one too small: 4^(g − 5)",
      group: { .pow(4, Double($0 - 5)) }),
    WrongSchedule(
      "exponent-large", "the exponent of a group's factor is one too large: 4^(g − 3)",
      group: { .pow(4, Double($0 - 3)) }),
    WrongSchedule(
      "exchanged", "the factors of groups 3 and 4 are exchanged",
      group: { .pow(4, Double($0 == 3 ? 0 : $0 == 4 ? -1 : $0 - 4)) }),
    WrongSchedule(
      "backwards", "groups are counted from the other end: 4^(1 − g)",
      group: { .pow(4, Double(1 - $0)) }),
    WrongSchedule("one", "the factor of every group is 1", group: { _ in 1 }),
    WrongSchedule(
      "multiplied", "gamma is multiplied where it ought to be divided: 4^(4 − g)",
      group: { .pow(4, Double(4 - $0)) }),
    WrongSchedule(
      "power-of-2", "the factor of a group is a power of 2, not of 4: 2^(g − 4)",
      group: { .pow(2, Double($0 - 4)) }),
    WrongSchedule(
      "others-one", "the factor of groups 1 and 2 is 1",
      group: { $0 == 3 ? 0.25 : 1 }),
    WrongSchedule(
      "others-zero", "the factor of groups 1 and 2 is 0",
      group: { $0 < 3 ? 0 : $0 == 3 ? 0.25 : 1 }),
  ]

  /// What goes wrong when training goes on.
  private static let checkpoints = [
    WrongSchedule(
      "restarts", "the schedule starts again at step 0",
      resumed: { ramp, step, first in ramp.value(at: step - first) }),
    WrongSchedule(
      "repeats", "the schedule is one step behind: a step is counted twice",
      resumed: { ramp, step, _ in ramp.value(at: step - 1) }),
    WrongSchedule(
      "skips", "the schedule is one step ahead: a step is skipped",
      resumed: { ramp, step, _ in ramp.value(at: step + 1) }),
    WrongSchedule(
      "stays", "the schedule stays at the value that it had",
      resumed: { ramp, _, first in ramp.value(at: first - 1) }),
    WrongSchedule(
      "at-start", "the schedule stays at its start", resumed: { ramp, _, _ in ramp.start }),
    WrongSchedule(
      "at-stop", "the schedule is at its stop", resumed: { ramp, _, _ in ramp.stop }),
  ]
}
